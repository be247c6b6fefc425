"""Closes in processes of their own, and points at which they can be made to wait from outside."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import psycopg2
from django.db.models import F
from django.utils import timezone

from assessment.models import Close, Entry, Period, Result
from assessment.periods.open_period import open_period
from assessment.results.verification import verify_period
from organization.models import Assignment, Job, Role, StaffMember, User
from tests.cast import START, House, grant
from tests.services import ROOT, child_environment, database_url

Process = subprocess.Popen[str]
EACH = 4


def crowd(house: House, people: int) -> Period:
    """October 2026 of a house with many more people, each with entries of 0.5 points; submitted."""
    period = open_period(actor=house.user("zhou"), unit=house.unit, scheme=house.scheme, key="2026-10")
    office = house.departments["office"]
    many = StaffMember.objects.bulk_create(
        StaffMember(unit=house.unit, number=f"9{n:05}", name=f"人员{n}") for n in range(people)
    )
    Assignment.objects.bulk_create(
        Assignment(staff=each, department=office, category="general", valid_from=START) for each in many
    )
    Entry.objects.bulk_create(
        Entry(
            unit=house.unit,
            period=period,
            staff=each,
            department=office,
            clause="6.1a",
            occurred_on=date(2026, 10, 1 + n),
            count=Decimal(1),
            effect=Decimal("-0.5"),
            entered_by=house.user("wang"),
            idempotency_key=f"{each.pk} {n}",
        )
        for each in many
        for n in range(EACH)
    )
    grant(house, "sun", Role.ASSESSMENT_OFFICE)
    Period.objects.filter(pk=period.pk).update(state=Period.State.SUBMITTED)
    period.refresh_from_db()
    return period


def start(period: Period, by: User) -> Process:
    """Begin ``manage.py close_period`` in a process of its own."""
    command = [sys.executable, "manage.py", "close_period", str(period.pk), "--by", by.username]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=child_environment(),
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def kill(process: Process) -> None:
    """SIGKILL: no goodbye."""
    process.kill()
    process.communicate()


def finish(process: Process) -> tuple[int, str]:
    """Wait for the end: exit code and what was printed."""
    output, errors = process.communicate(timeout=300)
    return process.returncode, output + errors


@contextmanager
def locked(statement: str, *values: Any) -> Iterator[None]:
    """Hold a lock of the database from outside, so that a process waits when it comes there."""
    connection = psycopg2.connect(database_url())
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
        yield
    finally:
        connection.close()


WAITING = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def waiting() -> int:
    """How many connections wait for a lock of the test database."""
    return int(_asked(f"SELECT count(*) {WAITING}"))


def hang_up_waiting() -> None:
    """End the connections that wait: the statement of a killed process would be carried out once its lock is free."""
    _asked(f"SELECT count(pg_terminate_backend(pid)) {WAITING}")


def _asked(question: str) -> Any:
    connection = psycopg2.connect(database_url())
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]
    finally:
        connection.close()


def half_a_minute_passes() -> None:
    """Make every sign of life 31 seconds older than it is."""
    ago = timedelta(seconds=31)
    Period.objects.filter(claimed_at__isnull=False).update(claimed_at=F("claimed_at") - ago)
    Job.objects.filter(state=Job.State.RUNNING).update(heartbeat_at=timezone.now() - ago)


def assert_nothing_is_half_written(period: Period) -> None:
    """Either the period is closed with everybody's result, or there is no result at all."""
    period.refresh_from_db()
    if period.state == Period.State.CLOSED:
        assert_closed_once(period)
    else:
        assert period.state == Period.State.SUBMITTED
        assert period.current_close is None
        assert not Result.objects.exists()
        assert not Close.objects.filter(state=Close.State.DONE).exists()


def assert_closed_once(period: Period) -> None:
    """One finished close with one right result for everybody; verified against the stored facts."""
    period.refresh_from_db()
    assert (period.state, period.claim) == (Period.State.CLOSED, None)
    done = Close.objects.get(period=period, state=Close.State.DONE)
    assert (period.current_close, done.revision) == (done, 1)
    assert not Close.objects.filter(period=period, state=Close.State.RUNNING).exists()
    results = Result.objects.all()
    people = Assignment.objects.filter(staff__unit=period.unit).count()
    assert results.count() == done.people == people
    crowd_results = results.filter(number__startswith="9")
    assert set(crowd_results.values_list("score", flat=True)) == {50 - EACH * Decimal("0.5")}
    assert set(results.exclude(number__startswith="9").values_list("score", flat=True)) == {Decimal(50)}
    assert period.steps.filter(action="close").count() == 1
    assert verify_period(period) == []


Wait = Callable[..., None]
