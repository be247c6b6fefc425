"""Whom a case is about: its people and departments, and how entries and ratings name them."""

from collections.abc import Container
from dataclasses import dataclass, field

from assessment.rules.scheme import Part

from .values import JsonLocation

SUBJECT_KEYS = ("staff", "department")
Named = tuple[str, str]
"""``staff`` or ``department``, and the id."""


@dataclass(slots=True)
class Roll:
    """The ids of a case; ``departments`` is None in a scheme that assesses none."""

    people: Container[str]
    departments: Container[str] | None = field(default=None)

    def named(self, place: JsonLocation) -> Named | None:
        """The person or the department that an entry or a rating names; anything else is a fault."""
        if self.departments is None:
            if "department" in place.data:
                place.fault("department", "departments_not_assessed")
                if "staff" not in place.data:
                    return None
            return self._one(place, "staff", self.people)
        if ("staff" in place.data) == ("department" in place.data):
            place.fault("staff", "one_subject_required")
            return None
        if "staff" in place.data:
            return self._one(place, "staff", self.people)
        return self._one(place, "department", self.departments)

    def _one(self, place: JsonLocation, kind: str, known: Container[str]) -> Named | None:
        name = place.data.get(kind)
        if isinstance(name, str) and name in known:
            return kind, name
        if name:
            place.fault(kind, "no_person" if kind == "staff" else "no_department", name=name)
        else:
            place.fault(kind, "person_required" if kind == "staff" else "department_required")
        return None


def parts_of(place: JsonLocation, part: Part) -> list[Part]:
    """The parts whose clauses and items may be meant, by the key that names the subject."""
    if part.departments is None or part.departments is part:
        return [part]
    named = [kind for kind in SUBJECT_KEYS if kind in place.data]
    return [part.of_kind(kind) for kind in (named if len(named) == 1 else SUBJECT_KEYS)]
