"""From a model of the vocabulary and the data of a pack to the fields of a form."""

from decimal import Decimal
from typing import Any, get_args

from django.http import QueryDict
from pydantic import BaseModel

from assessment.rules.yaml_source import Path, YamlSource
from assessment.workshop.forms import labels
from assessment.workshop.forms.addresses import exists, value_at
from assessment.workshop.forms.names import REFERENCES, Names, identity, title_of
from assessment.workshop.forms.nodes import Bound, FieldGroup, Leaf, Many, Node, Words, leaves
from assessment.workshop.forms.shapes import (
    COMPARISONS,
    Shape,
    constant,
    inner,
    is_comparison,
    is_simple,
    keys_of,
    kind_of,
    shape,
)

_IDENTITY = ("id", "code", "name")
BLANK_KEY = "+"


def written(value: Any) -> str:
    """A value of the pack as it stands in a field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "on" if value else ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


class Builder:
    """Builds the form of one place; what was posted stands in the fields instead of what the pack says."""

    def __init__(self, source: YamlSource, language: str, posted: QueryDict | None = None) -> None:
        self.source, self.language, self.posted = source, language, posted
        self.data = source.data
        self.names = Names(source.data, language)

    def model(
        self, model: type[BaseModel], path: Path, label: Words = "", *, new: bool = False
    ) -> FieldGroup:
        """The fields of a model; its identity is not among them unless it is ``new``."""
        data = value_at(self.data, path)
        data = data if isinstance(data, dict) else {}
        group = FieldGroup("model", path, label, present=exists(self.data, path) if path else True)
        group.line = self._line(path)
        for key, field in keys_of(model).items():
            if (value := constant(field)) is not None:
                group.constants[key] = value
                group.note = labels.word(str(value))
            elif (new or key not in _IDENTITY) and not (is_comparison(model) and key in COMPARISONS):
                group.parts += self.place(shape(field), key, (*path, key), model.__name__)
        if is_comparison(model):
            group.parts.append(self._bound(data, path))
        return group

    def place(self, shape: Shape, key: str, path: Path, owner: str = "") -> list[Node]:
        """What a form shows for a key: nothing where it can only be written in the YAML."""
        data = value_at(self.data, path)
        core = shape.pick(data)
        if core is None:
            return []
        kind, label = kind_of(core), labels.label(key, owner)
        if kind == "model":
            return self._inner_model(core, path, label, data, shape.default)
        if kind == "text":
            return [self._text(path, label, shape.optional)]
        if kind == "list":
            return self._list(inner(core), key, path, label, data)
        if kind == "table":
            return [self._table(inner(core), key, path, label, data)]
        return [self._leaf(core, shape, key, path, label, owner)] if kind else []

    def _inner_model(self, core: Any, path: Path, label: Words, data: Any, default: Any) -> list[Node]:
        if data is None and not is_simple(core):
            return []
        group = self.model(core, path, label)
        if data is None and default is not None:  # what holds as long as nothing is stated
            for leaf in leaves(group):
                leaf.hint = written(getattr(default, str(leaf.path[-1]), None))
        return [group]

    def _text(self, path: Path, label: Words, optional: bool) -> FieldGroup:
        group = FieldGroup("text", path, label, present=exists(self.data, path), line=self._line(path))
        for language in ("zh", "en"):
            at = (*path, language)
            leaf = Leaf("long", at, labels.LANGUAGES[language], optional=optional and not group.present)
            group.parts.append(self._filled(leaf))
        return group

    def _leaf(self, core: Any, shape: Shape, key: str, path: Path, label: Words, owner: str = "") -> Leaf:
        kind = kind_of(core)
        leaf = Leaf(kind, path, label, optional=shape.optional, hint=written(shape.default))
        known = self.names.choices(key, path, owner)
        if kind == "choice":
            titles = dict(known or ())
            leaf.choices = [(str(each), titles.get(each) or labels.word(each)) for each in get_args(core)]
        elif kind == "word" and known is not None:
            leaf.kind, leaf.choices = "choice", known
        return self._filled(leaf)

    def _filled(self, leaf: Leaf) -> Leaf:
        """The field with what the pack says there, or with what was posted."""
        data = value_at(self.data, leaf.path)
        leaf.present, leaf.line = exists(self.data, leaf.path), self._line(leaf.path)
        leaf.was = written(leaf.hint == "on" if data is None and leaf.kind == "flag" else data)
        leaf.value = leaf.was
        if self.posted is not None and leaf.name in self.posted:
            leaf.value = self.posted.get(leaf.name, "")
        if leaf.kind == "choice" and leaf.was and leaf.was not in dict(leaf.choices):
            leaf.choices = [(leaf.was, leaf.was), *leaf.choices]
        return leaf

    def _bound(self, data: dict[str, Any], path: Path) -> Bound:
        stated = next((key for key in COMPARISONS if key in data), "")
        line = self._line((*path, stated))
        bound = Bound("bound", path, labels.label("bound"), optional=False, line=line)
        bound.about = self.reference(data, path) or bound.label
        bound.compared = bound.comparison = stated
        bound.choices = [(key, labels.label(key)) for key in COMPARISONS]
        bound.was = bound.value = written(data.get(stated))
        if self.posted is not None and bound.name in self.posted:
            bound.value = self.posted.get(bound.name, "")
            bound.comparison = self.posted.get(bound.comparison_name, stated)
        return bound

    def _list(self, each: Shape, key: str, path: Path, label: Words, data: Any) -> list[Node]:
        kinds = {kind_of(option) for option in each.options}
        if kinds <= {"word", "choice"}:
            return [self._many(each, key, path, label, data)]
        rows = data if isinstance(data, list) else []
        group = FieldGroup("rows", path, label, present=exists(self.data, path), line=self._line(path))
        for number, row in enumerate(rows):
            group.parts += self._row(each.pick(row), row, (*path, number))
        if len(each.options) == 1 and is_simple(each.options[0]):
            blank = self._row(each.options[0], {}, (*path, len(rows)))
            group.parts += blank
        return [group] if group.parts else []

    def _row(self, core: Any, row: Any, path: Path) -> list[Node]:
        there = exists(self.data, path)
        if core is None:
            return []
        if kind_of(core) == "text":
            made = self._text(path, "", optional=not there)
        elif kind_of(core) == "model":
            made = self.model(core, path, self.reference(row, path), new=not there)
            made.about = self._row_title(row, path)
            for part in made.parts:  # the title of a row stands without a heading of its own
                part.label = "" if part.path[-1] == "title" else part.label
        else:
            return []
        made.removable = there
        made.removed = there and self.posted is not None and made.remove_name in self.posted
        if not there:
            made.label = labels.ONE_MORE
        return [made]

    def _row_title(self, row: Any, path: Path) -> str:
        return self.reference(row, path) or title_of(row, self.language) or identity(row)

    def reference(self, row: Any, path: Path) -> str:
        """The title of what a row refers to (a figure, an item, a grade); empty where it refers to nothing."""
        for key, name in row.items() if isinstance(row, dict) else ():
            if key in REFERENCES and isinstance(name, str):
                return self.names.title(key, name, (*path, key))
        return ""

    def _many(self, each: Shape, key: str, path: Path, label: Words, data: Any) -> Many:
        core = each.options[0]
        known = self.names.choices(key, path)
        if known is None and kind_of(core) == "choice":
            known = [(str(word), labels.word(word)) for word in get_args(core)]
        many = Many("many", path, label, present=exists(self.data, path), line=self._line(path))
        many.listed = [str(name) for name in data] if isinstance(data, list) else []
        many.choices = [(n, n) for n in many.listed if n not in dict(known)] + known if known else []
        many.ticked = many.listed
        if self.posted is not None and many.name in self.posted:
            many.ticked = [name for name in self.posted.getlist(many.name) if name]
        many.value = " ".join(many.ticked)
        return many

    def _table(self, each: Shape, key: str, path: Path, label: Words, data: Any) -> FieldGroup:
        stated = data if isinstance(data, dict) else {}
        known = dict(self.names.choices(key, path) or ())
        group = FieldGroup("rows", path, label, present=exists(self.data, path), line=self._line(path))
        for name in [*stated, *(name for name in known if name not in stated)]:
            at = (*path, name)
            core = each.pick(stated.get(name))
            title = known.get(name, name)
            made: Node = (
                self._text(at, title, optional=True)
                if kind_of(core) == "text"
                else self._leaf(core, Shape(each.options, optional=True), name, at, title)
            )
            if isinstance(made, FieldGroup):
                made.removable = True
                made.removed = self.posted is not None and made.remove_name in self.posted
            group.parts.append(made)
        if not known and kind_of(each.pick("")) == "text":
            group.parts.append(self._one_more_text(path))
        return group

    def _one_more_text(self, path: Path) -> FieldGroup:
        """A row for one more text of a table: its name and the text."""
        at = (*path, BLANK_KEY)
        row = self._text(at, labels.ONE_MORE, optional=True)
        name = Leaf("key", (*at, "key"), labels.label("id"))
        row.parts.insert(0, self._filled(name))
        return row

    def _line(self, path: Path) -> int:
        return self.source.place(path)[0]
