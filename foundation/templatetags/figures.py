"""Template filters for figures and dates: exact decimals in, the office's way of writing them out.

Every filter that takes a figure accepts ``Decimal``, ``int`` or a decimal string (stored facts are strings) and refuses
``float``: a float near a score is an error of the caller, never something to round away. ``None`` prints as a dash, the
empty string (a variable the template does not have) prints as nothing.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

Figure = Decimal | int | str | None

MINUS = "\u2212"
DASH = "\u2013"
CENT = Decimal("0.01")
HUNDRED = Decimal(100)
WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def exact(value: Figure) -> Decimal:
    """The figure as an exact Decimal.

    Raises ``TypeError`` on a float, a boolean or anything else that is not a figure, ``ValueError`` on text that is no
    finite decimal number.
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise TypeError(f"A figure must be Decimal, int or decimal text, not {type(value).__name__}.")
    try:
        figure = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"Not a decimal figure: {value!r}") from None
    if not figure.is_finite():
        raise ValueError(f"Not a finite figure: {value!r}")
    return figure


def _blank(value: object) -> str | None:
    """What to print for «nothing there», or ``None`` when there is a figure."""
    if value is None:
        return DASH
    return "" if value == "" else None


def _two_places(figure: Decimal) -> Decimal:
    rounded = figure.quantize(CENT, rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded  # never print a negative zero


def _true_minus(text: str) -> str:
    return text.replace("-", MINUS)


@register.filter
def points(value: Figure) -> str:
    """Points with two decimals and a true minus sign: 91.40, −0.50, 0.00."""
    blank = _blank(value)
    return blank if blank is not None else _true_minus(f"{_two_places(exact(value)):f}")


@register.filter
def signed(value: Figure) -> str:
    """A change in points with its sign: +1.00, −0.50, 0.00."""
    blank = _blank(value)
    if blank is not None:
        return blank
    figure = _two_places(exact(value))
    return ("+" if figure > 0 else "") + _true_minus(f"{figure:f}")


@register.filter
def tone(value: Figure) -> str:
    """The class of a change: ``minus`` for what is taken away, ``plus`` for what is given, empty for neither."""
    if _blank(value) is not None:
        return ""
    figure = exact(value)
    return "minus" if figure < 0 else "plus" if figure > 0 else ""


@register.filter
def change(value: Figure) -> SafeString:
    """A signed change in its colour: ``<span class="num minus">−0.50</span>``."""
    return format_html('<span class="num {}">{}</span>', tone(value), signed(value))


@register.filter
def money(value: Figure) -> str:
    """An amount with two decimals and thousands: 1,800.00."""
    blank = _blank(value)
    return blank if blank is not None else _true_minus(f"{_two_places(exact(value)):,f}")


@register.filter
def trimmed(value: Figure) -> str:
    """A count or maximum without needless zeros: 2, 1.5, 100."""
    blank = _blank(value)
    if blank is not None:
        return blank
    figure = exact(value)
    if figure == 0:
        return "0"
    text = f"{figure:f}"
    return _true_minus(text.rstrip("0").rstrip(".") if "." in text else text)


@register.filter
def percent(value: Figure) -> str:
    """A share as a percentage, at most two decimals: 0.25 prints 25%, 0.125 prints 12.5%."""
    blank = _blank(value)
    return blank if blank is not None else trimmed(_two_places(exact(value) * HUNDRED)) + "%"


@register.filter
def share(value: Figure, total: Figure) -> str:
    """What part of ``total`` the value is, as a percentage; a dash when the total is zero or missing."""
    if _blank(value) is not None or _blank(total) is not None or exact(total) == 0:
        return DASH
    return percent(exact(value) / exact(total))


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _chinese() -> bool:
    return (get_language() or "zh-hans").startswith("zh")


@register.filter
def day(value: date | datetime | str | None, style: str = "full") -> str:
    """A date in the reader's language.

    Styles: ``full`` 2026年11月20日 / 20 Nov 2026, ``short`` 11-20 周五 / Fri 20 Nov, ``md`` 11-20 / 20 Nov,
    ``month`` 2026年11月 / Nov 2026. Raises ``ValueError`` on another style.
    """
    blank = _blank(value)
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


@register.filter
def clock(value: datetime | str | None) -> str:
    """The time of day, local: 10:42."""
    blank = _blank(value)
    if blank is not None or isinstance(value, str) or value is None:
        return blank or ""
    return f"{_local(value):%H:%M}"


@register.filter
def moment(value: datetime | str | None) -> str:
    """Date and time of day, local: 2026年11月20日 10:42 / 20 Nov 2026 10:42."""
    blank = _blank(value)
    if blank is not None:
        return blank
    return f"{day(value)} {clock(value)}".strip()
