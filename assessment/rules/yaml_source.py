"""Strict reading of a pack file: plain data, exact figures, and the place of everything."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .faults import Message, PackFault, message

Path = tuple[str | int, ...]
_TAG = "tag:yaml.org,2002:"


@dataclass(slots=True)
class YamlSource:
    """A parsed file: its data, where each value and key stands, and what was refused."""

    file: str
    data: Any = None
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    faults: list[PackFault] = field(default_factory=list)

    def refuse(self, place: tuple[int, int], path: Path, code: str, /, **params: Any) -> None:
        self.note(place, path, message(code, **params))

    def note(self, place: tuple[int, int], path: Path, said: Message) -> None:
        self.faults.append(PackFault(self.file, place[0], place[1], spell(path), said))

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column of a value; of the nearest part that exists when it does not."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))


def spell(path: Path) -> str:
    """``parts.quarter.items[2].kind``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else (f".{step}" if text else step)
    return text


@lru_cache(maxsize=16)
def compose(text: str) -> Node | None:
    """The nodes of a YAML 1.2 document, for reading only: the text of a draft is asked for again and again.

    Raises YAMLError.
    """
    root: Node | None = YAML(pure=True).compose(text)
    return root


def parse(text: str, file: str) -> YamlSource:
    """Parse one YAML 1.2 document without anchors, tags, or a key twice."""
    source = YamlSource(file)
    try:
        root = compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        source.refuse(place, (), "yaml_unreadable", problem=error.problem or error.context)
        return source
    except YAMLError as error:
        source.refuse((1, 1), (), "yaml_unreadable", problem=str(error))
        return source
    if not isinstance(root, MappingNode):
        source.refuse((1, 1), (), "scheme_expected")
        return source
    source.data = _read(root, (), source)
    return source


def _read(node: Node, path: Path, source: YamlSource) -> Any:
    place = (node.start_mark.line + 1, node.start_mark.column + 1)
    source.values.setdefault(path, place)
    if node.anchor is not None:
        source.refuse(place, path, "anchor_refused")
        return None
    if isinstance(node, MappingNode):
        return _read_mapping(node, path, source)
    if isinstance(node, SequenceNode):
        return [_read(child, (*path, number), source) for number, child in enumerate(node.value)]
    return _read_scalar(node, path, source) if isinstance(node, ScalarNode) else None


def _read_mapping(node: MappingNode, path: Path, source: YamlSource) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        place = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if not isinstance(key_node, ScalarNode):
            source.refuse(place, path, "plain_key_expected")
            continue
        key = str(key_node.value)
        if _short(key_node) != "str":
            source.refuse(place, (*path, key), "key_without_quotes", key=key)
        if key in data:
            source.refuse(place, (*path, key), "key_repeated", key=key)
            continue
        source.keys[(*path, key)] = place
        data[key] = _read(value_node, (*path, key), source)
    return data


def _short(node: Node) -> str:
    return str(node.tag).removeprefix(_TAG)


def _read_scalar(node: ScalarNode, path: Path, source: YamlSource) -> Any:
    kind, text = _short(node), str(node.value)
    if kind in ("str", "timestamp"):
        return text
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int" and text.lstrip("+-").isdigit():
        return int(text)
    if kind == "float" and text.lstrip("+-").replace(".", "", 1).isdigit():
        return Decimal(text)
    place = (node.start_mark.line + 1, node.start_mark.column + 1)
    source.refuse(place, path, "scalar_refused", text=text)
    return None
