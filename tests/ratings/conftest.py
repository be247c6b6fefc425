"""Fixtures of the given scores: an open quarter of the street, duties, tasks by name."""

from collections.abc import Callable
from typing import Any

import pytest

from assessment.models import Period, RatingTask
from assessment.periods.open_period import open_period
from assessment.ratings.assign_duties import DutyRow, assign_duties
from tests.cast import House

Duty = Callable[..., RatingTask]


@pytest.fixture
def quarter(clock: Any, street: House) -> Period:
    """The fourth quarter of 2026, open."""
    return open_period(actor=street.user("xu"), unit=street.unit, scheme=street.scheme, key="2026-Q4")


@pytest.fixture
def duty(street: House, quarter: Period) -> Duty:
    """``duty("ma", "routine.section", "gao")``: the office gives 马强 a duty that 高明 scores; the task."""

    def give(who: str, item: str, rater: str, title: str = "", period: Period = quarter) -> RatingTask:
        staff, leader = street.people[who], street.people[rater]
        assign_duties(actor=street.user("xu"), period=period, rows=[DutyRow(staff, item, leader, title)])
        return RatingTask.objects.get(period=period, staff=staff, item=item, rater=leader)

    return give
