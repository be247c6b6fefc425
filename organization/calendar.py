"""Working days: the civil calendar with its holidays and make-up days (调休).

Every question is answered from the table; a year that was never loaded is an error that says so, never a guess.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organization.models import CalendarDay

FIRST_LOOK = 60  # days read at once when counting forward


class YearNotLoaded(ValidationError):
    """Working days of a year are needed that nobody has loaded. ``year`` is that year."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(
            _(
                "The working-day calendar of %(year)s has not been loaded. Upload it on the page “Working-day "
                "calendar”: holidays and make-up days as the State Council announces them each autumn."
            )
            % {"year": year},
            code="year_not_loaded",
        )


def is_working_day(day: date) -> bool:
    """Whether a day is worked. YearNotLoaded if its year is not in the table."""
    found = CalendarDay.objects.filter(day=day).values_list("is_working", flat=True).first()
    if found is None:
        raise YearNotLoaded(day.year)
    return found


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day`` (before it when negative); ``day`` itself is not counted.

    Zero gives ``day`` unchanged, worked or not. YearNotLoaded when the count runs into a year without a calendar.
    """
    if count == 0:
        return day
    step = 1 if count > 0 else -1
    left, at = abs(count), day
    while left:
        span = max(FIRST_LOOK, left * 2)
        ahead = [at + timedelta(days=step * number) for number in range(1, span + 1)]
        known = _known(min(ahead), max(ahead))
        for at in ahead:
            if at not in known:
                raise YearNotLoaded(at.year)
            left -= known[at]
            if not left:
                break
    return at


def working_days_between(first: date, last: date) -> int:
    """Working days from ``first`` to ``last``, both included; 0 when ``last`` is earlier."""
    return sum(1 for day in working_days(first, last))


def working_days(first: date, last: date) -> list[date]:
    """The working days from ``first`` to ``last``, both included, in order."""
    if last < first:
        return []
    known = _known(first, last)
    _all_known(known, first, last)
    return sorted(day for day, is_working in known.items() if is_working)


def loaded_years() -> list[int]:
    """The years with a calendar, the latest first."""
    years: Iterable[date] = CalendarDay.objects.dates("day", "year", order="DESC")
    return [day.year for day in years]


def _known(first: date, last: date) -> dict[date, bool]:
    found = CalendarDay.objects.filter(day__range=(first, last))
    return dict(found.values_list("day", "is_working"))


def _all_known(known: dict[date, bool], first: date, last: date) -> None:
    if len(known) == (last - first).days + 1:
        return
    day = first
    while day in known:
        day += timedelta(days=1)
    raise YearNotLoaded(day.year)
