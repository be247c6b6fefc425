"""Reopening: a reason, a new revision, differences; the old revision stays as it was."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from assessment.closing.reopen_period import reopen_period
from assessment.models import HandIn, Period, PeriodStep
from assessment.office.periods.publish_period import finalise_period, publish_period
from assessment.periods.change_state import StepRefused
from assessment.periods.hand_in import submit_period
from assessment.results.differences import differences
from tests.cast import House
from tests.narrowing import present
from tests.periods.houses import close_again, closed, months, office, opened, rated, submitted

REASON = "申诉成立，须更正一条扣分"


def test_a_closed_period_is_reopened_with_a_reason_on_record(bureau: House) -> None:
    period = closed(bureau, "2026-10", {})
    period = reopen_period(actor=office(bureau), period=period, reason=REASON)
    assert period.state == "open"
    assert period.takes_entries
    step = present(PeriodStep.objects.filter(period=period).last())
    assert (step.action, step.from_state, step.reason) == ("reopen", "closed", REASON)


def test_without_a_reason_nothing_is_reopened(bureau: House) -> None:
    period = closed(bureau, "2026-10", {})
    with pytest.raises(ValidationError):
        reopen_period(actor=office(bureau), period=period, reason=" ")


@pytest.mark.parametrize("make", [opened, submitted])
def test_what_is_not_closed_cannot_be_reopened(bureau: House, make: Any) -> None:
    with pytest.raises(StepRefused):
        reopen_period(actor=office(bureau), period=make(bureau, "2026-10"), reason=REASON)


def test_only_the_office_reopens(bureau: House, street: House) -> None:
    period = closed(bureau, "2026-10", {})
    for user in (bureau.user("qian"), bureau.user("lin"), street.user("xu")):
        with pytest.raises(PermissionDenied):
            reopen_period(actor=user, period=period, reason=REASON)


def test_a_published_and_a_final_period_lose_their_dates_by_reopening(
    bureau: House, clock: time_machine.Traveller
) -> None:
    period = publish_period(actor=office(bureau), period=closed(bureau, "2026-10", {}))
    clock.move_to(datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Asia/Shanghai")))
    finalise_period(actor=office(bureau), period=period)
    period = reopen_period(actor=office(bureau), period=period, reason=REASON)
    assert (period.published_on, period.publication_ends_on, period.final_on) == (None, None, None)


def test_hand_ins_stand_so_the_office_submits_again_without_a_reason(bureau: House) -> None:
    period = closed(bureau, "2026-10", {})
    before = HandIn.objects.count()
    period = reopen_period(actor=office(bureau), period=period, reason=REASON)
    submit_period(actor=office(bureau), period=period)
    assert period.state == "submitted"
    assert HandIn.objects.count() == before


def test_a_month_on_which_a_closed_year_builds_is_not_reopened_first(bureau: House) -> None:
    month = closed(bureau, "2026-10", {})
    year = closed(bureau, "2026", {}, months("50"))
    with pytest.raises(ValidationError, match="2026年度"):
        reopen_period(actor=office(bureau), period=month, reason=REASON)
    reopen_period(actor=office(bureau), period=year, reason=REASON)
    reopen_period(actor=office(bureau), period=month, reason=REASON)


def test_the_next_close_supersedes_and_the_old_results_stay_as_they_were(street: House) -> None:
    facts = {"ma": rated("90", "95"), "chen": rated("88", "90"), "xu": rated("82", "80")}
    period = closed(street, "2026-Q3", facts, rated("60", "70"))
    old = present(period.current_close)
    before = list(old.results.order_by("number").values_list("name", "score", "grade"))
    period = reopen_period(actor=office(street), period=period, reason=REASON)
    submit_period(actor=office(street), period=period)
    facts["ma"] = rated("70", "60", late="3")
    period = close_again(street, period, facts, rated("60", "70"))
    assert (old.revision, present(period.current_close).revision) == (1, 2)
    assert list(old.results.order_by("number").values_list("name", "score", "grade")) == before


def test_the_differences_of_two_revisions_are_listed_by_person(street: House) -> None:
    facts = {"ma": rated("90", "95"), "chen": rated("88", "90"), "xu": rated("82", "80")}
    period = closed(street, "2026-Q3", facts, rated("60", "70"))
    old = present(period.current_close)
    period = reopen_period(actor=office(street), period=period, reason=REASON)
    submit_period(actor=office(street), period=period)
    facts["chen"] = rated("88", "90", late="2")
    period = close_again(street, period, facts, rated("60", "70"))
    (found,) = differences(old, present(period.current_close))
    assert (found.name, found.score) == (
        "陈立新",
        (old.results.get(name="陈立新").score, _score(period, "陈立新")),
    )
    assert found.items["attendance"] == (Decimal("10.00"), Decimal("8.00"))
    assert found.change == Decimal("-1.20")


def test_equal_revisions_have_no_differences(bureau: House) -> None:
    period = closed(bureau, "2026-10", {})
    old = present(period.current_close)
    period = reopen_period(actor=office(bureau), period=period, reason=REASON)
    submit_period(actor=office(bureau), period=period)
    period = close_again(bureau, period, {})
    assert differences(old, present(period.current_close)) == []


def test_somebody_who_is_only_in_one_revision_is_a_difference(bureau: House) -> None:
    from organization.models import Assignment

    period = closed(bureau, "2026-10", {})
    old = present(period.current_close)
    period = reopen_period(actor=office(bureau), period=period, reason=REASON)
    Assignment.objects.filter(staff=bureau.people["he"]).update(valid_to="2026-09-30")
    submit_period(actor=office(bureau), period=period)
    period = close_again(bureau, period, {})
    (found,) = differences(old, present(period.current_close))
    assert (found.name, found.score) == ("何静", (Decimal("50.00"), None))


def _score(period: Period, name: str) -> Decimal | None:
    return present(period.current_close).results.get(name=name).score
