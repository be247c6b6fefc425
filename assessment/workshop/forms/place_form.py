"""The form of one place of a pack: of a model, of an element of a list, of the figures of a whole list."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from assessment.rules.yaml_source import Path, YamlSource
from assessment.workshop.forms import labels
from assessment.workshop.forms.addresses import address, value_at
from assessment.workshop.forms.builder import Builder
from assessment.workshop.forms.names import identity, title_of
from assessment.workshop.forms.nodes import Bound, FieldGroup, Leaf, Node, Words
from assessment.workshop.forms.sections import has_page, shape_at
from assessment.workshop.forms.shapes import (
    Shape,
    inner,
    is_makeable,
    is_model,
    keys_of,
    kind_name,
    kind_of,
    shape,
)

_FIGURES = ("figure", "whole", "bound")
_BESIDE = 4  # figures that find room beside the title


@dataclass
class PlaceRow:
    """An element in the table of its list: what it is called, its figures."""

    at: str
    number: int
    name: str
    title: str
    kind: Words
    line: int
    figures: list[tuple[Words, Leaf]]

    @property
    def is_wide(self) -> bool:
        """Whether the figures need a row of their own."""
        return len(self.figures) > _BESIDE


@dataclass
class PlaceForm:
    """A page over one place. ``lines`` where it is a list of elements, whose figures are the fields of ``form``."""

    path: Path
    title: Words
    form: FieldGroup
    lines: list[PlaceRow]
    is_list: bool = False
    is_element: bool = False
    is_new: bool = False
    kinds: list[tuple[str, Words]] = field(default_factory=list)
    parent: str = ""

    @property
    def at(self) -> str:
        """Its address."""
        return address(self.path)


def place_of(
    source: YamlSource, path: Path, language: str, posted: QueryDict | None = None, new: str = ""
) -> PlaceForm:
    """The page over a place; LookupError where the vocabulary has none. ``new``: the kind of an element to be made."""
    builder = Builder(source, language, posted)
    data = value_at(source.data, path)
    place = shape_at(path, source.data)
    if isinstance(path[-1] if path else "", int):
        return _element(builder, place, path, data, new)
    core = place.pick(data)
    if kind_of(core) == "list" and any(
        is_model(each) for each in inner(core).options if kind_of(each) == "model"
    ):
        return _list(builder, inner(core), path, data)
    if kind_of(core) == "model":
        return PlaceForm(path, _title(builder, path), _own_fields(builder, core, path), [])
    form = FieldGroup(
        "model", path, "", parts=builder.place(place, str(path[-1]), path), line=source.place(path)[0]
    )
    for part in form.parts:  # the page is called so already
        part.label = ""
    return PlaceForm(path, _title(builder, path), form, [])


def _title(builder: Builder, path: Path) -> Words:
    if not path:
        return labels.HEAD
    if path[-2:-1] == ("parts",) or path[-1] == "departments":
        return title_of(value_at(builder.data, path), builder.language) or str(path[-1])
    owner = shape_at(path[:-1], builder.data).pick(value_at(builder.data, path[:-1]))
    return labels.label(str(path[-1]), owner.__name__)


def _own_fields(builder: Builder, core: Any, path: Path) -> FieldGroup:
    """The fields of a model, without those that have a page of their own; parts and the head are taken apart."""
    group = builder.model(core, path)
    if not path or "clauses" in keys_of(core):
        apart = {key for key, found in keys_of(core).items() if has_page(shape(found)) or key in _NESTED}
        group.parts = [part for part in group.parts if part.path[len(path)] not in apart]
    return group


_NESTED = ("parts", "departments")


def _element(builder: Builder, place: Shape, path: Path, data: Any, new: str) -> PlaceForm:
    core = place.pick(data) if data is not None else _of_kind(place, new)
    if core is None or kind_of(core) != "model":
        raise LookupError(path)
    form = builder.model(core, path, new=data is None)
    title = title_of(data, builder.language) or builder.reference(data, path) or identity(data)
    return PlaceForm(
        path,
        title or labels.ONE_MORE,
        form,
        [],
        is_element=True,
        is_new=data is None,
        parent=address(path[:-1]),
    )


def _of_kind(place: Shape, new: str) -> Any:
    return next((each for each in place.options if is_makeable(each) and kind_name(each) == new), None)


def _list(builder: Builder, each: Shape, path: Path, data: Any) -> PlaceForm:
    rows = data if isinstance(data, list) else []
    lines = [_line(builder, each, row, (*path, number)) for number, row in enumerate(rows)]
    form = FieldGroup("model", path, "", line=builder.source.place(path)[0])
    form.parts = [leaf for line in lines for _label, leaf in line.figures]
    kinds = [(kind_name(core), labels.word(kind_name(core))) for core in each.options if is_makeable(core)]
    return PlaceForm(path, _title(builder, path), form, lines, is_list=True, kinds=kinds)


def _line(builder: Builder, each: Shape, row: Any, path: Path) -> PlaceRow:
    core = each.pick(row)
    group = (
        builder.model(core, path)
        if core is not None and kind_of(core) == "model"
        else FieldGroup("model", path, "")
    )
    title = title_of(row, builder.language) or builder.reference(row, path)
    return PlaceRow(
        at=address(path),
        number=int(path[-1]),
        name=identity(row),
        title=title or identity(row),
        kind=group.note,
        line=builder.source.place(path)[0],
        figures=list(_figures(group, "")),
    )


def _figures(node: Node, label: Words) -> Iterator[tuple[Words, Leaf]]:
    """The figures that stand in an element, each with what it is called."""
    if isinstance(node, Leaf):
        if node.kind in _FIGURES and node.present:
            called = (
                node.about if isinstance(node, Bound) else f"{label} {node.label}" if label else node.label
            )
            yield called, node
        return
    for part in node.parts:
        about = part.about if isinstance(part, FieldGroup) else ""
        yield from _figures(part, f"{label} {about}".strip())
