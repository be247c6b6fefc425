"""The sections of a pack: every place that has a page of its own, and what kind of page it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from assessment.rules.vocabulary.pack import PackModel
from assessment.rules.yaml_source import Path
from assessment.workshop.forms import labels
from assessment.workshop.forms.addresses import address, exists, from_spelling, value_at
from assessment.workshop.forms.names import title_of
from assessment.workshop.forms.shapes import Shape, inner, is_model, keys_of, kind_of, shape

_ROOT = Shape((PackModel,), optional=False)


@dataclass(frozen=True)
class PackSection:
    """One page: the place, what it is called, how many stand there (None for what is no list)."""

    path: Path
    label: str | Promise
    count: int | None = None

    @property
    def at(self) -> str:
        """Its address."""
        return address(self.path)


@dataclass
class Chapter:
    """The sections of the head, of a part, or of a part's departments."""

    title: str | Promise
    sections: list[PackSection] = field(default_factory=list)


def chapters(data: Any, language: str) -> list[Chapter]:
    """The sections of a pack, the head first, then part by part."""
    found = [Chapter(labels.SCHEME, list(_sections(PackModel, (), data)))]
    parts = value_at(data, ("parts",))
    for cadence in parts if isinstance(parts, dict) else ():
        found += _part(("parts", cadence), data, language)
    return found


def _part(path: Path, data: Any, language: str) -> Iterator[Chapter]:
    core = shape_at(path, data).pick(value_at(data, path))
    if not is_model(core):
        return
    title = title_of(value_at(data, path), language) or labels.word(path[-1])
    yield Chapter(title, list(_sections(core, path, data)))
    for key, field_ in keys_of(core).items():
        options = shape(field_).options
        if len(options) == 1 and _is_part(options[0]) and exists(data, (*path, key)):
            yield from _part((*path, key), data, language)


def _is_part(core: Any) -> bool:
    return is_model(core) and {"clauses", "items"} <= keys_of(core).keys()


def _sections(model: Any, path: Path, data: Any) -> Iterator[PackSection]:
    yield PackSection(path, labels.GENERAL if path else labels.HEAD)
    for key, found in keys_of(model).items():
        if has_page(shape(found)):
            there = value_at(data, (*path, key))
            size = len(there) if isinstance(there, list | dict) else 0
            count = size if _is_listed(shape(found)) else None
            yield PackSection((*path, key), labels.label(key, model.__name__), count)


def has_page(place: Shape) -> bool:
    """Whether a key of the pack or of a part has a page of its own; else it stands on the page of its owner."""
    if any(_is_part(core) for core in place.options):
        return False
    if _is_listed(place):
        return not _holds_parts(place)
    return any(is_model(core) and kind_of(core) == "model" and _is_large(core) for core in place.options)


def _is_large(core: Any) -> bool:
    """Source and validity stand on the page of the head; a score, a bonus or the windows of appeals have their own."""
    return core.__name__ not in ("Source", "Validity")


def _is_listed(place: Shape) -> bool:
    core = place.options[0]
    if kind_of(core) == "table":
        return True
    return kind_of(core) == "list" and any(kind_of(each) in ("model", "text") for each in inner(core).options)


def _holds_parts(place: Shape) -> bool:
    core = place.options[0]
    return kind_of(core) == "table" and any(_is_part(each) for each in inner(core).options)


def shape_at(path: Path, data: Any) -> Shape:
    """What may stand at a path of this pack; LookupError where the vocabulary has no such place."""
    place = _ROOT
    here: Path = ()
    for step in path:
        core = place.pick(value_at(data, here))
        if is_model(core) and kind_of(core) == "model":
            place = shape(keys_of(core)[str(step)])
        elif kind_of(core) in ("list", "table"):
            place = inner(core)
        else:
            raise LookupError(step)
        here = (*here, step)
    return place


def page_of(spelled: str, data: Any) -> str:
    """The address of the page of the forms on which a place of the pack stands."""
    path = from_spelling(spelled, data)
    sections = [section.path for chapter in chapters(data, "en") for section in chapter.sections]
    section = max((each for each in sections if path[: len(each)] == each), key=len)
    further = path[: len(section) + 1]
    if further != section and isinstance(further[-1], int):
        core = shape_at(further, data).pick(value_at(data, further))
        if kind_of(core) == "model":
            return address(further)
    return address(section)
