"""Editing a pack's YAML at one place: everything else, comments and layout included, stays as it is, sign by sign.

The text is not written anew: the place of every value is read from the parsed text, and only these signs are replaced.
Afterwards the new text is read and must say exactly what was wanted, otherwise the edit is refused.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from assessment.rules.yaml_source import Path, compose, parse, spell
from assessment.workshop.yaml_emitter import emit


class EditRefused(Exception):
    """The place cannot be edited this way; ``path`` says which. It can be edited in the YAML itself."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(spell(path))


@dataclass(frozen=True, slots=True)
class Set:
    """This value at the path; a key that is not there yet comes at the end of its mapping."""

    path: Path
    value: Any

    def apply(self, data: Any) -> None:
        """The same change in plain data."""
        _at(data, self.path[:-1])[self.path[-1]] = as_read(self.value)


@dataclass(frozen=True, slots=True)
class Delete:
    """The key or the element at the path taken out."""

    path: Path

    def apply(self, data: Any) -> None:
        """The same change in plain data."""
        del _at(data, self.path[:-1])[self.path[-1]]


@dataclass(frozen=True, slots=True)
class Append:
    """One more element at the end of the list at the path."""

    path: Path
    value: Any

    def apply(self, data: Any) -> None:
        """The same change in plain data."""
        _at(data, self.path).append(as_read(self.value))


Change = Set | Delete | Append


@dataclass(frozen=True, slots=True)
class Pair:
    """A key of a mapping with its value."""

    key: Node
    value: Node


def edit(text: str, changes: Iterable[Change]) -> str:
    """The text with the changes, one after the other. EditRefused unless it then says exactly what was wanted."""
    changes = list(changes)
    wanted = parse(text, "").data
    path: Path = ()
    try:
        edited = text
        for batch in _batches(changes):
            path = batch[0].path
            edited = _carried_out(edited, batch)
            for change in batch:
                change.apply(wanted)
    except (YAMLError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise EditRefused(path) from error
    found = parse(edited, "")
    if found.faults or not same(found.data, wanted):
        raise EditRefused(changes[0].path if changes else ())
    return edited


def _batches(changes: list[Change]) -> Iterator[list[Change]]:
    """Changes that can be carried out on one reading of the text: values set in a row; each other change alone."""
    for kind, run in groupby(changes, type):
        if kind is Set:
            yield list(run)
        else:
            yield from ([change] for change in run)


def _carried_out(text: str, batch: list[Change]) -> str:
    root = _compose(text)
    if isinstance(batch[0], Set):
        found = [change for change in batch if isinstance(change, Set) and _exists(root, change.path)]
        pieces = sorted((_replaced(text, root, each) for each in found), reverse=True)
        for start, end, new in pieces:
            text = text[:start] + new + text[end:]
        for change in batch:
            if change not in found:
                text = _carried_out_alone(text, change)
        return text
    return _carried_out_alone(text, batch[0])


def _carried_out_alone(text: str, change: Change) -> str:
    root = _compose(text)
    if isinstance(change, Delete):
        return _delete(text, root, change.path)
    if isinstance(change, Append):
        return _append(text, root, change.path, change.value)
    if _exists(root, change.path):
        start, end, new = _replaced(text, root, change)
        return text[:start] + new + text[end:]
    parent = _find(root, change.path[:-1])
    if not isinstance(parent, MappingNode):
        raise LookupError(change.path)
    return _add_key(text, parent, str(change.path[-1]), change.value)


def _compose(text: str) -> Node:
    root = compose(text)
    if root is None:
        raise LookupError("nothing there")
    return root


def as_read(value: Any) -> Any:
    """A value as the strict reader gives it back: days as texts, lists for tuples."""
    if isinstance(value, dict):
        return {key: as_read(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_read(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def same(one: Any, other: Any) -> bool:
    """Equal and of one kind: ``true`` is not 1, and the order of keys counts."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other and isinstance(one, bool) == isinstance(other, bool))


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _find(node: Node, path: Path) -> Node:
    for step in path:
        node = _child(node, step)
    return node


def _child(node: Node, step: str | int) -> Node:
    if isinstance(node, SequenceNode) and isinstance(step, int):
        element: Node = node.value[step]
        return element
    for pair in _pairs(node):
        if pair.key.value == step:
            return pair.value
    raise LookupError(step)


def _exists(root: Node, path: Path) -> bool:
    try:
        _find(root, path)
    except LookupError:
        return False
    return True


def _pairs(node: Node) -> list[Pair]:
    return [Pair(*pair) for pair in node.value] if isinstance(node, MappingNode) else []


def _start(node: Node) -> int:
    return int(node.start_mark.index)


def _end(node: Node) -> int:
    """Where the last sign of a value stands; marks of block collections reach into the comments that follow."""
    if isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
        last = node.value[-1]
        if isinstance(node, SequenceNode):
            return _end(last)
        return max(int(last[0].end_mark.index) + 1, _end(last[1]))
    return int(node.end_mark.index)


def _replaced(text: str, root: Node, change: Set) -> tuple[int, int, str]:
    """What stands in the way of the new value, and what comes in its place."""
    parent, step = _find(root, change.path[:-1]), change.path[-1]
    node = _child(parent, step)
    new = emit(change.value, node.style if isinstance(node, ScalarNode) else None)
    start, end = _start(node), _end(node)
    if isinstance(node, MappingNode | SequenceNode) and not node.flow_style:
        return _after_colon(text, parent, step), end, f" {new}"
    if start == end:  # nothing stands there yet
        start = _after_colon(text, parent, step)
        return start, start, f" {new}"
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        end = start + len(text[start:end].rstrip())
    return start, end, new


def _after_colon(text: str, parent: Node, step: str | int) -> int:
    """Where a block value may begin on the line of its key or dash."""
    if isinstance(parent, MappingNode):
        pair = next(pair for pair in _pairs(parent) if pair.key.value == step)
        return text.index(":", int(pair.key.end_mark.index)) + 1
    return _dash(text, _start(_child(parent, step))) + 1


def _add_key(text: str, parent: MappingNode, key: str, value: Any) -> str:
    pair = f"{emit(key)}: {emit(value)}"
    if parent.flow_style:
        return _add_in_flow(text, parent, pair)
    first = _pairs(parent)[0].key
    return _add_line(text, _end(parent), " " * int(first.start_mark.column) + pair)


def _append(text: str, root: Node, path: Path, value: Any) -> str:
    node = _find(root, path)
    if not isinstance(node, SequenceNode):
        raise LookupError(path)
    if node.flow_style:
        return _add_in_flow(text, node, emit(value))
    dash = _dash(text, _start(node.value[-1]))
    indent = dash - (text.rfind("\n", 0, dash) + 1)
    return _add_line(text, _end(node), f"{' ' * indent}- {emit(value)}")


def _add_in_flow(text: str, node: Node, piece: str) -> str:
    if not node.value:
        inside = _start(node) + 1
        return text[:inside] + piece + text[inside:]
    last = node.value[-1]
    end = _end(last) if isinstance(node, SequenceNode) else max(_end(last[1]), int(last[0].end_mark.index))
    return f"{text[:end]}, {piece}{text[end:]}"


def _add_line(text: str, end: int, line: str) -> str:
    """A line of its own below the one on which the value before it ends (and below that line's comment)."""
    if end and text[end - 1] == "\n":
        return f"{text[:end]}{line}\n{text[end:]}"
    at = text.find("\n", end)
    if at < 0:
        return f"{text}\n{line}"
    return f"{text[:at]}\n{line}{text[at:]}"


def _dash(text: str, start: int) -> int:
    """Where the dash of a list element stands whose value begins at ``start``."""
    before = text[:start].rstrip()
    if not before.endswith("-"):
        raise LookupError("no dash")
    return len(before) - 1


def _delete(text: str, root: Node, path: Path) -> str:
    parent = _find(root, path[:-1])
    if not isinstance(parent, MappingNode | SequenceNode):
        raise LookupError(path)
    spans = _spans(text, parent)
    number = path[-1] if isinstance(parent, SequenceNode) else _keys(parent).index(str(path[-1]))
    if not isinstance(number, int):
        raise LookupError(path)
    start, end = spans[number]
    if len(spans) == 1:
        start, end, new = _replaced(
            text, root, Set(path[:-1], [] if isinstance(parent, SequenceNode) else {})
        )
        return text[:start] + new + text[end:]
    if parent.flow_style:
        if number:
            return text[: spans[number - 1][1]] + text[end:]
        return text[:start] + text[spans[1][0] :]
    return _cut_lines(text, start, end, spans[number + 1][0] if number + 1 < len(spans) else None)


def _keys(node: Node) -> list[str]:
    return [str(pair.key.value) for pair in _pairs(node)]


def _spans(text: str, node: Node) -> list[tuple[int, int]]:
    """First and last place of every child, its key or dash included."""
    if isinstance(node, SequenceNode):
        starts = [_start(each) if node.flow_style else _dash(text, _start(each)) for each in node.value]
        return list(zip(starts, [_end(each) for each in node.value], strict=True))
    return [(_start(p.key), max(_end(p.value), int(p.key.end_mark.index))) for p in _pairs(node)]


def _cut_lines(text: str, start: int, end: int, following: int | None) -> str:
    """Take a block child out with its lines; one that shares its first line with a dash gives its place to the next."""
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip():
        if following is None:
            raise LookupError("the only one of its line")
        return text[:start] + text[following:]
    if end and text[end - 1] == "\n":
        return text[:line] + text[end:]
    after = text.find("\n", end)
    return text[:line] + (text[after + 1 :] if after >= 0 else "")
