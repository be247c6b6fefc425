"""The roster as it stands: read in a constant number of queries, with a fingerprint of everything a plan rests on."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from organization.models import Assignment, Department, Post, StaffMember, StaffState, Unit
from organization.services.people import LEAVING


@dataclass
class CurrentRoster:
    """Everything about a unit's people that a sheet is compared with."""

    unit: Unit
    departments: dict[str, Department] = field(default_factory=dict)  # by code
    posts: dict[tuple[int, str], Post] = field(default_factory=dict)  # by department and name
    people: dict[str, StaffMember] = field(default_factory=dict)  # by number
    last: dict[int, Assignment] = field(default_factory=dict)  # the latest assignment, by person
    left: dict[int, StaffState] = field(default_factory=dict)  # by person
    joined: set[tuple[int, date]] = field(default_factory=set)
    fingerprint: str = ""


def current_roster_of(unit: Unit) -> CurrentRoster:
    """Read the roster of a unit; five queries."""
    standing = CurrentRoster(unit)
    digest = hashlib.sha256()
    for department in Department.objects.filter(unit=unit).order_by("pk"):
        _add(digest, department.pk, department.code, department.name, department.is_active)
        if department.is_active:
            standing.departments[department.code] = department
    for post in Post.objects.filter(department__unit=unit).order_by("pk"):
        _add(digest, post.pk, post.department_id, post.name, post.is_active)
        if post.is_active:
            standing.posts[post.department_id, post.name] = post
    for person in StaffMember.objects.filter(unit=unit).order_by("pk"):
        _add(digest, person.pk, person.number, person.name, person.position_title)
        standing.people[person.number] = person
    for place in (
        Assignment.objects.filter(staff__unit=unit)
        .select_related("department", "post")
        .order_by("staff_id", "valid_from")
    ):
        _add(digest, place.pk, place.department_id, place.post_id, place.category)
        _add(digest, place.valid_from, place.valid_to)
        standing.last[place.staff_id] = place
    kinds = (*LEAVING, StaffState.Kind.JOINED)
    for state in StaffState.objects.filter(staff__unit=unit, kind__in=kinds).order_by("pk"):
        _add(digest, state.pk, state.kind, state.valid_from)
        if state.kind in LEAVING:
            standing.left[state.staff_id] = state
        else:
            standing.joined.add((state.staff_id, state.valid_from))
    standing.fingerprint = digest.hexdigest()
    return standing


def _add(digest: Any, *values: Any) -> None:
    digest.update(json.dumps(values, default=str, ensure_ascii=False).encode())
