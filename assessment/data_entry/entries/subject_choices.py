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
from organization.subjects import Someone, SubjectKind, SubjectRef, code_of

KEY = re.compile(r"d?[0-9]{1,18}")


@dataclass(frozen=True)
class About:
    """A person or a department that was chosen."""

    staff: StaffMember | None = None
    department: Department | None = None

    @property
    def someone(self) -> Someone:
        """The one of the two."""
        found = self.staff or self.department
        assert found is not None
        return found

    @property
    def subject(self) -> SubjectRef:
        """Who it is."""
        return SubjectRef.to(self.someone)

    @property
    def kind(self) -> SubjectKind:
        """``staff`` or ``department``."""
        return self.subject.kind

    @property
    def key(self) -> str:
        """As the pages name it."""
        return str(self.subject).removeprefix("s")

    @property
    def name(self) -> str:
        """The name alone."""
        return self.someone.name

    @property
    def label(self) -> str:
        """Name and number, or name and code."""
        return f"{self.name} {code_of(self.someone)}"


def named(key: str) -> SubjectRef | None:
    """The subject that a key names; None for anything else."""
    return SubjectRef.parse(key if key.startswith("d") else f"s{key}") if KEY.fullmatch(key) else None


def kinds_of(keys: Iterable[str]) -> set[SubjectKind]:
    """Which kinds of subjects these keys name."""
    return {subject.kind for subject in map(named, keys) if subject is not None}


def chosen(access: Access, keys: Sequence[str], action: str, *, on: date | None = None) -> list[About]:
    """The subjects chosen, in their order; only those for whom the asker may do ``action`` (on that day)."""
    known = [subject for subject in dict.fromkeys(map(named, keys)) if subject is not None]
    people = _people(access, [each.id for each in known if not each.is_department], action, on)
    places = _departments(access, [each.id for each in known if each.is_department], action)
    found = {about.subject: about for about in [*people, *places]}
    return [found[each] for each in known if each in found]


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
