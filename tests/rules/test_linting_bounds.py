"""Bounds as plans write them, read into intervals."""

from decimal import Decimal

import pytest

from assessment.rules.lint.bound_text import Written, written_in


def told(written: Written) -> str:
    """``[75, 89]`` with round brackets at ends that do not belong to it."""
    left = "[" if written.low_in else "("
    right = "]" if written.high_in else ")"
    return f"{left}{written.low if written.low is not None else ''},{written.high if written.high is not None else ''}{right}{written.unit}"


@pytest.mark.parametrize(
    ("text", "intervals"),
    [
        ("90 分以上", ["[90,)分"]),
        ("90分及以上", ["[90,)分"]),
        ("70分（含）以上", ["[70,)分"]),
        ("60 分以下", ["(,60]分"]),
        ("不满 60 分", ["(,60)分"]),
        ("低于60分", ["(,60)分"]),
        ("超过 90 分", ["(90,)分"]),
        ("不低于 60 分", ["[60,)分"]),
        ("75–89", ["[75,89]"]),
        ("75-89 分", ["[75,89]分"]),
        ("75~89分", ["[75,89]分"]),
        ("75 至 89.99 分", ["[75,89.99]分"]),
        ("75分—89分", ["[75,89]分"]),
        ("75–90 分（不含）", ["[75,90)分"]),
        ("75 分以上、不满 90 分", ["[75,90)分"]),
        ("75分以上90分以下", ["[75,90]分"]),
        ("前25%计90分，26%–55%计80分", ["(0,25]%", "[26,55]%"]),
        ("60 分以下不合格，60 分以上合格", ["(,60]分", "[60,)分"]),
        ("扣 1–3 分", []),
        ("加 2–4 分，累计不超过 8 分", []),
        ("4—9 月自查", []),
        ("三次以上", []),
        ("5 次以上", []),
        ("请假超过 15 个工作日", []),
        ("满分 100 分", []),
        ("第 2–3 条", []),
    ],
)
def test_a_bound_is_read(text: str, intervals: list[str]) -> None:
    assert [told(written) for written in written_in(text)] == intervals


def test_an_interval_holds_its_closed_ends_and_not_its_open_ones() -> None:
    [written] = written_in("75 分以上、不满 90 分")
    assert written.holds(Decimal(75))
    assert written.holds(Decimal("89.99"))
    assert not written.holds(Decimal("74.99"))
    assert not written.holds(Decimal(90))
