"""What concerns everyone is done by those who answer for everyone."""

from collections.abc import Callable

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from assessment.closing.reopen_period import reopen_period
from assessment.closing.start_close import start_close
from assessment.decisions.finish_review import finish_review
from assessment.office.periods.publish_period import publish_period
from assessment.periods.open_period import open_period
from organization.models import Role, User
from tests.cast import House, grant


@pytest.fixture
def partly(clock: time_machine.Traveller, bureau: House) -> User:  # noqa: ARG001  # for its effect
    """何静 holds the office's and the leading group's role, but for the relief section only."""
    grant(bureau, "he", Role.ASSESSMENT_OFFICE, "relief")
    grant(bureau, "he", Role.LEADING_GROUP, "relief")
    return bureau.user("he")


def test_an_office_for_one_department_takes_no_step_of_the_units_period(
    bureau: House, partly: User, login: Callable[[User], Client]
) -> None:
    period = open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-10")
    acts: list[Callable[[], object]] = [
        lambda: start_close(actor=partly, period=period),
        lambda: finish_review(actor=partly, period=period),
        lambda: publish_period(actor=partly, period=period),
        lambda: reopen_period(actor=partly, period=period, reason="x"),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    page = reverse("period_submit", args=[bureau.unit.code, period.pk])
    assert login(partly).post(page, {"reason": "x"}).status_code == 404


def test_a_leader_for_one_department_does_not_open_everyones_review(
    bureau: House, partly: User, login: Callable[[User], Client]
) -> None:
    assert login(partly).get(reverse("reviews", args=[bureau.unit.code])).status_code == 404
