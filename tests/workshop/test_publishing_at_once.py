"""Two approvals at once end with one version; an approval and the opening of a period queue."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from assessment.models import Period, SchemeVersion
from assessment.periods.opening import open_period
from assessment.workshop.publishing.approving import approve
from organization.models import Role
from tests.cast import grant
from tests.workshop.test_publishing import DECEMBER, proposed

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _now(clock) -> None:
    """Every test here stands on Friday, 20 November 2026."""


def _race(*acts):
    """Run the acts at the same moment, each on its own connection; what each returned or raised."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=120)
            return act()
        except ValidationError as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_approvals_one_publishes(bureau):
    grant(bureau, "wang", Role.ASSESSMENT_OFFICE)
    draft = proposed(bureau)
    outcomes = _race(
        lambda: approve(actor=bureau.user("qian"), draft=draft, revision=1),
        lambda: approve(actor=bureau.user("wang"), draft=draft, revision=1),
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["SchemeVersion", "ValidationError"]
    assert SchemeVersion.objects.filter(unit=bureau.unit).count() == 1


def test_a_period_opened_at_the_moment_of_an_approval_takes_the_new_version_or_refuses_it(bureau):
    draft = proposed(bureau, day=DECEMBER)
    _race(
        lambda: approve(actor=bureau.user("qian"), draft=draft, revision=1),
        lambda: open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-12"),
    )
    period = Period.objects.get(key="2026-12")
    new = SchemeVersion.objects.filter(unit=bureau.unit).first()
    assert period.version == new if new is not None else period.version.number == 1


def test_two_drafts_for_the_same_day_become_two_versions_one_after_the_other(bureau):
    first = proposed(bureau, ("points: -0.5", "points: -1"))
    second = proposed(bureau, ("points: -0.5", "points: -0.75"), day=date(2027, 1, 1))
    outcomes = _race(
        lambda: approve(actor=bureau.user("qian"), draft=first, revision=1),
        lambda: approve(actor=bureau.user("qian"), draft=second, revision=1),
    )
    assert sorted(each.number for each in outcomes) == [2, 3]
