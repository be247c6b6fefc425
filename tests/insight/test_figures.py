"""The exact figures of insight, and what it keeps to itself."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from assessment.office.insight.scope import hidden
from assessment.office.insight.statistics import Spread, mean, median, rounded, share


def test_means_are_computed_exactly_and_rounded_once_half_away_from_zero() -> None:
    assert mean([Decimal("0.01"), Decimal("0.02")]) == Decimal("0.02")
    assert mean([Decimal("-0.01"), Decimal("-0.02")]) == Decimal("-0.02")
    assert mean([Decimal("91.40"), Decimal("91.41"), Decimal("91.41")]) == Decimal("91.41")
    assert mean([]) is None


def test_the_middle_of_two_is_not_rounded() -> None:
    assert median([Decimal("91.40"), Decimal("91.41")]) == Decimal("91.405")
    assert median([Decimal(3), Decimal(1), Decimal(2)]) == 2
    assert median([]) is None


def test_shares() -> None:
    assert share(1, 3) == Decimal("33.33")
    assert share(2, 3) == Decimal("66.67")
    assert share(1, 0) is None


def test_a_sum_of_no_scores_has_no_range() -> None:
    assert Spread.of([]).range is None
    assert Spread.of([Decimal(5), Decimal("7.5")]).range == Decimal("2.5")


@pytest.mark.parametrize(
    ("value", "text"), [(Fraction(1, 200), "0.01"), (Fraction(-1, 200), "-0.01"), (Fraction(-1, 300), "0")]
)
def test_rounding(value: Any, text: str) -> None:
    assert rounded(value) == Decimal(text)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"a": 3, "b": 4}, set()),
        ({"a": 0, "b": 7}, set()),
        ({"a": 2, "b": 4, "c": 9}, {"a", "b"}),
        ({"a": 1, "b": 1, "c": 9}, {"a", "b", "c"}),
        ({"a": 1, "b": 2, "c": 9}, {"a", "b"}),
        ({"a": 2, "b": 2, "c": 9}, {"a", "b"}),
        ({"a": 1}, {"a"}),
    ],
)
def test_a_count_of_fewer_than_three_cannot_be_worked_out_from_the_others(
    counts: dict[str, Any], expected: set[Any]
) -> None:
    assert hidden(counts) == expected
