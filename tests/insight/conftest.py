"""Fixtures of insight: published periods of the street with groups of every size."""

from collections.abc import Callable

import pytest
import time_machine

from assessment.models import Period
from assessment.office.insight.period_choice import Look, look
from organization.models import Role, User
from organization.policy import access_to
from tests.cast import House, add_person, grant
from tests.mine.conftest import october, publish  # noqa: F401
from tests.periods.houses import closed, rated


@pytest.fixture(autouse=True)
def _now(clock: time_machine.Traveller) -> None:
    """Every test here stands on Friday, 20 November 2026."""


@pytest.fixture
def people(street: House) -> House:
    """The street with five people in the party office's registry and two in the city squad; a chief for each."""
    for number in range(4):
        add_person(street, f"safe{number}", f"31{number:02}", f"综治{number}", "safety", "general")
    grant(street, "ma", Role.SECTION_CHIEF, "city")
    return street


@pytest.fixture
def quarter(people: House) -> Period:
    """The third quarter, published: everyone 60, but for a few."""
    facts = {
        "ma": rated("90", "96", late="2"),
        "chen": rated("88", "94", late="1"),
        "xu": rated("70", "83"),
        **{f"safe{number}": rated(str(50 + number), "75", late="1") for number in range(4)},
    }
    period = closed(people, "2026-Q3", facts, rated("60", "70"))
    return told(period)


def told(period: Period) -> Period:
    """As if it had been published: what is left to the leading group does not matter here."""
    Period.objects.filter(pk=period.pk).update(state=Period.State.PUBLISHED)
    period.refresh_from_db()
    return period


Looking = Callable[[User, Period], Look]


@pytest.fixture
def looking() -> Looking:
    """``looking(user, period)``: what a login looks at."""

    def see(user: User, period: Period) -> Look:
        return look(access_to(user, period.unit), str(period.pk))

    return see
