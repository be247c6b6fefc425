"""Upholding by a corrected figure or score, or by a grade that is decided anew."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from assessment.appeals.correct_facts import Corrections, check
from assessment.appeals.file_appeal import appeal_result
from assessment.appeals.handle_appeal import take_up
from assessment.appeals.preview import preview
from assessment.appeals.uphold_appeal import uphold
from assessment.decisions.pending import matters_to_decide
from assessment.models import Appeal, Entry, Figure, Period, RatingTask
from tests.appeals.conftest import Shown
from tests.appeals.stages import ANSWER, quiet
from tests.cast import House
from tests.narrowing import present
from tests.periods.houses import result


@pytest.fixture
def against_tie(street: House, tied: Period) -> Any:
    """陈立新 appeals against the decision that left the seat empty; 唐志远 has taken it up."""
    own = appeal_result(
        actor=street.user("chen"), result=result(tied, street, "chen"), grounds="同分未予评定"
    )
    return take_up(actor=street.user("tang"), appeal=own)


@pytest.fixture
def without_tie(street: House, tied: Period) -> Any:
    """A corrected score that breaks the tie."""
    task = RatingTask.objects.get(period=tied, staff=street.people["chen"], item="routine.section")
    return Corrections(scores=((task.pk, Decimal("88")),))


def test_a_corrected_figure_is_written_with_who_and_why(
    street: House, quarter: Period, against_grade: Appeal, shown: Shown
) -> None:
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


def test_a_corrected_score_counts_in_the_new_revision(
    street: House, quarter: Period, against_grade: Appeal, shown: Shown
) -> None:
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
def test_corrections_that_do_not_fit_are_refused(
    street: House, against_grade: Appeal, chosen: Any, words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        check(street.user("tang"), against_grade, chosen)


@pytest.mark.parametrize(("score", "fits"), [("90", True), ("90.01", False), ("-0.01", False), ("0", True)])
def test_a_corrected_score_keeps_its_bounds(
    street: House, quarter: Period, against_grade: Appeal, score: str, fits: bool
) -> None:
    task = RatingTask.objects.get(period=quarter, staff=street.people["chen"], item="routine.section")
    chosen = Corrections(scores=((task.pk, Decimal(score)),))
    if fits:
        check(street.user("tang"), against_grade, chosen)
    else:
        with pytest.raises(ValidationError):
            check(street.user("tang"), against_grade, chosen)


@pytest.mark.usefixtures("against_grade")
def test_who_gave_a_score_does_not_correct_it(street: House, quarter: Period) -> None:
    task = RatingTask.objects.get(period=quarter, staff=street.people["luo"], item="leaders")
    own = appeal_result(actor=street.user("luo"), result=result(quarter, street, "luo"), grounds="有误")
    take_up(actor=street.user("tang"), appeal=own)
    with pytest.raises(ValidationError, match="由您本人"):
        check(street.user("tang"), own, Corrections(scores=((task.pk, Decimal(90)),)))


def test_an_upheld_appeal_against_an_entry_takes_that_entry_back(
    bureau: House, accepted: Appeal, month: Period
) -> None:
    other = present(Entry.objects.filter(period=month, clause="1.1").first())
    with pytest.raises(ValidationError, match="须冲销"):
        check(bureau.user("qian"), accepted, Corrections(entries=(other.pk,)))


@pytest.mark.usefixtures("street")
def test_decisions_of_the_old_revision_are_named_with_what_becomes_of_them(
    against_tie: Any, without_tie: Any
) -> None:
    told = preview(against_tie, Corrections(anew=True), quiet)
    first = told["decisions"][0]
    assert (first["by"], first["becomes"]) == ("罗成", "again")
    assert told["matters"][0]["people"] == ["陈立新", "马强"] or told["matters"][0]["people"] == [
        "马强",
        "陈立新",
    ]
    told = preview(against_tie, without_tie, quiet)
    assert told["decisions"][0]["becomes"] == "gone"  # nobody is equal to anybody any more


def test_a_decision_revoked_meanwhile_makes_other_differences(
    street: House, tied: Period, against_tie: Any, without_tie: Any, shown: Shown
) -> None:
    seen = shown(against_tie, without_tie)
    decision = present(present(tied.current_close).decisions.first())
    type(decision).objects.filter(pk=decision.pk).update(
        revoked_by=street.user("luo"), revoked_at=tied.opened_at
    )
    assert shown(against_tie, without_tie) != seen


def test_grades_are_decided_anew_without_any_correction(
    street: House, tied: Period, against_tie: Any
) -> None:
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
    open_to = {
        row.staff_id for matter in matters_to_decide(present(tied.current_close)) for row in matter.people
    }
    assert street.people["chen"].pk in open_to


@pytest.mark.usefixtures("street", "quarter")
def test_nothing_is_decided_anew_where_no_matter_is_about_the_person(against_grade: Appeal) -> None:
    with pytest.raises(ValidationError, match="没有涉及该人员的事项"):
        preview(against_grade, Corrections(anew=True), quiet)
