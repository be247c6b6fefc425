"""A period is told in one spelling in each language."""

import pytest

from assessment.rules import PeriodKey


@pytest.mark.parametrize(
    ("key", "chinese", "english"),
    [
        ("2026-04", "2026年4月", "Apr 2026"),
        ("2026-12", "2026年12月", "Dec 2026"),
        ("2026-Q1", "2026年第一季度", "Q1 2026"),
        ("2026-Q4", "2026年第四季度", "Q4 2026"),
        ("2026", "2026年度", "Year 2026"),
    ],
)
def test_a_period_has_one_title_in_each_language(key: str, chinese: str, english: str) -> None:
    period = PeriodKey.parse(key)
    assert (period.title("zh-hans"), period.title("en")) == (chinese, english)
