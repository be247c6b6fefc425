"""Figures and dates as they are printed."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from foundation.dates import clock, day, moment
from foundation.numbers import change, money, percent, points, share, signed, tone, trimmed

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Decimal("91.4"), "91.40"),
        (Decimal("-0.5"), "−0.50"),
        (Decimal("0"), "0.00"),
        (Decimal("-0.001"), "0.00"),
        (Decimal("2.675"), "2.68"),
        (Decimal("1E+2"), "100.00"),
        (3, "3.00"),
        ("91.40", "91.40"),
        (None, "–"),
        ("", ""),
    ],
)
def test_points_have_two_decimals_and_a_true_minus_sign(
    value: Decimal | int | str | None, printed: str
) -> None:
    assert points(value) == printed


@pytest.mark.parametrize("printing", [points, signed, tone, change, money, trimmed, percent])
@pytest.mark.parametrize("value", [0.5, True, [1]])
def test_a_float_is_refused_by_every_filter_of_figures(
    printing: Any, value: bool | float | list[Any]
) -> None:
    with pytest.raises(TypeError):
        printing(value)


@pytest.mark.parametrize("value", ["abc", "NaN", Decimal("Infinity")])
def test_what_is_no_finite_number_is_refused(value: Decimal | str) -> None:
    with pytest.raises(ValueError, match="figure"):
        points(value)


def test_a_change_carries_its_sign_and_its_colour() -> None:
    assert [signed(Decimal(x)) for x in ("1", "-0.5", "0")] == ["+1.00", "−0.50", "0.00"]
    assert [tone(Decimal(x)) for x in ("1", "-0.5", "0")] == ["plus", "minus", ""]
    assert change(Decimal("-0.5")) == '<span class="num minus">−0.50</span>'


def test_counts_lose_needless_zeros_but_no_digit() -> None:
    assert [trimmed(Decimal(x)) for x in ("2.0", "1.50", "100", "1E+2", "0.00", "-1.0")] == [
        "2",
        "1.5",
        "100",
        "100",
        "0",
        "−1",
    ]


def test_amounts_are_grouped_by_thousands() -> None:
    assert money(Decimal("1800")) == "1,800.00"
    assert money(Decimal("-1234567.5")) == "−1,234,567.50"


def test_shares_become_percentages() -> None:
    assert [percent(Decimal(x)) for x in ("0.25", "0.125", "1")] == ["25%", "12.5%", "100%"]
    assert share(17, 71) == "23.94%"
    assert share(1, 0) == "–"
    assert share(None, 3) == "–"


def test_dates_are_written_in_the_language_of_the_page() -> None:
    with translation.override("zh-hans"):
        assert [day(FRIDAY, style) for style in ("full", "short", "md", "month")] == [
            "2026年11月20日",
            "11-20 周五",
            "11-20",
            "2026年11月",
        ]
    with translation.override("en"):
        assert [day(FRIDAY, style) for style in ("full", "short", "md", "month")] == [
            "20 Nov 2026",
            "Fri 20 Nov",
            "20 Nov",
            "Nov 2026",
        ]


def test_a_moment_is_shown_in_local_time() -> None:
    late = datetime(2026, 11, 19, 18, 42, tzinfo=UTC)  # 02:42 on the 20th in Shanghai
    with translation.override("zh-hans"):
        assert day(late) == "2026年11月20日"
        assert clock(late) == "02:42"
        assert moment(late) == "2026年11月20日 02:42"


def test_a_missing_date_prints_a_dash_and_an_unknown_style_is_an_error() -> None:
    assert day(None) == "–"
    assert clock(None) == "–"
    assert moment(None) == "–"
    assert day("") == ""
    with pytest.raises(ValueError, match="style"):
        day(FRIDAY, "long")
