"""A close that is killed leaves nothing half-written, and ends once and right when it is started again.

The processes are real and so is SIGKILL. They are caught at a definite point by a lock on a table which they need next.
"""

import time
from contextlib import ExitStack

import pytest

from assessment.models import Close, Period
from organization.models import Job
from tests.cast import House
from tests.closing.processes import (
    Wait,
    assert_closed_once,
    assert_nothing_is_half_written,
    crowd,
    finish,
    half_a_minute_passes,
    hang_up_waiting,
    kill,
    locked,
    start,
    waiting,
)

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

POINTS = {
    "before it reads": "LOCK TABLE organization_assignment IN ACCESS EXCLUSIVE MODE",
    "while it reads": "LOCK TABLE assessment_entry IN ACCESS EXCLUSIVE MODE",
    "before it writes the first result": "LOCK TABLE assessment_result IN SHARE MODE",
    "after it wrote all results, before it commits": "LOCK TABLE assessment_periodstep IN SHARE MODE",
    "at the last statement before it commits": "LOCK TABLE organization_auditevent IN SHARE MODE",
}


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_definite_point_and_started_again(bureau: House, wait_until: Wait, point: str) -> None:
    period = crowd(bureau, 60)
    with locked(POINTS[point]):
        process = start(period, bureau.user("zhou"))
        wait_until(lambda: waiting() and Job.objects.filter(state=Job.State.RUNNING).exists())
        kill(process)
    wait_until(lambda: not waiting())
    assert_nothing_is_half_written(period)
    assert period.state == Period.State.SUBMITTED
    half_a_minute_passes()
    assert finish(start(period, bureau.user("zhou")))[0] == 0
    assert_closed_once(period)
    assert Close.objects.filter(state=Close.State.FAILED).count() == 1
    assert Job.objects.get().state == Job.State.DONE


def test_killed_after_the_commit_it_is_found_done(bureau: House, wait_until: Wait) -> None:
    period = crowd(bureau, 60)
    with ExitStack() as later:
        with locked("LOCK TABLE assessment_periodstep IN SHARE MODE"):
            process = start(period, bureau.user("zhou"))
            wait_until(waiting)
            later.enter_context(locked("SELECT 1 FROM organization_job FOR UPDATE"))
        wait_until(lambda: Period.objects.get(pk=period.pk).state == Period.State.CLOSED and waiting())
        kill(process)
        hang_up_waiting()
    assert Job.objects.get().state == Job.State.RUNNING
    half_a_minute_passes()
    assert finish(start(period, bureau.user("zhou")))[0] == 0
    assert_closed_once(period)
    assert Job.objects.get().state == Job.State.DONE


def test_killed_again_and_again_at_any_moment_it_ends_once_and_right(bureau: House, wait_until: Wait) -> None:
    period = crowd(bureau, 2000)
    for attempt, delay in enumerate((0.0, 0.1, 0.25, 0.4), start=1):
        process = start(period, bureau.user("zhou"))
        wait_until(lambda: sum(Job.objects.values_list("attempt", flat=True)) == attempt)  # noqa: B023
        time.sleep(delay)
        kill(process)
        wait_until(lambda: not _others())
        assert_nothing_is_half_written(period)
        if period.state == Period.State.CLOSED:
            break
        half_a_minute_passes()
    finish(start(period, bureau.user("zhou")))
    assert_closed_once(period)


def _others() -> int:
    """Connections of other processes that the database has not given up yet."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])
