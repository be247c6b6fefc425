"""Two closes of one period at the same time, in processes of their own; facts that are written meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Event

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction

from assessment.models import Entry, Period, Result
from assessment.periods.lock_periods import lock_for_facts
from tests.cast import House
from tests.closing.processes import Wait, assert_closed_once, crowd, finish, locked, start, waiting
from tests.narrowing import present

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_two_closes_at_once_one_closes_and_the_other_is_told_by_whom(
    bureau: House, wait_until: Wait
) -> None:
    period = crowd(bureau, 300)
    with locked("SELECT 1 FROM assessment_period WHERE id = %s FOR UPDATE", period.pk):
        rivals = {name: start(period, bureau.user(name)) for name in ("zhou", "sun")}
        wait_until(lambda: waiting() == 2)
    ends = {name: finish(process) for name, process in rivals.items()}
    assert sorted(code for code, _output in ends.values()) == [0, 1]
    assert_closed_once(period)
    winner = present(period.current_close).started_by
    [told] = [output for code, output in ends.values() if code == 1]
    assert str(winner) in told
    assert "Traceback" not in told


def test_who_comes_while_a_close_runs_is_told_by_whom(bureau: House, wait_until: Wait) -> None:
    period = crowd(bureau, 60)
    with locked("LOCK TABLE assessment_entry IN ACCESS EXCLUSIVE MODE"):
        first = start(period, bureau.user("zhou"))
        wait_until(waiting)
        code, told = finish(start(period, bureau.user("sun")))
        assert code == 1
        assert "周敏" in told
    assert finish(first)[0] == 0
    assert_closed_once(period)


def test_a_close_waits_for_an_entry_that_is_being_recorded_and_counts_it(
    bureau: House, wait_until: Wait
) -> None:
    period, person = crowd(bureau, 60), bureau.people["li"]
    inside, go = Event(), Event()

    def record() -> None:
        with transaction.atomic():
            lock_for_facts(period.pk)
            inside.set()
            assert go.wait(180)
            Entry.objects.create(
                unit=bureau.unit,
                period=period,
                staff=person,
                department=bureau.departments["relief"],
                clause="6.6",
                occurred_on=period.starts_on,
                count=1,
                effect=-5,
                entered_by=bureau.user("wang"),
                idempotency_key="in the last moment",
            )
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(record)
        assert inside.wait(180)
        process = start(period, bureau.user("zhou"))
        wait_until(waiting)
        assert Period.objects.get(pk=period.pk).claim is None
        go.set()
        writer.result()
    assert finish(process)[0] == 0
    assert Result.objects.get(number=person.number).score == Decimal(45)


def test_an_entry_that_comes_while_a_close_runs_is_refused_and_may_try_again(
    bureau: House, wait_until: Wait
) -> None:
    period = crowd(bureau, 60)
    with locked("LOCK TABLE organization_assignment IN ACCESS EXCLUSIVE MODE"):
        process = start(period, bureau.user("zhou"))
        wait_until(waiting)
        with transaction.atomic(), pytest.raises(ValidationError, match="周敏"):
            lock_for_facts(period.pk)
    assert finish(process)[0] == 0
    with transaction.atomic(), pytest.raises(ValidationError):
        lock_for_facts(period.pk)
