"""签收: who has read the result, once, on record."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from assessment.closing.reopen_period import reopen_period
from assessment.mine.acknowledge import acknowledge
from assessment.models import Acknowledgement, Period
from organization.models import AuditEvent, User
from tests.cast import House
from tests.mine.conftest import result
from tests.periods.houses import office


def url(row: Any) -> str:
    return f"/u/minzheng/mine/{row.pk}/acknowledge/"


def test_a_published_result_is_signed_for_with_name_and_time(
    bureau: House,
    october: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    publish(bureau, october)
    own = result(october, bureau, "li")
    response = login(bureau.user("li")).post(url(own))
    assert response["Location"] == "/u/minzheng/mine/?period=2026-10"
    signed = Acknowledgement.objects.get()
    assert (signed.result, signed.by) == (own, bureau.user("li"))
    body = login(bureau.user("li")).get(response["Location"]).content.decode()
    assert "2026年11月20日 10:30" in body
    assert "/acknowledge/" not in body


def test_signing_again_changes_nothing_and_is_logged_once(
    bureau: House, october: Period, publish: Callable[[House, Period], Period]
) -> None:
    publish(bureau, october)
    own = result(october, bureau, "li")
    first = acknowledge(actor=bureau.user("li"), result=own)
    assert acknowledge(actor=bureau.user("li"), result=own) == first
    event = AuditEvent.objects.get(action="result.acknowledge")
    assert (event.actor, event.target) == (bureau.user("li"), "2026-10 0117")


def test_a_result_that_is_not_published_cannot_be_signed_for(
    bureau: House, october: Period, login: Callable[[User], Client]
) -> None:
    own = result(october, bureau, "li")
    with pytest.raises(ValidationError):
        acknowledge(actor=bureau.user("li"), result=own)
    assert login(bureau.user("li")).post(url(own)).status_code == 302
    assert not Acknowledgement.objects.exists()


def test_a_superseded_result_cannot_be_signed_for(
    bureau: House, october: Period, publish: Callable[[House, Period], Period]
) -> None:
    publish(bureau, october)
    own = result(october, bureau, "li")
    reopen_period(actor=office(bureau), period=october, reason="补录")
    own.refresh_from_db()
    own.close.period.refresh_from_db()
    with pytest.raises(ValidationError):
        acknowledge(actor=bureau.user("li"), result=own)


@pytest.mark.parametrize("who", ["zhao", "zhou", "sun"])
def test_nobody_signs_for_somebody_else(
    bureau: House,
    october: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
    who: str,
) -> None:
    publish(bureau, october)
    other = result(october, bureau, "li")
    assert login(bureau.user(who)).post(url(other)).status_code == 404
    with pytest.raises(PermissionDenied):
        acknowledge(actor=bureau.user(who), result=other)
    assert not Acknowledgement.objects.exists()


def test_looking_at_the_page_signs_nothing(
    bureau: House,
    october: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    publish(bureau, october)
    client = login(bureau.user("li"))
    client.get("/u/minzheng/mine/")
    assert client.get(url(result(october, bureau, "li"))).status_code == 405
    assert not Acknowledgement.objects.exists()
