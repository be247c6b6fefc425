"""Exact numbers: how they are read, rounded and written.

Figures on the way are :class:`~decimal.Decimal` under :data:`EXACT` or
:class:`~fractions.Fraction`; only what is printed is rounded, half away from zero.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

EXACT = Context(prec=20_000, rounding=ROUND_HALF_UP)
"""Wide enough that sums and products of written figures never lose a digit."""

ZERO = Decimal("0.00")
ONE = Decimal(1)
_CENT = Decimal("0.01")
_FIGURE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_LONGEST = 1000
_TOO_LARGE = 10**_LONGEST


def read_figure(value: object) -> Decimal | None:
    """Return the figure a JSON value states, or None when it is no figure.

    A figure is an integer or a text like ``-12.50``; a number with a point, an
    exponent, a boolean or null is none, and nothing of more than a thousand digits.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value) if abs(value) < _TOO_LARGE else None
    if isinstance(value, str) and len(value) <= _LONGEST and _FIGURE.fullmatch(value):
        return Decimal(value)
    return None


def round2(value: Decimal | Fraction) -> Decimal:
    """Round to two decimals, half away from zero; zero has no sign."""
    if isinstance(value, Fraction):
        return _round_fraction(value)
    rounded = value.quantize(_CENT, rounding=ROUND_HALF_UP, context=EXACT)
    return rounded if rounded else ZERO


def _round_fraction(value: Fraction) -> Decimal:
    cents = (abs(value.numerator) * 200 + value.denominator) // (2 * value.denominator)
    if not cents:
        return ZERO
    sign = "-" if value < 0 else ""
    return Decimal(f"{sign}{cents // 100}.{cents % 100:02}")


def mean(values: list[Decimal]) -> Fraction:
    """Exact mean of at least one figure. To be called under :data:`EXACT`."""
    return Fraction(sum(values, Decimal(0))) / len(values)


def plain(value: Decimal) -> str:
    """Write a figure exactly, without exponent and without needless zeros: ``0.5``, ``15``."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def printed(value: Decimal | Fraction) -> str:
    """Write a figure with at least two decimals, exactly; a fraction without end is rounded to two."""
    if isinstance(value, Fraction):
        exact = ending(value)
        if exact is None:
            return str(round2(value))
        value = exact
    if not value:
        return "0.00"
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -2:
        return str(round2(value))
    text = plain(value)
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"


def ending(value: Fraction) -> Decimal | None:
    """The decimal that a fraction is exactly, None when its decimals have no end. To be called under :data:`EXACT`."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    return Decimal(value.numerator * 2 ** (places - twos) * 5 ** (places - fives)).scaleb(-places, EXACT)


def exact_sum(values: list[Decimal | Fraction]) -> Decimal | Fraction:
    """The sum of figures, a fraction as soon as one of them is. To be called under :data:`EXACT`."""
    total: Decimal | Fraction = Decimal(0)
    for value in values:
        if isinstance(total, Fraction) or isinstance(value, Fraction):
            total = Fraction(total) + Fraction(value)
        else:
            total += value
    return total
