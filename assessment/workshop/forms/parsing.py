"""From what was typed into a form to changes of the pack, or to errors beside the fields."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assessment.rules.yaml_source import Path
from assessment.workshop.forms.addresses import exists
from assessment.workshop.forms.builder import BLANK_KEY
from assessment.workshop.forms.nodes import Bound, FieldGroup, Leaf, Many, Node, groups, leaves
from assessment.workshop.round_trip import Append, Change, Delete, Set

_FIGURE = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?\Z")
_FIRST = ("id", "code", "name", "item", "title", "kind")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")


class Wrong(Exception):
    """What was typed cannot be read; the message says what is expected."""

    def __init__(self, message: str | Promise) -> None:
        self.message = message
        super().__init__(str(message))


def read_leaf(leaf: Leaf) -> Any:
    """The value that was typed; Wrong when it is none of this kind."""
    text = leaf.value.strip()
    if leaf.kind in ("figure", "bound"):
        return _figure(text)
    if leaf.kind == "whole":
        return _whole(text)
    if leaf.kind == "day":
        return _day(text)
    if leaf.kind == "flag":
        return text == "on"
    if leaf.kind == "choice" and text not in dict(leaf.choices):
        raise Wrong(_("Choose one from the list."))
    return text


def _figure(text: str) -> Decimal | int:
    typed = unicodedata.normalize("NFKC", text).replace("−", "-").replace(" ", "")
    if not _FIGURE.match(typed):
        raise Wrong(_("A figure of digits with at most one point is expected, such as -0.5."))
    return Decimal(typed) if "." in typed else int(typed)


def _whole(text: str) -> int:
    typed = unicodedata.normalize("NFKC", text).replace("−", "-").replace(" ", "")
    if not _FIGURE.match(typed) or "." in typed:
        raise Wrong(_("A whole number is expected."))
    return int(typed)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Wrong(_("A day that exists is expected, such as 2026-01-31.")) from error


def changes_of(form: FieldGroup, data: Any) -> list[Change]:
    """What the form changes in the pack; what cannot be read is told beside its field (``error``) and left out."""
    gone = [group.path for group in _removed(form)]
    sets = dict(_constants(form))
    deletes: list[Path] = []
    for leaf in _filled(form, gone):
        try:
            _take(leaf, sets, deletes)
        except Wrong as error:
            leaf.error = error.message
    rows = [Delete(path) for path in sorted(gone + deletes, key=_last_first, reverse=True)]
    return [*_nested(sets, data), *rows]


def _removed(node: Node) -> Iterator[FieldGroup]:
    if isinstance(node, FieldGroup):
        if node.removed:
            yield node
        else:
            for part in node.parts:
                yield from _removed(part)


def _filled(node: Node, gone: list[Path]) -> Iterator[Leaf]:
    """Fields that count: not those of rows taken out, nor those of a new row that nobody filled in."""
    if isinstance(node, Leaf):
        yield node
    elif node.path not in gone and not _is_blank(node):
        for part in node.parts:
            yield from _filled(part, gone)


def _constants(form: FieldGroup) -> Iterator[tuple[Path, Any]]:
    """The kind of everything that is made new."""
    for group in groups(form):
        if not group.present and not _is_blank(group):
            yield from (((*group.path, key), value) for key, value in group.constants.items())


def _is_blank(group: FieldGroup) -> bool:
    """A row or text that is not there yet and in which nothing was typed."""
    return not group.present and not any(leaf.value.strip() for leaf in leaves(group) if leaf.kind != "flag")


def _take(leaf: Leaf, sets: dict[Path, Any], deletes: list[Path]) -> None:
    if isinstance(leaf, Many):
        _take_many(leaf, sets, deletes)
    elif isinstance(leaf, Bound):
        _take_bound(leaf, sets, deletes)
    elif leaf.kind == "key":
        if not _NAME.match(leaf.value.strip()):
            raise Wrong(_("A name of letters, digits, points, hyphens and underscores is expected."))
        sets[leaf.path] = leaf.value.strip()
    elif leaf.value.strip() == leaf.was.strip():
        if not leaf.optional and not leaf.value.strip() and leaf.kind != "flag":
            raise Wrong(_("This is needed."))
    elif leaf.value.strip() or leaf.kind == "flag":
        sets[leaf.path] = read_leaf(leaf)
    elif leaf.optional:
        deletes.append(leaf.path)
    else:
        raise Wrong(_("This is needed."))


def _take_many(many: Many, sets: dict[Path, Any], deletes: list[Path]) -> None:
    ticked = (
        many.ticked
        if many.choices
        else [n for each in many.ticked for n in re.split(r"[\s,，、]+", each) if n]
    )
    order = [name for name, _title in many.choices]
    if order:
        ticked = [name for name in many.listed if name in ticked] + [
            name for name in order if name in ticked and name not in many.listed
        ]
    if ticked == many.listed:
        return
    if not all(_NAME.match(name) for name in ticked):
        raise Wrong(_("Names of letters, digits, points, hyphens and underscores are expected."))
    if ticked:
        sets[many.path] = ticked
    elif many.optional:
        deletes.append(many.path)
    else:
        raise Wrong(_("This is needed."))


def _take_bound(bound: Bound, sets: dict[Path, Any], deletes: list[Path]) -> None:
    if bound.comparison not in dict(bound.choices):
        raise Wrong(_("Choose one from the list."))
    if bound.value.strip() == bound.was and bound.comparison == bound.compared:
        return
    sets[(*bound.path, bound.comparison)] = read_leaf(bound)
    if bound.compared and bound.comparison != bound.compared:
        deletes.append((*bound.path, bound.compared))


def _nested(sets: dict[Path, Any], data: Any) -> list[Change]:
    """Values to be set: where the mapping around them is not there yet, it is made with all of its values at once."""
    changes: list[Change] = []
    made: dict[Path, Any] = {}
    for path, value in _with_their_keys(sets).items():
        known = path
        while len(known) > 1 and not exists(data, known[:-1]):
            known = known[:-1]
        if known == path:
            changes.append(Set(path, value))
        else:
            _put(
                made.setdefault(known, [] if isinstance(path[len(known)], int) else {}),
                path[len(known) :],
                value,
            )
    for path, value in made.items():
        value = _in_usual_order(value)
        changes.append(Append(path[:-1], value) if isinstance(path[-1], int) else Set(path, value))
    return changes


def _in_usual_order(value: Any) -> Any:
    """Keys as packs have them: what it is called first."""
    if not isinstance(value, dict):
        return value
    first = [key for key in _FIRST if key in value]
    return {key: value[key] for key in [*first, *(key for key in value if key not in first)]}


def _with_their_keys(sets: dict[Path, Any]) -> dict[Path, Any]:
    """A text under a blank key goes under the name that was typed beside it."""
    keys = {path[:-1]: value for path, value in sets.items() if path[-2:] == (BLANK_KEY, "key")}
    named = {}
    for path, value in sets.items():
        key = keys.get(path[:-1])
        if path[-2:] != (BLANK_KEY, "key"):
            named[path if key is None else (*path[:-2], key, path[-1])] = value
    return named


def _put(into: Any, path: Path, value: Any) -> None:
    for number, step in enumerate(path[:-1]):
        further: Any = [] if isinstance(path[number + 1], int) else {}
        if isinstance(into, list):
            if len(into) <= int(step):
                into.append(further)
            into = into[-1]
        else:
            into = into.setdefault(step, further)
    if isinstance(into, list):
        into.append(value)
    else:
        into[path[-1]] = value


def _last_first(path: Path) -> tuple[tuple[int, str], ...]:
    """An order in which a later element of a list is taken out before an earlier one."""
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)
