"""Who is in a period, where and in which category: the close, the board of hand-ins and the raters say the same."""

from datetime import date
from typing import Any

import pytest

from assessment.facts.subjects import subjects_of
from assessment.periods.membership import members, members_of
from assessment.periods.open_period import open_period
from organization.models import Assignment
from tests.cast import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter(street: House) -> Any:
    return open_period(actor=street.user("xu"), unit=street.unit, scheme=street.scheme, key="2026-Q3")


def move(street: Any, key: str, department: str, day: date, category: str = "general") -> None:
    """Somebody works elsewhere from a day on."""
    Assignment.objects.filter(staff=street.people[key], valid_to=None).update(
        valid_to=date.fromordinal(day.toordinal() - 1)
    )
    Assignment.objects.create(
        staff=street.people[key],
        department=street.departments[department],
        category=category,
        valid_from=day,
    )


def leave(street: Any, key: str, last_day: date) -> None:
    Assignment.objects.filter(staff=street.people[key], valid_to=None).update(valid_to=last_day)


def test_transfers_and_leavers_at_the_bounds_are_told_alike(street: House, quarter: Any) -> None:
    move(street, "ma", "party", date(2026, 9, 30))
    move(street, "wu", "city", date(2026, 10, 1))
    move(street, "xu", "safety", date(2026, 8, 1), category="middle")
    leave(street, "chen", date(2026, 6, 30))
    leave(street, "fang", date(2026, 7, 1))

    closing = {p.staff_id: (p.department_id, p.category) for p, _subject in subjects_of(quarter)}
    handing_in = {m.staff_id: (m.department_id, m.category) for m in members_of(quarter)}
    rating = {a.staff_id: (a.department_id, a.category) for a in members(quarter)}

    assert closing == handing_in == rating
    where, people = street.departments, street.people
    assert closing[people["ma"].pk] == (where["party"].pk, "general")
    assert closing[people["wu"].pk] == (where["safety"].pk, "general")
    assert closing[people["xu"].pk] == (where["safety"].pk, "middle")
    assert people["chen"].pk not in closing
    assert people["fang"].pk in closing
