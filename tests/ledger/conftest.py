"""Fixtures of the ledger's tests: open periods, and a short way to record."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
import time_machine

from assessment.ledger.record_entries import record
from assessment.models import Entry, Period
from assessment.periods.open_period import open_period
from tests.cast import House

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def november(clock: time_machine.Traveller, bureau: House) -> Period:
    """November 2026 of the bureau, open."""
    return open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-11")


@pytest.fixture
def quarter(clock: time_machine.Traveller, street: House) -> Period:
    """The fourth quarter of 2026 of the street office, open."""
    return open_period(actor=None, unit=street.unit, scheme=street.scheme, key="2026-Q4")


@pytest.fixture
def late(bureau: House, november: Period) -> Callable[..., Entry]:
    """Record «late or left early» for 李晓敏 through her section's admin; anything may be said differently."""
    numbers = count(1)

    def enter(**said: Any) -> Entry:
        values: dict[str, Any] = {
            "actor": bureau.user("lin"),
            "unit": bureau.unit,
            "staff": bureau.people["li"],
            "clause": "6.1a",
            "occurred_on": FRIDAY,
            "idempotency_key": f"key-{next(numbers)}",
        }
        return record(**(values | said))

    return enter


def half(times: int) -> Decimal:
    """So many halves."""
    return Decimal("0.5") * times
