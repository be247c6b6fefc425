"""Two approvals at once end with one version; an approval and the opening of a period queue."""

from datetime import date

import pytest
import time_machine

from assessment.models import Period, SchemeVersion
from assessment.periods.open_period import open_period
from assessment.workshop.publication.approve_draft import approve
from organization.models import Role
from tests.cast import House, grant
from tests.races import kinds, race
from tests.workshop.test_publishing import DECEMBER, proposed

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _now(clock: time_machine.Traveller) -> None:
    """Every test here stands on Friday, 20 November 2026."""


def test_of_two_approvals_one_publishes(bureau: House) -> None:
    grant(bureau, "wang", Role.ASSESSMENT_OFFICE)
    draft = proposed(bureau)
    outcomes = race(
        lambda: approve(actor=bureau.user("qian"), draft=draft, revision=1),
        lambda: approve(actor=bureau.user("wang"), draft=draft, revision=1),
    )
    assert kinds(outcomes) == ["SchemeVersion", "ValidationError"]
    assert SchemeVersion.objects.filter(unit=bureau.unit).count() == 1


def test_a_period_opened_at_the_moment_of_an_approval_takes_the_new_version_or_refuses_it(
    bureau: House,
) -> None:
    draft = proposed(bureau, day=DECEMBER)
    race(
        lambda: approve(actor=bureau.user("qian"), draft=draft, revision=1),
        lambda: open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-12"),
    )
    period = Period.objects.get(key="2026-12")
    new = SchemeVersion.objects.filter(unit=bureau.unit).first()
    assert period.version == new if new is not None else period.version.number == 1


def test_two_drafts_for_the_same_day_become_two_versions_one_after_the_other(bureau: House) -> None:
    first = proposed(bureau, ("points: -0.5", "points: -1"))
    second = proposed(bureau, ("points: -0.5", "points: -0.75"), day=date(2027, 1, 1))
    outcomes = race(
        lambda: approve(actor=bureau.user("qian"), draft=first, revision=1),
        lambda: approve(actor=bureau.user("qian"), draft=second, revision=1),
    )
    assert sorted(each.number for each in outcomes) == [2, 3]
