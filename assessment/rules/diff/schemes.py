"""The walk through two schemes, key by key: everything that differs is told, by sentence where there is one."""

from collections.abc import Iterator, Mapping
from typing import Any

from assessment.rules.scheme import Scheme
from assessment.rules.vocabulary.base import Strict, Text

from .change import Change, Voices
from .lists import lists_differ
from .location import SchemeLocation
from .values import clause_differs, kind_differs, sentence_differs, value_differs


def changes(old: Scheme, new: Scheme) -> list[Change]:
    """Every difference, in the order of the new scheme; none when both say the same.

    The head first, then the parts, shortest cadence first.
    """
    head = SchemeLocation.root(Voices(old, new))
    found = list(_keys(old.model, new.model, head, {"parts"}))
    for cadence in dict.fromkeys((*new.parts, *old.parts)):
        before, after = old.model.parts.get(cadence), new.model.parts.get(cadence)
        found += _parts(before, after, SchemeLocation.root(Voices(old, new, cadence), f"parts.{cadence}"))
        of_departments = SchemeLocation.root(
            Voices(old, new, cadence, departments=True), f"parts.{cadence}.departments"
        )
        found += _parts(
            getattr(before, "departments", None), getattr(after, "departments", None), of_departments
        )
    return found


def _parts(old: Any, new: Any, place: SchemeLocation) -> Iterator[Change]:
    """A part, or what it says of departments: by its keys, or as a whole where one scheme does not have it."""
    if old is not None and new is not None:
        yield from _keys(old, new, place, {"departments"})
    elif old is not None or new is not None:
        yield place.whole(old, new)


def differences(old: Any, new: Any, place: SchemeLocation) -> Iterator[Change]:
    """Every difference of two values that stand at the same place."""
    if old == new and type(old) is type(new):
        return
    if isinstance(old, Text) and isinstance(new, Text):
        yield place.text(old, new)
    elif isinstance(old, Strict) and isinstance(new, Strict):
        yield from _models(old, new, place)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from lists_differ(old, new, place, differences)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _mappings(old, new, place)
    else:
        yield value_differs(old, new, place)


def _models(old: Strict, new: Strict, place: SchemeLocation) -> Iterator[Change]:
    told: frozenset[str] = frozenset()
    if type(old) is not type(new):
        told_by = [kind_differs(old, new, place)]
    else:
        told_by = [
            each for each in (clause_differs(old, new, place), sentence_differs(old, new, place)) if each
        ]
    for change, covered in told_by:
        told |= covered
        yield change
    yield from _keys(old, new, place, told)


def _keys(
    old: Strict, new: Strict, place: SchemeLocation, skip: set[str] | frozenset[str]
) -> Iterator[Change]:
    for key, field in type(new).model_fields.items():
        if key not in skip:
            yield from differences(getattr(old, key), getattr(new, key), place.key(key, field.alias or key))


def _mappings(old: Mapping[str, Any], new: Mapping[str, Any], place: SchemeLocation) -> Iterator[Change]:
    for key in dict.fromkeys((*new, *old)):
        at = place.entry(key)
        if key not in old or key not in new:
            yield at.whole(old.get(key), new.get(key))
        else:
            yield from differences(old[key], new[key], at)
