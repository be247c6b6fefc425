"""Fixtures of the board: a month of the bureau and a quarter of the street, both open on 20 November 2026."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import time_machine

from assessment.ledger.record_entries import record
from assessment.models import Entry, Period
from assessment.periods.open_period import open_period
from organization.models import StaffMember
from tests.cast import House
from tests.periods.houses import office


@pytest.fixture(autouse=True)
def _now(clock: time_machine.Traveller) -> None:
    """Every test here stands on Friday, 20 November 2026."""


@pytest.fixture
def november(bureau: House) -> Period:
    """November 2026 of the bureau, open and empty."""
    return open_period(actor=office(bureau), unit=bureau.unit, scheme=bureau.scheme, key="2026-11")


@pytest.fixture
def quarter(street: House) -> Period:
    """The street's fourth quarter, open and empty."""
    return open_period(actor=office(street), unit=street.unit, scheme=street.scheme, key="2026-Q4")


@pytest.fixture
def enter(bureau: House) -> Callable[..., Entry]:
    """``enter("li", "6.1a", count=2)``: the office records an entry of the bureau."""
    made = []

    def run(who: str | StaffMember, clause: str, *, day: date = date(2026, 11, 12), count: int = 1) -> Entry:
        made.append(clause)
        return record(
            actor=office(bureau),
            unit=bureau.unit,
            staff=bureau.people[who] if isinstance(who, str) else who,
            clause=clause,
            occurred_on=day,
            count=Decimal(count),
            idempotency_key=f"entry-{len(made)}",
        )

    return run
