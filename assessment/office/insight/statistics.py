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


def mean(values: Sequence[Decimal] | Sequence[Fraction]) -> Decimal | None:
    """The mean, computed exactly and rounded once; None of nothing."""
    return rounded(sum(map(Fraction, values), Fraction(0)) / len(values)) if values else None


def median(values: Sequence[Decimal]) -> Decimal | None:
    """The middle one, or the exact mean of the two in the middle; None of nothing."""
    ordered, middle = sorted(values), len(values) // 2
    if not ordered:
        return None
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def written(value: Decimal | None) -> str:
    """A figure with two decimals, or with the third that the middle of two may have; nothing for None."""
    if value is None:
        return ""
    cents = value.quantize(Decimal("0.01"))
    return str(cents if cents == value else value).replace("-", "−")


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
    def of(cls, values: Sequence[Decimal] | Sequence[Fraction]) -> "Spread":
        """Of these scores; fractions are rounded to two decimals once their mean is known."""
        exact = mean(values)
        figures = [value if isinstance(value, Decimal) else rounded(value) for value in values]
        return cls(
            len(figures), exact, median(figures), min(figures, default=None), max(figures, default=None)
        )

    @property
    def middle(self) -> str:
        """The median in writing."""
        return written(self.median)

    @property
    def range(self) -> Decimal | None:
        """From the lowest to the highest."""
        return None if self.lowest is None or self.highest is None else self.highest - self.lowest
