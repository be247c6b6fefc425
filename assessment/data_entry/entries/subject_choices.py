"""Whom an entry can be about on the pages: people and, where a scheme assesses them, departments.

A subject is named by its key: ``12`` a person, ``d12`` a department.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from foundation.pinyin import initials_of, pinyin_of
from organization.models import Department, StaffMember
from organization.policy import Access

KEY = re.compile(r"d?[0-9]{1,18}")


@dataclass(frozen=True)
class About:
    """A person or a department that was chosen."""

    staff: StaffMember | None = None
    department: Department | None = None

    @property
    def kind(self) -> str:
        """``staff`` or ``department``."""
        return "department" if self.staff is None else "staff"

    @property
    def key(self) -> str:
        """As the pages name it."""
        return f"d{self.department.pk}" if self.department is not None else str(self.staff and self.staff.pk)

    @property
    def name(self) -> str:
        """The name alone."""
        found = self.staff or self.department
        return found.name if found is not None else ""

    @property
    def label(self) -> str:
        """Name and number, or name and code."""
        number = self.staff.number if self.staff is not None else self.department and self.department.code
        return f"{self.name} {number}"


def kinds_of(keys: Iterable[str]) -> set[str]:
    """Which kinds of subjects these keys name."""
    return {"department" if key.startswith("d") else "staff" for key in keys if KEY.fullmatch(key)}


def chosen(access: Access, keys: Sequence[str], action: str, *, on: date | None = None) -> list[About]:
    """The subjects chosen, in their order; only those for whom the asker may do ``action`` (on that day)."""
    known = [key for key in dict.fromkeys(keys) if KEY.fullmatch(key)]
    people = _people(access, [int(key) for key in known if not key.startswith("d")], action, on)
    places = _departments(access, [int(key[1:]) for key in known if key.startswith("d")], action)
    found = {about.key: about for about in [*people, *places]}
    return [found[key] for key in known if key in found]


def _people(access: Access, ids: list[int], action: str, on: date | None) -> list[About]:
    if not ids:
        return []
    scope = access.departments(action)
    found = StaffMember.objects.filter(unit=access.unit, pk__in=ids)
    if scope is not None:
        held = Q(assignments__department_id__in=scope)
        if on is not None:
            open_end = Q(assignments__valid_to__isnull=True) | Q(assignments__valid_to__gte=on)
            held &= Q(assignments__valid_from__lte=on) & open_end
        found = found.filter(held).distinct()
    return [About(staff=person) for person in found]


def _departments(access: Access, ids: list[int], action: str) -> list[About]:
    if not ids:
        return []
    return [About(department=place) for place in _in_scope(access, action) if place.pk in ids]


def departments_matching(access: Access, action: str, text: str, limit: int = 6) -> list[Department]:
    """Departments for which the asker may do ``action``, found by code, name or pinyin; the first ones for nothing."""
    typed = "".join(text.lower().split())
    found = [
        place
        for place in _in_scope(access, action)
        if place.is_active
        and (
            not typed
            or typed in place.name.lower()
            or place.code.lower().startswith(typed)
            or initials_of(place.name).startswith(typed)
            or pinyin_of(place.name).startswith(typed)
        )
    ]
    return found[:limit]


def _in_scope(access: Access, action: str) -> list[Department]:
    scope = access.departments(action)
    places = Department.objects.filter(unit=access.unit)
    return list(places if scope is None else places.filter(pk__in=scope))
