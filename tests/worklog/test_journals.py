"""A week is written by the person, reviewed by the levels above, or put on record as missing or excused."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessment.models import Period
from organization.models import AuditEvent
from tests.cast import House
from worklog.models import WeeklyJournal
from worklog.providers import journals_of
from worklog.write_journals import mark_week, record_week, review_week

WEEK = "2026-W47"  # its Thursday is 19 November, yesterday


def scores(**given: str) -> dict[str, Decimal]:
    return {name: Decimal(score) for name, score in given.items()}


def written(bureau: House, week: Any = WEEK, **given: str) -> WeeklyJournal:
    return record_week(
        actor=bureau.user("li"),
        staff=bureau.people["li"],
        week=week,
        scores=scores(**given or {"routine": "48"}),
    )


@pytest.mark.usefixtures("year")
def test_a_week_is_handed_in_with_its_goals_and_ones_own_scores(bureau: House) -> None:
    journal = record_week(
        actor=bureau.user("li"),
        staff=bureau.people["li"],
        week=WEEK,
        scores=scores(routine="48", target="45.5"),
        goals={"routine": "窗口值班", "target": "核查低保对象 12 户"},
    )
    assert journal.scores == {"routine": {"self": "48"}, "target": {"self": "45.5"}}
    assert journal.goals["target"] == "核查低保对象 12 户"
    event = AuditEvent.objects.get(action="journal.record")
    assert (event.actor, event.target, event.before) == (bureau.user("li"), f"0117 {WEEK}", None)


@pytest.mark.usefixtures("year")
def test_the_highest_role_for_the_department_is_the_level_of_a_review(bureau: House) -> None:
    journal = written(bureau)
    for name, score in [("he", "46"), ("sun", "47"), ("qian", "44")]:
        journal = review_week(actor=bureau.user(name), journal=journal, scores=scores(routine=score))
    assert journal.scores == {"routine": {"self": "48", "section_chief": "46", "deputy": "47", "head": "44"}}


@pytest.mark.usefixtures("year")
def test_who_holds_no_such_role_for_the_department_reviews_nothing(bureau: House) -> None:
    journal = written(bureau)
    for name in ("zhou", "wang", "li"):
        with pytest.raises(PermissionDenied):
            review_week(actor=bureau.user(name), journal=journal, scores=scores(routine="1"))


@pytest.mark.usefixtures("year")
def test_nobody_reviews_ones_own_week(bureau: House) -> None:
    own = record_week(
        actor=bureau.user("he"), staff=bureau.people["he"], week=WEEK, scores=scores(routine="50")
    )
    with pytest.raises(PermissionDenied):
        review_week(actor=bureau.user("he"), journal=own, scores=scores(routine="50"))


@pytest.mark.usefixtures("year")
def test_nobody_writes_the_week_of_another(bureau: House) -> None:
    with pytest.raises(PermissionDenied):
        record_week(
            actor=bureau.user("zhou"), staff=bureau.people["li"], week=WEEK, scores=scores(routine="1")
        )


@pytest.mark.usefixtures("year")
def test_a_week_is_changed_until_somebody_has_reviewed_it(bureau: House) -> None:
    journal = written(bureau)
    journal = written(bureau, routine="50")
    assert journal.scores == {"routine": {"self": "50"}}
    assert WeeklyJournal.objects.count() == 1
    review_week(actor=bureau.user("he"), journal=journal, scores=scores(routine="40"))
    with pytest.raises(ValidationError) as refused:
        written(bureau, routine="49")
    assert refused.value.code == "reviewed"


@pytest.mark.parametrize("score", ["0", "50", "49.99"])
@pytest.mark.usefixtures("year")
def test_a_score_lies_from_0_to_the_maximum(bureau: House, score: str) -> None:
    assert written(bureau, routine=score).scores == {"routine": {"self": score}}


@pytest.mark.parametrize("score", ["-0.01", "50.01", "49.999"])
@pytest.mark.usefixtures("year")
def test_a_score_beyond_the_bounds_is_refused(bureau: House, score: str) -> None:
    with pytest.raises(ValidationError):
        written(bureau, routine=score)
    assert not WeeklyJournal.objects.exists()


@pytest.mark.usefixtures("year", "clock")
def test_a_week_to_come_is_refused_and_the_running_one_is_not_before_its_thursday(bureau: House) -> None:
    with pytest.raises(ValidationError):
        written(bureau, week="2026-W48")
    with pytest.raises(ValidationError):
        written(bureau, week="2026-W99")
    assert written(bureau, week="2026-W47").pk


@pytest.mark.usefixtures("year")
def test_a_review_names_only_goals_of_the_week(bureau: House) -> None:
    with pytest.raises(ValidationError, match="other"):
        review_week(actor=bureau.user("he"), journal=written(bureau), scores=scores(other="40"))


def test_the_office_puts_a_week_on_record_as_missing_or_excused_with_a_reason(
    bureau: House, year: Period
) -> None:
    office, li = bureau.user("zhou"), bureau.people["li"]
    with pytest.raises(ValidationError):
        mark_week(actor=office, staff=li, week="2026-W40", state="missing", reason=" ")
    mark_week(actor=office, staff=li, week="2026-W40", state="missing", reason="逾期未交")
    mark_week(actor=office, staff=li, week="2026-W41", state="excused", reason="公务出差")
    with pytest.raises(PermissionDenied):
        mark_week(actor=bureau.user("li"), staff=li, week="2026-W42", state="excused", reason="休假")
    assert [(each.week, each.state) for _staff, each in journals_of(year)] == [
        ("2026-W40", "missing"),
        ("2026-W41", "excused"),
    ]


@pytest.mark.usefixtures("year")
def test_a_week_that_was_handed_in_is_not_marked(bureau: House) -> None:
    written(bureau)
    with pytest.raises(ValidationError):
        mark_week(
            actor=bureau.user("zhou"), staff=bureau.people["li"], week=WEEK, state="missing", reason="逾期"
        )


def test_a_closed_period_takes_no_journal(bureau: House, year: Period) -> None:
    journal = written(bureau)
    Period.objects.filter(pk=year.pk).update(state=Period.State.CLOSED)
    with pytest.raises(ValidationError):
        written(bureau, routine="10")
    with pytest.raises(ValidationError):
        review_week(actor=bureau.user("he"), journal=journal, scores=scores(routine="40"))


@pytest.mark.usefixtures("clock")
def test_where_no_scheme_asks_for_journals_there_are_none(street: House) -> None:
    with pytest.raises(ValidationError):
        record_week(
            actor=street.user("ma"), staff=street.people["ma"], week=WEEK, scores=scores(routine="40")
        )
