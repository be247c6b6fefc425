"""Closing a period: from the facts to results that count."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from assessment.closing.computation import Computed
from assessment.closing.hold_lease import ClaimLost, Heart, claim
from assessment.closing.start_close import start_close
from assessment.closing.write_results import write
from assessment.models import Close, Period, PeriodStep, RatingTask, Result
from assessment.periods.lock_periods import lock_for_facts
from organization.models import AuditEvent, Department, Job, StaffState
from tests.cast import House
from tests.closing.conftest import Closing, Enter, submitted
from tests.narrowing import present

pytestmark = pytest.mark.django_db


def test_a_close_gives_everyone_a_result(
    bureau: House, october: Period, enter: Enter, close: Closing
) -> None:
    enter("li", "6.1a", "2")
    job = close(october, bureau.user("zhou"))
    assert (job.state, job.error) == (Job.State.DONE, "")
    assert present(job.outcome)["people"] == 8
    assert (october.state, october.claim) == (Period.State.CLOSED, None)
    results = {result.name: result for result in Result.objects.filter(close=october.current_close)}
    assert len(results) == 8
    assert results["李晓敏"].score == Decimal("49.00")
    assert results["李晓敏"].items["6"] == "-1.00"
    assert results["周敏"].score == Decimal("50.00")


def test_a_close_is_on_record_with_all_that_it_used(
    bureau: House, october: Period, enter: Enter, close: Closing
) -> None:
    enter("li", "6.2", "1.5")
    close(october, bureau.user("zhou"))
    done = present(october.current_close)
    assert (done.revision, done.state, done.people) == (1, Close.State.DONE, 8)
    assert done.scheme_hash == october.version.hash
    assert done.cutoff is not None
    assert len(done.facts_hash) == 64
    assert done.started_by == bureau.user("zhou")
    step = PeriodStep.objects.get(period=october, action="close")
    assert (step.from_state, step.to_state, step.by) == ("submitted", "closed", bureau.user("zhou"))
    assert AuditEvent.objects.filter(action="period.close", actor=bureau.user("zhou")).count() == 1


def test_a_result_keeps_name_place_and_facts_of_the_day_of_the_close(
    bureau: House, october: Period, enter: Enter, close: Closing
) -> None:
    entry = enter("li", "6.2", "1.5")
    close(october, bureau.user("zhou"))
    Department.objects.filter(pk=bureau.departments["relief"].pk).update(name="救助中心")
    result = Result.objects.get(close=october.current_close, number="0117")
    assert (result.name, result.department_name, result.category) == ("李晓敏", "社会救助科", "general")
    assert result.department_id_then == bureau.departments["relief"].pk
    assert result.facts["entries"] == [[entry.pk, "6.2", "2026-10-01", "1.50"]]


def test_texts_with_tabs_backslashes_and_line_breaks_arrive_unchanged(
    bureau: House, october: Period, enter: Enter, close: Closing
) -> None:
    strange = 'a\\b\t"c"\n\\N 党'
    enter("li", "6.2", attributes={"matter": strange})
    type(bureau.people["li"]).objects.filter(number="0117").update(name="李\\晓\t敏")
    close(october, bureau.user("zhou"))
    result = Result.objects.get(close=october.current_close, number="0117")
    assert result.name == "李\\晓\t敏"
    assert result.facts["entries"][0][-1] == {"matter": strange}


def test_reversed_entries_and_their_reversals_do_not_count(
    bureau: House, october: Period, enter: Enter, close: Closing
) -> None:
    wrong = enter("li", "6.6")
    enter("li", "6.6", reverses=wrong, reason="wrong person", effect=Decimal(5))
    close(october, bureau.user("zhou"))
    assert Result.objects.get(close=october.current_close, number="0117").score == Decimal("50.00")


def test_a_second_close_after_reopening_is_the_next_revision(
    bureau: House, october: Period, enter: Enter, close: Closing
) -> None:
    close(october, bureau.user("zhou"))
    first = present(october.current_close)
    Period.objects.filter(pk=october.pk).update(state=Period.State.SUBMITTED)
    enter("li", "6.6")
    close(october, bureau.user("zhou"))
    assert (first.revision, present(october.current_close).revision) == (1, 2)
    assert first.facts_hash != present(october.current_close).facts_hash
    assert Result.objects.get(close=first, number="0117").score == Decimal("50.00")
    assert Result.objects.get(close=october.current_close, number="0117").score == Decimal("45.00")


def test_the_same_facts_have_the_same_hash(
    bureau: House, october: Period, enter: Enter, close: Closing
) -> None:
    enter("li", "6.6")
    close(october, bureau.user("zhou"))
    first = present(october.current_close).facts_hash
    Period.objects.filter(pk=october.pk).update(state=Period.State.SUBMITTED)
    close(october, bureau.user("zhou"))
    assert present(october.current_close).facts_hash == first


def test_only_those_who_run_periods_close_them(bureau: House, october: Period) -> None:
    for name in ("wang", "li", "sun", "qian"):
        with pytest.raises(PermissionDenied):
            start_close(actor=bureau.user(name), period=october)
    assert not Job.objects.exists()


def test_an_open_period_is_not_closed_and_who_has_not_handed_in_is_named(
    bureau: House, october: Period
) -> None:
    Period.objects.filter(pk=october.pk).update(state=Period.State.OPEN)
    with pytest.raises(ValidationError) as refused:
        start_close(actor=bureau.user("zhou"), period=october)
    assert "办公室" in refused.value.messages
    assert "社会救助科" in refused.value.messages


def test_a_closed_period_is_not_closed_again_and_says_who_did(
    bureau: House, october: Period, close: Closing
) -> None:
    close(october, bureau.user("zhou"))
    with translation.override("en"), pytest.raises(ValidationError, match="closed by 周敏 .*revision 1"):
        start_close(actor=bureau.user("zhou"), period=october)


def test_a_period_that_is_being_closed_says_by_whom(bureau: House, october: Period) -> None:
    claim(period_id=october.pk, actor=bureau.user("zhou"), claims=[uuid.uuid4()])
    with translation.override("en"), pytest.raises(ValidationError, match="being closed by 周敏"):
        start_close(actor=bureau.user("zhou"), period=october)


def test_no_facts_flow_in_while_a_close_runs(bureau: House, october: Period) -> None:
    claim(period_id=october.pk, actor=bureau.user("zhou"), claims=[uuid.uuid4()])
    with translation.override("en"), pytest.raises(ValidationError, match="being closed by 周敏"):
        lock_for_facts(october.pk)


def test_no_facts_flow_into_a_closed_period(bureau: House, october: Period, close: Closing) -> None:
    close(october, bureau.user("zhou"))
    with translation.override("en"), pytest.raises(ValidationError, match="reopen the period"):
        lock_for_facts(october.pk)


def test_a_close_without_a_sign_of_life_for_half_a_minute_is_given_up(
    bureau: House, october: Period, clock: time_machine.Traveller
) -> None:
    mine = claim(period_id=october.pk, actor=bureau.user("zhou"), claims=[uuid.uuid4()])
    clock.shift(timedelta(seconds=31))
    assert lock_for_facts(october.pk).claim is None
    mine.refresh_from_db()
    assert mine.state == Close.State.FAILED
    with pytest.raises(ClaimLost):
        write(mine, Computed())


def test_a_close_that_lost_its_claim_writes_nothing(
    bureau: House, october: Period, clock: time_machine.Traveller
) -> None:
    slow = claim(period_id=october.pk, actor=bureau.user("zhou"), claims=[uuid.uuid4()])
    heart = Heart(slow)
    clock.shift(timedelta(seconds=31))
    other = claim(period_id=october.pk, actor=bureau.user("zhou"), claims=[uuid.uuid4()])
    with pytest.raises(ClaimLost):
        heart.beat()
    with pytest.raises(ClaimLost):
        write(slow, Computed())
    october.refresh_from_db()
    assert october.claim == other.pk
    assert not Result.objects.exists()


def test_a_living_close_keeps_its_claim(
    bureau: House, october: Period, clock: time_machine.Traveller
) -> None:
    mine = claim(period_id=october.pk, actor=bureau.user("zhou"), claims=[uuid.uuid4()])
    heart = Heart(mine)
    for _minute in range(4):
        clock.shift(timedelta(seconds=20))
        heart.beat()
    with pytest.raises(ValidationError):
        claim(period_id=october.pk, actor=bureau.user("zhou"), claims=[uuid.uuid4()])


def test_a_close_whose_period_was_handed_back_writes_nothing(bureau: House, october: Period) -> None:
    mine = claim(period_id=october.pk, actor=bureau.user("zhou"), claims=[uuid.uuid4()])
    Period.objects.filter(pk=october.pk).update(state=Period.State.OPEN)
    with pytest.raises(ClaimLost):
        write(mine, Computed())


def test_entries_of_people_without_a_place_stop_the_close_by_name(
    bureau: House, october: Period, enter: Enter, close: Closing
) -> None:
    enter("he", "6.6")
    bureau.people["he"].assignments.update(valid_to=date(2026, 9, 30))
    with translation.override("en"):
        job = close(october, bureau.user("zhou"))
    assert job.state == Job.State.FAILED
    assert "何静 (0134)" in job.error
    assert present(job.outcome)["problems"][0]["what"] == "entries"
    assert (october.state, october.claim) == (Period.State.SUBMITTED, None)


def test_missing_scores_stop_the_close_by_name_and_by_rater(street: House, close: Closing) -> None:
    period = submitted(street, "xu", "2026-Q3")
    for person in street.people.values():
        RatingTask.objects.create(
            period=period, staff=person, item="routine.section", rater=street.people["tang"], score=45
        )
        RatingTask.objects.create(
            period=period, staff=person, item="leaders", rater=street.people["luo"], score=80
        )
    RatingTask.objects.filter(staff=street.people["ma"], item="leaders").update(score=None)
    RatingTask.objects.filter(staff=street.people["wu"], item="routine.section").delete()
    StaffState.objects.create(staff=street.people["xu"], kind="retired", valid_from=date(2026, 7, 10))
    RatingTask.objects.filter(staff=street.people["xu"]).update(score=None)
    job = close(period, street.user("xu"))
    assert job.state == Job.State.FAILED
    problems = {
        (each["name"], each["what"], each["item"], each["rater"]) for each in present(job.outcome)["problems"]
    }
    assert problems == {("马强", "score", "leaders", "罗成"), ("吴桐", "duty", "routine", "")}
    assert "马强 (2006)" in job.error
    assert "罗成" in job.error
    assert Close.objects.get(period=period).state == Close.State.FAILED
    assert not Result.objects.exists()


def test_a_score_over_the_maximum_that_holds_now_stops_the_close(street: House, close: Closing) -> None:
    period = submitted(street, "xu", "2026-Q3")
    for person in street.people.values():
        RatingTask.objects.create(
            period=period, staff=person, item="routine.section", rater=street.people["tang"], score=90
        )
        RatingTask.objects.create(
            period=period, staff=person, item="leaders", rater=street.people["luo"], score=80
        )
    RatingTask.objects.create(
        period=period, staff=street.people["ma"], item="key.1", rater=street.people["tang"], score=40
    )
    job = close(period, street.user("xu"))
    assert [(each["what"], each["name"]) for each in present(job.outcome)["problems"]] == [("over", "马强")]


def test_a_category_that_the_scheme_does_not_know_stops_the_close(
    bureau: House, october: Period, close: Closing
) -> None:
    bureau.people["he"].assignments.update(category="middle")
    job = close(october, bureau.user("zhou"))
    assert [(each["what"], each["name"]) for each in present(job.outcome)["problems"]] == [
        ("category", "何静")
    ]


@pytest.mark.usefixtures("october", "close")
def test_a_year_waits_for_its_months(bureau: House) -> None:
    year = submitted(bureau, "zhou", "2026")
    with translation.override("en"), pytest.raises(ValidationError, match="not final yet: .*Oct 2026"):
        start_close(actor=bureau.user("zhou"), period=year)
    with pytest.raises(ValidationError):
        claim(period_id=year.pk, actor=None, claims=[uuid.uuid4()])
    year.refresh_from_db()
    assert year.claim is None


def test_a_job_that_died_after_the_close_is_done_when_it_runs_again(
    bureau: House, october: Period, close: Closing
) -> None:
    job = close(october, bureau.user("zhou"))
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.RUNNING, outcome=None, heartbeat_at=timezone.now() - timedelta(minutes=1)
    )
    from organization.jobs import run_job

    assert run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, present(job.outcome)["revision"]) == (Job.State.DONE, 1)
    assert Close.objects.filter(period=october).count() == 1


@pytest.mark.parametrize("table", [Result, Close, PeriodStep], ids=lambda model: model.__name__)
def test_what_a_close_has_written_is_never_changed(
    bureau: House, october: Period, close: Closing, table: Any
) -> None:
    close(october, bureau.user("zhou"))
    row = table.objects.latest("pk")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        table.objects.filter(pk=row.pk).update(**{"name": "x"} if table is Result else {"period": row.period})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        table.objects.filter(pk=row.pk)._raw_delete("default")
