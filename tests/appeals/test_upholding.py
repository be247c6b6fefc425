"""Upholding: the differences for everyone it touches come first; what was confirmed is what is written."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.appeals.correct_facts import Corrections
from assessment.appeals.file_appeal import appeal_entry, appeal_result
from assessment.appeals.handle_appeal import take_up
from assessment.appeals.preview import preview
from assessment.appeals.uphold_appeal import FactsChanged, uphold, uphold_as_shown
from assessment.closing.reopen_period import rolled_up_in
from assessment.closing.start_close import start_close
from assessment.ledger.record_entries import record
from assessment.models import Appeal, Close, Entry, Period, PeriodStep, Result
from assessment.office.periods.publish_period import finalise_period, publish_period
from assessment.periods.hand_in import submit_period
from assessment.periods.open_period import open_period
from assessment.results.differences import differences
from assessment.results.selectors import results_of
from assessment.results.verification import verify_period
from organization.models import Assignment, StaffState, User
from tests.appeals.conftest import Shown
from tests.appeals.stages import ANSWER, quarter_entry, quiet
from tests.appeals.test_filing import at
from tests.append_only import set_aside
from tests.cast import House
from tests.narrowing import present
from tests.periods.houses import closed, months, office, result


def finish(close: Close, moment: datetime) -> None:
    """Say when a close that a test made by hand was finished."""
    with transaction.atomic(), set_aside(connection):
        Close.objects.filter(pk=close.pk).update(finished_at=moment)


def grades(period: Period) -> dict[str, str | None]:
    """Everyone's final grade in the close that counts."""
    return {row.name: row.final_grade for row in results_of(present(period.current_close))}


def test_a_freed_seat_moves_another_and_the_preview_says_so(
    against_grade: Appeal, without_entry: Corrections
) -> None:
    told = preview(against_grade, without_entry, quiet)
    found = {row["name"]: row for row in told["changes"]}
    assert found["陈立新"]["grade"] == ["good", "excellent"]
    assert found["马强"]["grade"] == ["excellent", "good"]
    assert found["陈立新"]["score"] != found["陈立新"]["score"][::-1]
    assert found["陈立新"]["bonus"] == ["1800.00", "2100.00"]
    assert "quota_drop" in found["马强"]["flags"][1]
    assert told["people"] == 10


def test_a_preview_stores_nothing(quarter: Period, against_grade: Appeal, without_entry: Corrections) -> None:
    before = (
        Close.objects.count(),
        Result.objects.count(),
        Entry.objects.count(),
        PeriodStep.objects.count(),
    )
    preview(against_grade, without_entry, quiet)
    after = (Close.objects.count(), Result.objects.count(), Entry.objects.count(), PeriodStep.objects.count())
    quarter.refresh_from_db()
    assert before == after
    assert quarter.state == "published"


def test_what_was_shown_is_what_the_new_revision_says(
    street: House, quarter: Period, against_grade: Appeal, without_entry: Corrections
) -> None:
    told = preview(against_grade, without_entry, quiet)
    old = present(quarter.current_close)
    done = uphold(
        actor=street.user("tang"),
        appeal=against_grade,
        corrections=without_entry,
        answer=ANSWER,
        shown=told["fingerprint"],
    )
    quarter.refresh_from_db()
    assert (done.state, done.recomputed_as, present(quarter.current_close).revision) == (
        "upheld",
        quarter.current_close,
        2,
    )
    new = {each.number: each for each in differences(old, present(quarter.current_close))}
    assert sorted(new) == sorted(row["number"] for row in told["changes"])
    for row in told["changes"]:
        each = new[row["number"]]
        assert [str(each.score[0]), str(each.score[1])] == row["score"]
        assert list(each.grade) == row["grade"]
        assert [list(flags) for flags in each.flags] == row["flags"]
    assert grades(quarter)["陈立新"] == "excellent"


def test_the_period_waits_for_review_and_publication_as_any_other(
    street: House, quarter: Period, against_grade: Appeal, without_entry: Corrections, shown: Shown
) -> None:
    uphold(
        actor=street.user("tang"),
        appeal=against_grade,
        corrections=without_entry,
        answer=ANSWER,
        shown=shown(against_grade, without_entry),
    )
    quarter.refresh_from_db()
    assert quarter.state == "closed"
    assert (quarter.published_on, quarter.publication_ends_on) == (None, None)
    steps = list(quarter.steps.values_list("action", "reason"))[-3:]
    assert [action for action, _reason in steps] == ["reopen", "submit", "close"]
    assert "陈立新" not in steps[0][1]  # the history does not say who appealed


def test_the_entry_is_reversed_and_the_old_revision_stays(
    street: House, quarter: Period, against_grade: Appeal, without_entry: Corrections, shown: Shown
) -> None:
    old = present(quarter.current_close)
    before = list(old.results.order_by("number").values_list("number", "score", "grade"))
    entry = quarter_entry(quarter)
    uphold(
        actor=street.user("tang"),
        appeal=against_grade,
        corrections=without_entry,
        answer=ANSWER,
        shown=shown(against_grade, without_entry),
    )
    reversal = Entry.objects.get(reverses=entry)
    assert (reversal.entered_by, reversal.effect) == (street.user("tang"), -entry.effect)
    assert list(old.results.order_by("number").values_list("number", "score", "grade")) == before
    assert verify_period(Period.objects.get(pk=quarter.pk)) == []


def test_facts_that_changed_meanwhile_show_the_new_differences_instead(
    street: House, quarter: Period, against_grade: Appeal, without_entry: Corrections, shown: Shown
) -> None:
    seen = shown(against_grade, without_entry)
    StaffState.objects.create(
        staff=street.people["wu"], kind="investigation", valid_from=date(2026, 9, 1), document="立案"
    )
    with pytest.raises(FactsChanged):
        uphold(
            actor=street.user("tang"),
            appeal=against_grade,
            corrections=without_entry,
            answer=ANSWER,
            shown=seen,
        )
    quarter.refresh_from_db()
    against_grade.refresh_from_db()
    assert (quarter.state, against_grade.state) == ("published", "accepted")
    assert not Entry.objects.filter(reverses__isnull=False).exists()
    told = uphold_as_shown(
        actor=street.user("tang"),
        appeal=against_grade,
        corrections=without_entry,
        answer=ANSWER,
        shown=seen,
        tick=quiet,
        origin="job",
    )
    assert told is not None
    assert told["fingerprint"] != seen
    (other,) = [row for row in told["changes"] if row["name"] == "吴桐"]
    assert other["elsewhere"]  # not because of the appeal
    assert not any(row["elsewhere"] for row in told["changes"] if row["name"] in ("陈立新", "马强"))


def test_the_same_work_begun_twice_upholds_once(
    street: House, quarter: Period, against_grade: Appeal, without_entry: Corrections, shown: Shown
) -> None:
    seen = shown(against_grade, without_entry)
    words: dict[str, Any] = {
        "actor": street.user("tang"),
        "appeal": against_grade,
        "corrections": without_entry,
    }
    for _time in range(2):
        assert uphold_as_shown(**words, answer=ANSWER, shown=seen, tick=quiet, origin="job") is None
    assert Close.objects.filter(period=quarter, revision__isnull=False).count() == 2


def test_a_filed_period_is_recomputed_too(
    bureau: House, month: Period, clock: time_machine.Traveller, shown: Shown
) -> None:
    clock.move_to(at(date(2026, 12, 1)))
    finalise_period(actor=office(bureau), period=month)
    late = Entry.objects.get(period=month, clause="6.1a")
    appeal = appeal_entry(actor=bureau.user("li"), entry=late, grounds="当日外出办事")
    take_up(actor=bureau.user("qian"), appeal=appeal)
    chosen = Corrections(entries=(late.pk,))
    before = present(result(month, bureau, "li").score)
    uphold(
        actor=bureau.user("qian"),
        appeal=appeal,
        corrections=chosen,
        answer=ANSWER,
        shown=shown(appeal, chosen),
    )
    month.refresh_from_db()
    assert (month.state, month.final_on) == ("closed", None)
    assert result(month, bureau, "li").score == before - late.effect


@pytest.mark.usefixtures("clock", "shown")
def test_in_an_open_period_the_entry_is_reversed_and_nothing_is_closed(bureau: House) -> None:
    period = open_period(actor=office(bureau), unit=bureau.unit, scheme=bureau.scheme, key="2026-11")
    entry = record(
        actor=bureau.user("lin"),
        unit=bureau.unit,
        staff=bureau.people["li"],
        clause="1.1",
        occurred_on=date(2026, 11, 2),
        idempotency_key="november",
    )
    appeal = appeal_entry(actor=bureau.user("li"), entry=entry, grounds="与事实不符")
    take_up(actor=bureau.user("qian"), appeal=appeal)
    chosen = Corrections(entries=(entry.pk,))
    told = preview(appeal, chosen, quiet)
    (row,) = told["changes"]
    assert Decimal(row["score"][1]) - Decimal(row["score"][0]) == -entry.effect
    done = uphold(
        actor=bureau.user("qian"),
        appeal=appeal,
        corrections=chosen,
        answer=ANSWER,
        shown=told["fingerprint"],
    )
    period.refresh_from_db()
    assert (done.state, done.recomputed_as, period.state) == ("upheld", None, "open")
    assert Entry.objects.filter(reverses=entry).count() == 1


@pytest.mark.usefixtures("clock")
def test_a_period_closed_meanwhile_is_not_corrected_as_if_it_were_open(
    bureau: House, shown: Shown, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    period = open_period(actor=office(bureau), unit=bureau.unit, scheme=bureau.scheme, key="2026-11")
    entry = record(
        actor=bureau.user("lin"),
        unit=bureau.unit,
        staff=bureau.people["li"],
        clause="1.1",
        occurred_on=date(2026, 11, 2),
        idempotency_key="november",
    )
    appeal = appeal_entry(actor=bureau.user("li"), entry=entry, grounds="与事实不符")
    take_up(actor=bureau.user("qian"), appeal=appeal)
    chosen = Corrections(entries=(entry.pk,))
    seen = shown(appeal, chosen)
    with django_capture_on_commit_callbacks(execute=True):
        submit_period(actor=office(bureau), period=period, reason="集中报送")
        start_close(actor=office(bureau), period=period)
    with pytest.raises(FactsChanged):
        uphold(actor=bureau.user("qian"), appeal=appeal, corrections=chosen, answer=ANSWER, shown=seen)


@pytest.mark.usefixtures("shown")
def test_a_year_that_was_computed_from_the_month_is_named_and_not_changed(
    bureau: House, month: Period, accepted: Appeal, late: Entry, login: Callable[[User], Client]
) -> None:
    year = closed(bureau, "2026", {}, months("50"))
    finish(present(year.current_close), at(date(2026, 11, 19)))
    results = list(present(year.current_close).results.values_list("number", "score"))
    assert rolled_up_in(month) == year
    chosen = Corrections(entries=(late.pk,))
    told = preview(accepted, chosen, quiet)
    assert [each["key"] for each in told["longer"]] == ["2026"]
    uphold(
        actor=bureau.user("qian"),
        appeal=accepted,
        corrections=chosen,
        answer=ANSWER,
        shown=told["fingerprint"],
    )
    year.refresh_from_db()
    assert year.state == "closed"
    assert list(present(year.current_close).results.values_list("number", "score")) == results
    assert present(accepted.steps.last()).data["longer"] == [year.pk]
    board = f"/u/minzheng/periods/{year.pk}/"
    assert "2026年10月在本期结算之后已重新结算" in login(office(bureau)).get(board).content.decode()
    appeal = f"/u/minzheng/appeals/{accepted.pk}/"
    assert "2026年度" in login(bureau.user("qian")).get(appeal).content.decode()


def test_what_is_missing_keeps_the_period_as_it_is(
    street: House, quarter: Period, against_grade: Appeal, without_entry: Corrections, shown: Shown
) -> None:
    seen = shown(against_grade, without_entry)
    Assignment.objects.filter(staff=street.people["wu"]).update(category="unknown")
    with pytest.raises(ValidationError, match="吴桐"):
        preview(against_grade, without_entry, quiet)
    with pytest.raises(ValidationError, match="吴桐"):
        uphold(
            actor=street.user("tang"),
            appeal=against_grade,
            corrections=without_entry,
            answer=ANSWER,
            shown=seen,
        )
    quarter.refresh_from_db()
    assert (quarter.state, quarter.claim) == ("published", None)


def test_a_second_appeal_in_the_period_goes_on_after_the_first_was_upheld(
    street: House, quarter: Period, against_grade: Appeal, without_entry: Corrections, shown: Shown
) -> None:
    other = appeal_result(actor=street.user("ma"), result=result(quarter, street, "ma"), grounds="出勤有误")
    uphold(
        actor=street.user("tang"),
        appeal=against_grade,
        corrections=without_entry,
        answer=ANSWER,
        shown=shown(against_grade, without_entry),
    )
    take_up(actor=street.user("tang"), appeal=other)
    chosen = Corrections(figures=(("late", Decimal(1)),))
    uphold(
        actor=street.user("tang"),
        appeal=other,
        corrections=chosen,
        answer=ANSWER,
        shown=shown(other, chosen),
    )
    quarter.refresh_from_db()
    assert present(quarter.current_close).revision == 3


def test_after_the_review_the_new_revision_is_published_with_new_time(
    bureau: House, month: Period, accepted: Appeal, late: Entry, shown: Shown, clock: time_machine.Traveller
) -> None:
    chosen = Corrections(entries=(late.pk,))
    uphold(
        actor=bureau.user("qian"),
        appeal=accepted,
        corrections=chosen,
        answer=ANSWER,
        shown=shown(accepted, chosen),
    )
    clock.move_to(at(date(2026, 12, 22)))
    period = publish_period(actor=office(bureau), period=Period.objects.get(pk=month.pk))
    assert period.published_on == date(2026, 12, 22)
    own = result(period, bureau, "he")
    assert appeal_result(actor=bureau.user("he"), result=own, grounds="有误").is_open
