"""Closing a period: from the facts to results that count."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from assessment.closing.starting import start_close
from assessment.models import Close, Entry, Period, PeriodStep, Result
from assessment.periods.opening import open_period
from organization.models import Job
from tests.cast import House

pytestmark = pytest.mark.django_db


def enter(house: House, period: Period, who: str, clause: str, count: str = "1", **more) -> Entry:
    """An entry as the ledger stores it."""
    person = house.people[who]
    return Entry.objects.create(
        unit=house.unit,
        period=period,
        staff=person,
        department=person.assignments.get().department,
        clause=clause,
        occurred_on=period.starts_on,
        count=Decimal(count),
        effect=Decimal("-1"),
        entered_by=house.user(next(iter(house.people))),
        idempotency_key=f"{who} {clause} {Entry.objects.count()}",
        **more,
    )


@pytest.fixture
def october(bureau) -> Period:
    period = open_period(actor=bureau.user("zhou"), unit=bureau.unit, scheme=bureau.scheme, key="2026-10")
    Period.objects.filter(pk=period.pk).update(state=Period.State.SUBMITTED)
    period.refresh_from_db()
    return period


@pytest.fixture
def closed(bureau, october, django_capture_on_commit_callbacks):
    """Close a period with the job run to its end; the job."""

    def close(period: Period = october, who: str = "zhou") -> Job:
        with django_capture_on_commit_callbacks(execute=True):
            job = start_close(actor=bureau.user(who), period=period)
        job.refresh_from_db()
        period.refresh_from_db()
        return job

    return close


def test_a_close_gives_everyone_a_result(bureau, october, closed):
    enter(bureau, october, "li", "6.1a", "2")
    job = closed()
    assert (job.state, job.error) == (Job.State.DONE, "")
    assert october.state == Period.State.CLOSED
    assert october.current_close.revision == 1
    assert october.claim is None
    results = {result.name: result for result in Result.objects.filter(close=october.current_close)}
    assert len(results) == 8
    assert results["李晓敏"].score == Decimal("49.00")
    assert results["李晓敏"].items["6"] == "-1.00"
    assert results["周敏"].score == Decimal("50.00")


@pytest.mark.parametrize("table", [Result, Close, PeriodStep], ids=lambda model: model.__name__)
def test_what_a_close_has_written_is_never_changed(closed, table):
    closed()
    row = table.objects.latest("pk")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        table.objects.filter(pk=row.pk).update(**{"name": "x"} if table is Result else {"period": row.period})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        table.objects.filter(pk=row.pk)._raw_delete("default")
