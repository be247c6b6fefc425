"""Upholding: the differences for everyone it touches come first; what was confirmed is what is written."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from assessment.appeals.correcting import Corrections, check
from assessment.appeals.filing import appeal_entry, appeal_result
from assessment.appeals.handling import take_up
from assessment.appeals.previewing import preview
from assessment.appeals.upholding import FactsChanged, uphold, uphold_as_shown
from assessment.closing.starting import start_close
from assessment.decisions.matters import matters_to_decide
from assessment.ledger.recording import record
from assessment.models import Close, Entry, Figure, Period, PeriodStep, RatingTask, Result
from assessment.periods.differences import differences
from assessment.periods.handing_in import submit_period
from assessment.periods.opening import open_period
from assessment.periods.publishing import finalise_period, publish_period
from assessment.periods.reopening import rolled_up_in
from assessment.periods.verification import verify_period
from assessment.results.selectors import results_of
from organization.models import Assignment, StaffState
from tests.appeals.stages import quarter_entry
from tests.appeals.test_filing import at
from tests.append_only import set_aside
from tests.periods.houses import closed, months, office, result

ANSWER = "经核实，扣分事项不成立，予以更正。"


@pytest.fixture
def against_tie(street, tied):
    """陈立新 appeals against the decision that left the seat empty; 唐志远 has taken it up."""
    own = appeal_result(
        actor=street.user("chen"), result=result(tied, street, "chen"), grounds="同分未予评定"
    )
    return take_up(actor=street.user("tang"), appeal=own)


@pytest.fixture
def without_tie(street, tied):
    """A corrected score that breaks the tie."""
    task = RatingTask.objects.get(period=tied, staff=street.people["chen"], item="routine.section")
    return Corrections(scores=((task.pk, Decimal("88")),))


def finish(close: Close, moment: datetime) -> None:
    """Say when a close that a test made by hand was finished."""
    with transaction.atomic(), set_aside(connection):
        Close.objects.filter(pk=close.pk).update(finished_at=moment)


def quiet(_count: int) -> None:
    """No progress is shown in a test."""


def grades(period: Period) -> dict[str, str | None]:
    """Everyone's final grade in the close that counts."""
    return {row.name: row.final_grade for row in results_of(period.current_close)}


def test_a_freed_seat_moves_another_and_the_preview_says_so(against_grade, without_entry):
    told = preview(against_grade, without_entry, quiet)
    found = {row["name"]: row for row in told["changes"]}
    assert found["陈立新"]["grade"] == ["good", "excellent"]
    assert found["马强"]["grade"] == ["excellent", "good"]
    assert found["陈立新"]["score"] != found["陈立新"]["score"][::-1]
    assert found["陈立新"]["bonus"] == ["1800.00", "2100.00"]
    assert "quota_drop" in found["马强"]["flags"][1]
    assert told["people"] == 10


def test_a_preview_stores_nothing(quarter, against_grade, without_entry):
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


def test_what_was_shown_is_what_the_new_revision_says(street, quarter, against_grade, without_entry):
    told = preview(against_grade, without_entry, quiet)
    old = quarter.current_close
    done = uphold(
        actor=street.user("tang"),
        appeal=against_grade,
        corrections=without_entry,
        answer=ANSWER,
        shown=told["fingerprint"],
    )
    quarter.refresh_from_db()
    assert (done.state, done.recomputed_as, quarter.current_close.revision) == (
        "upheld",
        quarter.current_close,
        2,
    )
    new = {each.number: each for each in differences(old, quarter.current_close)}
    assert sorted(new) == sorted(row["number"] for row in told["changes"])
    for row in told["changes"]:
        each = new[row["number"]]
        assert [str(each.score[0]), str(each.score[1])] == row["score"]
        assert list(each.grade) == row["grade"]
        assert [list(flags) for flags in each.flags] == row["flags"]
    assert grades(quarter)["陈立新"] == "excellent"


def test_the_period_waits_for_review_and_publication_as_any_other(
    street, quarter, against_grade, without_entry, shown
):
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
    street, quarter, against_grade, without_entry, shown
):
    old = quarter.current_close
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
    street, quarter, against_grade, without_entry, shown
):
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
    assert told is not None and told["fingerprint"] != seen
    (other,) = [row for row in told["changes"] if row["name"] == "吴桐"]
    assert other["elsewhere"]  # not because of the appeal
    assert not any(row["elsewhere"] for row in told["changes"] if row["name"] in ("陈立新", "马强"))


def test_the_same_work_begun_twice_upholds_once(street, quarter, against_grade, without_entry, shown):
    seen = shown(against_grade, without_entry)
    words = {"actor": street.user("tang"), "appeal": against_grade, "corrections": without_entry}
    for _time in range(2):
        assert uphold_as_shown(**words, answer=ANSWER, shown=seen, tick=quiet, origin="job") is None
    assert Close.objects.filter(period=quarter, revision__isnull=False).count() == 2


def test_a_filed_period_is_recomputed_too(bureau, month, clock, shown):
    clock.move_to(at(date(2026, 12, 1)))
    finalise_period(actor=office(bureau), period=month)
    late = Entry.objects.get(period=month, clause="6.1a")
    appeal = appeal_entry(actor=bureau.user("li"), entry=late, grounds="当日外出办事")
    take_up(actor=bureau.user("qian"), appeal=appeal)
    chosen = Corrections(entries=(late.pk,))
    before = result(month, bureau, "li").score
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


def test_in_an_open_period_the_entry_is_reversed_and_nothing_is_closed(bureau, clock, shown):
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


def test_a_period_closed_meanwhile_is_not_corrected_as_if_it_were_open(
    bureau, clock, shown, django_capture_on_commit_callbacks
):
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


def test_a_corrected_figure_is_written_with_who_and_why(street, quarter, against_grade, shown):
    chosen = Corrections(figures=(("late", Decimal(2)),))
    before = result(quarter, street, "chen").items["attendance"]
    uphold(
        actor=street.user("tang"),
        appeal=against_grade,
        corrections=chosen,
        answer=ANSWER,
        shown=shown(against_grade, chosen),
    )
    quarter.refresh_from_db()
    figure = Figure.objects.get(period=quarter, staff=street.people["chen"], name="late")
    assert (figure.value, figure.entered_by) == (Decimal(2), street.user("tang"))
    assert figure.history.first().history_user == street.user("tang")
    assert Decimal(before) - Decimal(result(quarter, street, "chen").items["attendance"]) == 2


def test_a_corrected_score_counts_in_the_new_revision(street, quarter, against_grade, shown):
    task = RatingTask.objects.get(period=quarter, staff=street.people["chen"], item="routine.section")
    chosen = Corrections(scores=((task.pk, Decimal("88.5")),))
    uphold(
        actor=street.user("tang"),
        appeal=against_grade,
        corrections=chosen,
        answer=ANSWER,
        shown=shown(against_grade, chosen),
    )
    quarter.refresh_from_db()
    task.refresh_from_db()
    assert (task.score, task.given_by) == (Decimal("88.50"), street.user("tang"))
    assert Decimal(result(quarter, street, "chen").items["routine"]) == Decimal("88.50")


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (Corrections(), "更正"),
        (Corrections(entries=(999999,)), "冲销"),
        (Corrections(figures=(("nonsense", Decimal(1)),)), "nonsense"),
        (Corrections(figures=(("late", Decimal("0.5")),)), "整数"),
        (Corrections(scores=((999999, Decimal(1)),)), "评分"),
    ],
)
def test_corrections_that_do_not_fit_are_refused(street, against_grade, chosen, words):
    with pytest.raises(ValidationError, match=words):
        check(street.user("tang"), against_grade, chosen)


@pytest.mark.parametrize(("score", "fits"), [("90", True), ("90.01", False), ("-0.01", False), ("0", True)])
def test_a_corrected_score_keeps_its_bounds(street, quarter, against_grade, score, fits):
    task = RatingTask.objects.get(period=quarter, staff=street.people["chen"], item="routine.section")
    chosen = Corrections(scores=((task.pk, Decimal(score)),))
    if fits:
        check(street.user("tang"), against_grade, chosen)
    else:
        with pytest.raises(ValidationError):
            check(street.user("tang"), against_grade, chosen)


def test_who_gave_a_score_does_not_correct_it(street, quarter, against_grade):
    task = RatingTask.objects.get(period=quarter, staff=street.people["luo"], item="leaders")
    own = appeal_result(actor=street.user("luo"), result=result(quarter, street, "luo"), grounds="有误")
    take_up(actor=street.user("tang"), appeal=own)
    with pytest.raises(ValidationError, match="由您本人"):
        check(street.user("tang"), own, Corrections(scores=((task.pk, Decimal(90)),)))


def test_an_upheld_appeal_against_an_entry_takes_that_entry_back(bureau, accepted, month):
    other = Entry.objects.filter(period=month, clause="1.1").first()
    with pytest.raises(ValidationError, match="须冲销"):
        check(bureau.user("qian"), accepted, Corrections(entries=(other.pk,)))


def test_decisions_of_the_old_revision_are_named_with_what_becomes_of_them(street, against_tie, without_tie):
    told = preview(against_tie, Corrections(anew=True), quiet)
    first = told["decisions"][0]
    assert (first["by"], first["becomes"]) == ("罗成", "again")
    assert told["matters"][0]["people"] == ["陈立新", "马强"] or told["matters"][0]["people"] == [
        "马强",
        "陈立新",
    ]
    told = preview(against_tie, without_tie, quiet)
    assert told["decisions"][0]["becomes"] == "gone"  # nobody is equal to anybody any more


def test_a_decision_revoked_meanwhile_makes_other_differences(street, tied, against_tie, without_tie, shown):
    seen = shown(against_tie, without_tie)
    decision = tied.current_close.decisions.first()
    type(decision).objects.filter(pk=decision.pk).update(
        revoked_by=street.user("luo"), revoked_at=tied.opened_at
    )
    assert shown(against_tie, without_tie) != seen


def test_grades_are_decided_anew_without_any_correction(street, tied, against_tie):
    chosen = Corrections(anew=True)
    told = preview(against_tie, chosen, quiet)
    assert told["about"]
    uphold(
        actor=street.user("tang"),
        appeal=against_tie,
        corrections=chosen,
        answer=ANSWER,
        shown=told["fingerprint"],
    )
    tied.refresh_from_db()
    assert tied.state == "closed"
    open_to = {row.staff_id for matter in matters_to_decide(tied.current_close) for row in matter.people}
    assert street.people["chen"].pk in open_to


def test_nothing_is_decided_anew_where_no_matter_is_about_the_person(street, quarter, against_grade):
    with pytest.raises(ValidationError, match="没有涉及该人员的事项"):
        preview(against_grade, Corrections(anew=True), quiet)


def test_a_year_that_was_computed_from_the_month_is_named_and_not_changed(
    bureau, month, accepted, late, shown, login
):
    year = closed(bureau, "2026", {}, months("50"))
    finish(year.current_close, at(date(2026, 11, 19)))
    results = list(year.current_close.results.values_list("number", "score"))
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
    assert list(year.current_close.results.values_list("number", "score")) == results
    assert accepted.steps.last().data["longer"] == [year.pk]
    board = f"/u/minzheng/periods/{year.pk}/"
    assert "2026年10月在本期结算之后已重新结算" in login(office(bureau)).get(board).content.decode()
    appeal = f"/u/minzheng/appeals/{accepted.pk}/"
    assert "2026年度" in login(bureau.user("qian")).get(appeal).content.decode()


def test_what_is_missing_keeps_the_period_as_it_is(street, quarter, against_grade, without_entry, shown):
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
    street, quarter, against_grade, without_entry, shown
):
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
    assert quarter.current_close.revision == 3


def test_after_the_review_the_new_revision_is_published_with_new_time(
    bureau, month, accepted, late, shown, clock
):
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
