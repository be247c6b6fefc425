"""Gathering the facts of departments, where the scheme assesses them."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessment.facts.consistent_read import Reader, Row
from assessment.facts.core_entries import matter_of
from assessment.facts.merge_join import Grouped
from assessment.facts.optional_facts import RareFacts
from assessment.models import DepartmentRating, Entry, Period
from assessment.rules import Part, Rating, Subject
from organization.models import Assignment, Department
from organization.subjects import SubjectRef


class DepartmentSnapshot(NamedTuple):
    """What a department is called on the day of the close."""

    department_id: int
    code: str
    name: str

    @property
    def subject(self) -> SubjectRef:
        """Whom it is about."""
        return SubjectRef.department(self.department_id)

    @property
    def number(self) -> str:
        """The code, in the place of a staff number."""
        return self.code

    @property
    def department(self) -> str:
        """Its name."""
        return self.name

    @property
    def category(self) -> str:
        """Departments have none."""
        return ""


def departments_assessed(period: Period) -> QuerySet[Department]:
    """The departments of a period: in use, or with people in it, or with entries of it."""
    touching = Assignment.objects.touching(period.starts_on, period.ends_on)
    people = touching.filter(department=OuterRef("pk")).order_by()
    counting = Entry.objects.counting().filter(period=period, staff__isnull=True)
    entries = counting.filter(department=OuterRef("pk")).order_by()
    there = Q(is_active=True) | Exists(people) | Exists(entries)
    return Department.objects.filter(there, unit=period.unit_id)


def department_subjects(
    period: Period,
    reader: Reader,
    part: Part,
    rare: RareFacts,
    owed: list[tuple[int, str, int]],
    department_ids: Collection[int] | None = None,
) -> Iterator[tuple[DepartmentSnapshot, Subject]]:
    """Every department of a period by id, with its facts; ``part`` is what the scheme says of departments.

    Scores that were asked of a rater and not given are added to ``owed``: ``(department id, item, rater id)``.
    """
    entries = Grouped(reader.rows(_entry_rows(period)) if part.recordable else ())
    ratings = Grouped(reader.rows(_rating_rows(period)) if part.rating_items else ())
    found = departments_assessed(period)
    if department_ids is not None:
        found = found.filter(pk__in=department_ids)
    for pk, code, name in reader.rows(found.order_by("pk").values_list("pk", "code", "name")):
        yield (
            DepartmentSnapshot(pk, code, name),
            Subject(
                id=str(pk),
                kind="department",
                entries=[matter_of(*row[1:]) for row in entries.of(pk)],
                ratings=list(_ratings(ratings.of(pk), part.optional_ratings, owed)),
                **rare.of_department(pk),
            ),
        )


def _ratings(
    rated: Iterable[Row], optional: Collection[str], owed: list[tuple[int, str, int]]
) -> Iterator[Rating]:
    """Scores given; one that was asked for and not given is owed, unless the scheme says what none is worth."""
    for department_id, ref, item, rater, score in rated:
        if score is None:
            if item not in optional:
                owed.append((department_id, item, rater))
        else:
            yield Rating(ref, item, str(rater), score)


def _entry_rows(period: Period) -> QuerySet[Any, Any]:
    counting = Entry.objects.counting().filter(period=period, staff__isnull=True)
    return counting.order_by("department_id", "id").values_list(
        "department_id", "id", "clause", "occurred_on", "count", "points", "attributes"
    )


def _rating_rows(period: Period) -> QuerySet[Any, Any]:
    tasks = DepartmentRating.objects.filter(period=period).order_by("department_id", "item", "id")
    return tasks.values_list("department_id", "id", "item", "rater_id", "score")
