"""What the rules leave to the leading group about departments: the same caps and ceilings, and none of the people's."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from assessment.decisions.decide import decide, revoke
from assessment.decisions.finish_review import finish_review
from assessment.decisions.pending import grades_in_force, matters_to_decide, same_seats
from assessment.models import DecidedGrade, Period
from assessment.office.periods.publish_period import publish_period
from assessment.periods.change_state import StepRefused
from tests.cast import House
from tests.graded import build_graded, graded_month, windows
from tests.narrowing import present

pytestmark = pytest.mark.django_db
Login = Callable[..., Client]
EQUAL = {"desk": 0, "tax": 1, "land": 1, "social": 3, "office": 10}
TIE = "department/tie:excellent:*"


@pytest.fixture
def graded(clock: time_machine.Traveller) -> House:  # noqa: ARG001  # for its effect
    return build_graded()


@pytest.fixture
def tied(graded: House) -> Period:
    """The tax and the land window are equal at the second of two seats."""
    return graded_month(graded, EQUAL)


def settle(house: House, period: Period, *names: str, by: str = "guo", subject: str = TIE) -> Any:
    grades = {windows(period)[name].pk: "excellent" for name in names}
    return decide(
        actor=house.user(by),
        close=present(period.current_close),
        subject=subject,
        grades=grades,
        reason="集体研究决定",
    )


def test_equals_at_the_cap_of_excellent_windows_wait_for_the_leading_group(
    graded: House, tied: Period
) -> None:
    (matter,) = matters_to_decide(present(tied.current_close))
    assert (matter.subject, matter.about, matter.seats) == (TIE, "department", 1)
    assert {row.name for row in matter.people} == {"税务窗口", "国土窗口"}
    with pytest.raises(StepRefused):
        finish_review(actor=graded.user("su"), period=tied)


def test_without_equals_nothing_is_left_to_decide(graded: House) -> None:
    period = graded_month(graded, EQUAL | {"land": 2})
    assert matters_to_decide(present(period.current_close)) == []
    publish_period(actor=graded.user("su"), period=period)


def test_the_seat_goes_to_one_of_them_with_its_bonus(graded: House, tied: Period) -> None:
    decision = settle(graded, tied, "税务窗口")
    assert (decision.kind, decision.subject) == ("tie", TIE)
    found = windows(tied)
    assert (found["税务窗口"].final_grade, found["税务窗口"].final_bonus) == ("excellent", Decimal(3000))
    assert found["国土窗口"].final_grade == "good"
    assert matters_to_decide(present(tied.current_close)) == []
    publish_period(actor=graded.user("su"), period=tied)


def test_two_on_one_seat_pass_the_cap(graded: House, tied: Period) -> None:
    with pytest.raises(ValidationError) as refused:
        settle(graded, tied, "税务窗口", "国土窗口")
    assert refused.value.code == "cap"
    assert "科室" in refused.value.messages[0]
    assert not DecidedGrade.objects.exists()


def test_nobody_but_the_leading_group_decides_and_only_about_these(graded: House, tied: Period) -> None:
    with pytest.raises(PermissionDenied):
        settle(graded, tied, "税务窗口", by="su")
    with pytest.raises(ValidationError) as refused:
        settle(graded, tied, "社保窗口")
    assert refused.value.code == "people"
    with pytest.raises(ValidationError) as refused:
        settle(graded, tied, "税务窗口", subject="tie:excellent:*")
    assert refused.value.code == "settled"


def test_a_ceiling_holds_for_the_leading_group_too(graded: House) -> None:
    period = graded_month(graded, {"desk": 0, "tax": 1, "land": 6, "social": 7, "office": 10}, {"tax": 2})
    assert windows(period)["税务窗口"].grade == "good"
    current = grades_in_force(present(period.current_close), "department")
    assert not current.allows(windows(period)["税务窗口"], "excellent")
    assert current.allows(windows(period)["国土窗口"], "excellent")


def test_a_decision_is_revoked_and_the_matter_open_again(graded: House, tied: Period) -> None:
    decision = settle(graded, tied, "税务窗口")
    revoke(actor=graded.user("guo"), decision=decision, reason="资料有误")
    assert [matter.subject for matter in matters_to_decide(present(tied.current_close))] == [TIE]
    assert windows(tied)["税务窗口"].final_grade == "good"


def test_seats_of_windows_are_none_of_the_peoples() -> None:
    assert same_seats(TIE, "department/free_seat:excellent:*")
    assert same_seats("tie:excellent:*", "free_seat:excellent:middle")
    assert not same_seats(TIE, "tie:excellent:*")


def test_the_review_shows_and_signs_the_matter_of_the_windows(
    graded: House, tied: Period, login: Login
) -> None:
    client = login(graded.user("guo"))
    page = client.get(f"/u/graded/reviews/{tied.pk}/")
    assert page.status_code == 200
    assert TIE in page.content.decode()
    row = windows(tied)["国土窗口"]
    posted = {"subject": TIE, "seat": [str(row.pk)], "reason": "集体研究决定"}
    assert client.post(f"/u/graded/reviews/{tied.pk}/decide/", posted).status_code == 302
    assert windows(tied)["国土窗口"].final_grade == "excellent"
    assert "窗口月度考核" in client.get(f"/u/graded/periods/{tied.pk}/").content.decode()
