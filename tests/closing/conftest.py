"""Fixtures of closing: a submitted month of the bureau, entries in it, a close run to its end."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.closing.start_close import start_close
from assessment.models import Entry, Period
from assessment.periods.open_period import open_period
from organization.models import Job, User
from tests.cast import House

Enter = Callable[..., Entry]
Closing = Callable[[Period, User], Job]


def submitted(house: House, office: str, key: str) -> Period:
    """A period of a house that can be closed."""
    period = open_period(actor=house.user(office), unit=house.unit, scheme=house.scheme, key=key)
    Period.objects.filter(pk=period.pk).update(state=Period.State.SUBMITTED)
    period.refresh_from_db()
    return period


@pytest.fixture
def october(bureau: House) -> Period:
    """October 2026 of the bureau, submitted."""
    return submitted(bureau, "zhou", "2026-10")


@pytest.fixture
def enter(bureau: House, october: Period) -> Enter:
    """``enter("li", "6.1a", "2")``: an entry of October as the ledger stores it."""

    def add(who: str, clause: str, count: str = "1", **more: Any) -> Entry:
        person = bureau.people[who]
        values = {
            "unit": bureau.unit,
            "period": october,
            "staff": person,
            "department": person.assignments.get().department,
            "clause": clause,
            "occurred_on": october.starts_on,
            "count": Decimal(count),
            "effect": Decimal(-1),
            "entered_by": bureau.user("wang"),
            "idempotency_key": f"entry {Entry.objects.count()}",
        }
        return Entry.objects.create(**values | more)

    return add


@pytest.fixture
def close(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Closing:
    """``close(period, by)``: start a close and run its job to the end; the job."""

    def run(period: Period, by: User) -> Job:
        with django_capture_on_commit_callbacks(execute=True):
            job = start_close(actor=by, period=period)
        job.refresh_from_db()
        period.refresh_from_db()
        return job

    return run
