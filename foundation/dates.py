"""Dates and times in writing, in the language of the reader."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language

from foundation.numbers import blank_of

WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _chinese() -> bool:
    return (get_language() or "zh-hans").startswith("zh")


def day(value: date | datetime | str | None, style: str = "full") -> str:
    """A date in the reader's language.

    Styles: ``full`` 2026年11月20日 / 20 Nov 2026, ``short`` 11-20 周五 / Fri 20 Nov, ``md`` 11-20 / 20 Nov,
    ``month`` 2026年11月 / Nov 2026. Raises ``ValueError`` on another style.
    """
    blank = blank_of(value)
    if blank is not None or isinstance(value, str) or value is None:
        return blank or ""
    local = _local(value)
    month = MONTHS_EN[local.month - 1]
    weekday = local.weekday()
    zh = _chinese()
    match style:
        case "full":
            return (
                f"{local.year}年{local.month}月{local.day}日" if zh else f"{local.day} {month} {local.year}"
            )
        case "short":
            short = f"{local:%m-%d} {WEEKDAYS_ZH[weekday]}"
            return short if zh else f"{WEEKDAYS_EN[weekday]} {local.day} {month}"
        case "md":
            return f"{local:%m-%d}" if zh else f"{local.day} {month}"
        case "month":
            return f"{local.year}年{local.month}月" if zh else f"{month} {local.year}"
    raise ValueError(f"Unknown style of a date: {style!r}")


def clock(value: datetime | str | None) -> str:
    """The time of day, local: 10:42."""
    blank = blank_of(value)
    if blank is not None or isinstance(value, str) or value is None:
        return blank or ""
    return f"{_local(value):%H:%M}"


def moment(value: datetime | str | None) -> str:
    """Date and time of day, local: 2026年11月20日 10:42 / 20 Nov 2026 10:42."""
    blank = blank_of(value)
    if blank is not None:
        return blank
    return f"{day(value)} {clock(value)}".strip()
