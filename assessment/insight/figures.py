"""Exact means and middles of scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


def rounded(value: Fraction) -> Decimal:
    """A fraction with two decimals, half away from zero."""
    cents = (abs(value.numerator) * 200 + value.denominator) // (2 * value.denominator)
    figure = Decimal(cents).scaleb(-2)
    return -figure if value < 0 and cents else figure


def mean(values: Sequence[Decimal]) -> Decimal | None:
    """The mean, computed exactly and rounded once; None of nothing."""
    return rounded(Fraction(sum(values, Decimal(0))) / len(values)) if values else None


def median(values: Sequence[Decimal]) -> Decimal | None:
    """The middle one, or the exact mean of the two in the middle; None of nothing."""
    ordered, middle = sorted(values), len(values) // 2
    if not ordered:
        return None
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def share(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """A share in percent with two decimals; None of nothing."""
    return rounded(Fraction(part) * 100 / Fraction(whole)) if whole else None


@dataclass(frozen=True)
class Spread:
    """Scores in sum: how many, mean, median, lowest, highest."""

    people: int
    mean: Decimal | None
    median: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None

    @classmethod
    def of(cls, values: Sequence[Decimal]) -> "Spread":
        """Of these scores."""
        return cls(
            len(values), mean(values), median(values), min(values, default=None), max(values, default=None)
        )

    @property
    def range(self) -> Decimal | None:
        """From the lowest to the highest."""
        return None if self.lowest is None or self.highest is None else self.highest - self.lowest
