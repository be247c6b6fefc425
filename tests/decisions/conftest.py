"""Fixtures of the tests of periods and decisions: the calendar, periods in each state."""

import pytest
import time_machine


@pytest.fixture(autouse=True)
def _now(clock: time_machine.Traveller) -> None:
    """Every test here stands on Friday, 20 November 2026."""
