"""Reading the roster: who is in a unit on a day or within a span, and finding people by what one types."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from organization.models import Assignment, StaffState, Unit
from organization.policy import Access, in_force

CHUNK = 5000


class Membership(NamedTuple):
    """A person's place in a span of days: that of the last assignment in force within it."""

    staff_id: int
    number: str
    name: str
    position_title: str
    department_id: int
    department: str
    category: str
    post: str


class Person(NamedTuple):
    """A person found: enough to tell namesakes apart."""

    staff_id: int
    number: str
    name: str
    initials: str
    department_id: int
    department: str
    category: str


@dataclass(frozen=True)
class _Fields:
    """Columns read for each row, in the order of the tuples above."""

    membership: tuple[str, ...] = (
        "staff_id",
        "staff__number",
        "staff__name",
        "staff__position_title",
        "department_id",
        "department__name",
        "category",
        "post__name",
    )
    person: tuple[str, ...] = (
        "staff_id",
        "staff__number",
        "staff__name",
        "staff__initials",
        "department_id",
        "department__name",
        "category",
    )


_FIELDS = _Fields()
IN_TURN = ("staff_id", "valid_from")
"""The order of assignments in which the last one of each person counts."""


def staff_on(unit: Unit, day: date) -> QuerySet[Assignment]:
    """The assignments in force on a day, one for each person in post, with ``staff``, ``department`` and ``post``."""
    found = Assignment.objects.filter(in_force(day), staff__unit=unit)
    return found.select_related("staff", "department", "post").order_by("staff__number")


def roster_between(
    unit: Unit, first: date, last: date, *, staff_ids: Collection[int] | None = None
) -> Iterator[Membership]:
    """Everyone with an assignment that touches ``first`` … ``last``, by staff id; one query, read in pieces.

    Department and category are those of the last assignment in force within the span.
    """
    rows = assignments_between(unit.pk, first, last)
    if staff_ids is not None:
        rows = rows.filter(staff_id__in=staff_ids)
    found = rows.order_by(*IN_TURN).values_list(*_FIELDS.membership)
    yield from map(_membership, last_of_each(found.iterator(chunk_size=CHUNK)))


def assignments_between(unit_id: int, first: date, last: date) -> QuerySet[Assignment]:
    """The assignments of a unit's people that are in force on some day of ``first`` … ``last``."""
    return Assignment.objects.touching(first, last).filter(staff__unit=unit_id)


def last_of_each(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Of rows that begin with a staff id, in the order of ``IN_TURN``, the last of each person: it says where they are."""
    held: tuple[Any, ...] | None = None
    for row in rows:
        if held is not None and held[0] != row[0]:
            yield held
        held = row
    if held is not None:
        yield held


def _membership(row: tuple[object, ...]) -> Membership:
    *columns, post = row
    return Membership._make([*columns, post or ""])


def people_matching(
    access: Access, action: str, text: str, limit: int = 20, *, on: date | None = None
) -> list[Person]:
    """People in the departments for which the asker may do ``action``, found by what was typed; one query.

    Latin letters and digits: number, full pinyin or initials that begin with the text. Anything else: a name that
    contains it. No text: the first people by number. ``on``: the day whose assignments count (default: the asker's).
    """
    scope = access.departments(action)
    if scope is not None and not scope:
        return []
    found = Assignment.objects.filter(in_force(on or access.on), staff__unit=access.unit)
    if scope is not None:
        found = found.filter(department_id__in=scope)
    typed = "".join(text.split())
    if typed:
        found = found.filter(name_matches(typed, prefix="staff__"))
    found = found.annotate(rank=_rank(typed)).order_by("rank", "staff__number")
    return [Person(*row) for row in found.values_list(*_FIELDS.person)[:limit]]


def name_matches(text: str, *, prefix: str = "") -> Q:
    """The condition that number, name, pinyin or initials of a person match what was typed."""
    typed = "".join(text.split())
    if not typed.isascii():
        return Q(**{f"{prefix}name__contains": typed})
    low = typed.lower()
    numbers = Q()
    for form in {typed, low, typed.upper()}:
        numbers |= Q(**{f"{prefix}number__startswith": form})
    return numbers | Q(**{f"{prefix}pinyin__startswith": low}) | Q(**{f"{prefix}initials__startswith": low})


def _rank(typed: str) -> Case:
    """Exact hits first."""
    exact = Q(staff__number=typed) | Q(staff__name=typed) | Q(staff__initials=typed.lower())
    return Case(When(exact, then=Value(0)), default=Value(1), output_field=IntegerField())


def places_on(unit: Unit, day: date) -> QuerySet[Assignment]:
    """One assignment for each person ever on the roster: the latest begun by ``day``, or the first to come."""
    same = Assignment.objects.filter(staff=OuterRef("staff_id"))
    later = same.filter(valid_from__gt=OuterRef("valid_from"), valid_from__lte=day)
    earlier = same.filter(valid_from__lt=OuterRef("valid_from"))
    begun = Q(valid_from__lte=day) & ~Exists(later)
    to_come = Q(valid_from__gt=day) & ~Exists(earlier)
    found = Assignment.objects.filter(begun | to_come, staff__unit=unit)
    return found.select_related("staff", "department", "post").order_by("staff__number")


def place_of(access: Access, action: str, staff_id: int) -> Assignment | None:
    """A person's place today, if the asker may do ``action`` for its department; None is «not found»."""
    place = places_on(access.unit, access.on).filter(staff_id=staff_id).first()
    if place is None or not access.covers(action, place.department_id):
        return None
    return place


def states_on(staff_ids: Collection[int], day: date) -> dict[int, list[StaffState]]:
    """The states in force on a day, by person; having joined is no state to speak of later."""
    found: dict[int, list[StaffState]] = {}
    states = StaffState.objects.filter(in_force(day), staff_id__in=staff_ids)
    for state in states.exclude(kind=StaffState.Kind.JOINED).order_by("valid_from"):
        found.setdefault(state.staff_id, []).append(state)
    return found
