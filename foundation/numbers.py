"""Figures in writing: exact decimals in, the office's way of writing them out.

Every function that takes a figure accepts ``Decimal``, ``int`` or a decimal string (stored facts are strings) and refuses
``float``: a float near a score is an error of the caller, never something to round away. ``None`` prints as a dash, the
empty string (a variable the template does not have) prints as nothing.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.html import format_html
from django.utils.safestring import SafeString

Figure = Decimal | int | str | None

MINUS = "\u2212"
DASH = "\u2013"
CENT = Decimal("0.01")
HUNDRED = Decimal(100)


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


def blank_of(value: object) -> str | None:
    """What to print for «nothing there», or ``None`` when there is a figure."""
    if value is None:
        return DASH
    return "" if value == "" else None


def _two_places(figure: Decimal) -> Decimal:
    rounded = figure.quantize(CENT, rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded  # never print a negative zero


def _true_minus(text: str) -> str:
    return text.replace("-", MINUS)


def points(value: Figure) -> str:
    """Points with two decimals and a true minus sign: 91.40, −0.50, 0.00."""
    blank = blank_of(value)
    return blank if blank is not None else _true_minus(f"{_two_places(exact(value)):f}")


def signed(value: Figure) -> str:
    """A change in points with its sign: +1.00, −0.50, 0.00."""
    blank = blank_of(value)
    if blank is not None:
        return blank
    figure = _two_places(exact(value))
    return ("+" if figure > 0 else "") + _true_minus(f"{figure:f}")


def tone(value: Figure) -> str:
    """The class of a change: ``minus`` for what is taken away, ``plus`` for what is given, empty for neither."""
    if blank_of(value) is not None:
        return ""
    figure = exact(value)
    return "minus" if figure < 0 else "plus" if figure > 0 else ""


def change(value: Figure) -> SafeString:
    """A signed change in its colour: ``<span class="num minus">−0.50</span>``."""
    return format_html('<span class="num {}">{}</span>', tone(value), signed(value))


def money(value: Figure) -> str:
    """An amount with two decimals and thousands: 1,800.00."""
    blank = blank_of(value)
    return blank if blank is not None else _true_minus(f"{_two_places(exact(value)):,f}")


def trimmed(value: Figure) -> str:
    """A count or maximum without needless zeros: 2, 1.5, 100."""
    blank = blank_of(value)
    if blank is not None:
        return blank
    figure = exact(value)
    if figure == 0:
        return "0"
    text = f"{figure:f}"
    return _true_minus(text.rstrip("0").rstrip(".") if "." in text else text)


def percent(value: Figure) -> str:
    """A share as a percentage, at most two decimals: 0.25 prints 25%, 0.125 prints 12.5%."""
    blank = blank_of(value)
    return blank if blank is not None else trimmed(_two_places(exact(value) * HUNDRED)) + "%"


def share(value: Figure, total: Figure) -> str:
    """What part of ``total`` the value is, as a percentage; a dash when the total is zero or missing."""
    if blank_of(value) is not None or blank_of(total) is not None or exact(total) == 0:
        return DASH
    return percent(exact(value) / exact(total))
