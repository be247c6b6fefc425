"""Fixtures of the tests of periods and decisions: the calendar, periods in each state."""

import pytest


@pytest.fixture(autouse=True)
def _now(clock) -> None:
    """Every test here stands on Friday, 20 November 2026."""
