"""Weeks of the ISO calendar. A week belongs to the period its Thursday lies in; so a week of the turn of the year
belongs to the year of its number."""

from collections.abc import Iterator
from datetime import date, timedelta

_THURSDAY = 4


def thursday_of(week: str) -> date:
    """The Thursday of a week (``2026-W03``). ValueError when there is no such week."""
    year, _dash, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), _THURSDAY)


def week_of(day: date) -> str:
    """The week a day lies in."""
    year, number, _weekday = day.isocalendar()
    return f"{year}-W{number:02}"


def weeks_between(first: date, last: date) -> Iterator[str]:
    """The weeks whose Thursday lies between two days, both included."""
    day = first + timedelta(days=(_THURSDAY - first.isoweekday()) % 7)
    while day <= last:
        yield week_of(day)
        day += timedelta(days=7)
