"""Working days: weekends, holidays, make-up days; a year without a calendar is named."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from pytest_django import DjangoAssertNumQueries

from organization.calendar import (
    YearNotLoaded,
    add_working_days,
    is_working_day,
    loaded_years,
    working_days_between,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_day_agrees_with_the_published_calendar(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        assert is_working_day(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    "day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
)
def test_make_up_days_of_2026_fall_on_weekends_and_are_worked(day: str) -> None:
    worked = date.fromisoformat(day)
    assert worked.weekday() >= 5
    assert is_working_day(worked)


def test_five_working_days_after_a_friday_end_on_the_next_friday() -> None:
    assert add_working_days(date(2026, 11, 20), 5) == date(2026, 11, 27)


def test_the_national_holiday_is_skipped_and_its_make_up_day_counted() -> None:
    assert add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert add_working_days(date(2026, 10, 10), -3) == date(2026, 9, 30)


def test_zero_working_days_are_the_day_itself() -> None:
    assert add_working_days(date(2026, 10, 1), 0) == date(2026, 10, 1)


def test_both_ends_of_a_span_count() -> None:
    assert working_days_between(date(2026, 10, 1), date(2026, 10, 10)) == 3
    assert working_days_between(date(2026, 10, 8), date(2026, 10, 8)) == 1
    assert working_days_between(date(2026, 10, 9), date(2026, 10, 8)) == 0


def test_a_year_that_was_not_loaded_is_named_with_the_way_out() -> None:
    with pytest.raises(YearNotLoaded) as missing:
        is_working_day(date(2031, 5, 1))
    assert missing.value.year == 2031
    assert "2031" in missing.value.messages[0]
    with pytest.raises(YearNotLoaded) as missing:
        add_working_days(date(2026, 12, 28), 5)
    assert missing.value.year == 2027
    with pytest.raises(YearNotLoaded) as missing:
        working_days_between(date(2023, 12, 25), date(2024, 1, 5))
    assert missing.value.year == 2023


def test_a_count_that_ends_within_the_year_does_not_ask_for_the_next() -> None:
    assert add_working_days(date(2026, 12, 28), 3) == date(2026, 12, 31)


def test_counting_takes_few_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(1):
        add_working_days(date(2026, 3, 2), 30)


def test_three_years_come_with_the_installation() -> None:
    assert loaded_years() == [2026, 2025, 2024]
