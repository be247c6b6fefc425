"""Periods of assessment: a month, a quarter or a year, named by their key."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, Self

Cadence = Literal["month", "quarter", "year"]

_KEY = re.compile(r"(?!0000)([0-9]{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMERALS = "一二三四"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, order=False)
class PeriodKey:
    """One calendar period. ``key`` is ``2026-04``, ``2026-Q1`` or ``2026``."""

    key: str
    cadence: Cadence
    first_day: date
    last_day: date

    @classmethod
    def parse(cls, key: str) -> "PeriodKey":
        """Read a period's key; ValueError when there is no such period."""
        return _parse(key)

    @classmethod
    def of(cls, cadence: Cadence, day: date) -> "PeriodKey":
        """The period of this cadence that contains the day."""
        if cadence == "month":
            return _parse(f"{day.year:04}-{day.month:02}")
        if cadence == "quarter":
            return _parse(f"{day.year:04}-Q{(day.month + 2) // 3}")
        return _parse(f"{day.year:04}")

    @property
    def year(self) -> int:
        return self.first_day.year

    def contains(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def encloses(self, other: Self) -> bool:
        """Whether the other period lies wholly inside this one."""
        return self.first_day <= other.first_day and other.last_day <= self.last_day

    def next(self) -> "PeriodKey":
        return PeriodKey.of(self.cadence, self.last_day + timedelta(days=1))

    def previous(self) -> "PeriodKey":
        return PeriodKey.of(self.cadence, self.first_day - timedelta(days=1))

    def parts(self, cadence: Cadence = "month") -> tuple["PeriodKey", ...]:
        """The shorter periods this one consists of, in order; a month has none."""
        if cadence == self.cadence or self.cadence == "month" or cadence == "year":
            return ()
        step = 1 if cadence == "month" else 3
        months = range(self.first_day.month, self.last_day.month + 1, step)
        return tuple(PeriodKey.of(cadence, date(self.year, month, 1)) for month in months)

    def title(self, language: str) -> str:
        """The period in words: 2026年4月, 2026年第三季度, 2026年度; Apr 2026, Q3 2026, Year 2026."""
        chinese, month = language.startswith("zh"), self.first_day.month
        if self.cadence == "month":
            return f"{self.year}年{month}月" if chinese else f"{_MONTHS[month - 1]} {self.year}"
        if self.cadence == "quarter":
            quarter = month // 3
            return f"{self.year}年第{_NUMERALS[quarter]}季度" if chinese else f"Q{quarter + 1} {self.year}"
        return f"{self.year}年度" if chinese else f"Year {self.year}"

    def __str__(self) -> str:
        return self.key


@lru_cache(maxsize=4096)
def _parse(key: str) -> PeriodKey:
    found = _KEY.fullmatch(key) if isinstance(key, str) else None
    if found is None:
        raise ValueError(f"{key!r} is not a period; write 2026-04, 2026-Q1 or 2026")
    year, quarter, month = int(found[1]), found[2], found[3]
    if month:
        return _between(key, "month", year, int(month), int(month))
    if quarter:
        last = int(quarter) * 3
        return _between(key, "quarter", year, last - 2, last)
    return _between(key, "year", year, 1, 12)


def _between(key: str, cadence: Cadence, year: int, first: int, last: int) -> PeriodKey:
    return PeriodKey(key, cadence, date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def read_date(value: object) -> date | None:
    """Return the day a text ``2026-04-30`` names, or None when there is no such day."""
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
