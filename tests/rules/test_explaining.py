"""Explanations: the figures of the result, the facts behind them, and sentences for readers."""

import json
from pathlib import Path
from typing import Any

import pytest

from assessment.packs import SCHEMES
from assessment.rules import explain, facts_of, read_case, render, score

from .building import colleague, meiling, shufu, year


def explained(data: dict[str, Any], name: str = "a") -> tuple[dict[str, Any], Any]:
    case = read_case(data, SCHEMES)
    results = {outcome.id: outcome for outcome in score(case.scheme, case)}
    subject = next(s for s in case.subjects if s.id == name)
    facts, standing = facts_of(subject), results[name].standing
    return explain(case.scheme, case.period, case.settings, facts, standing), case.scheme


def sentences(data: dict[str, Any], name: str = "a", language: str = "zh-hans") -> list[str]:
    explanation, scheme = explained(data, name)
    return [text for section in render(explanation, scheme, language) for text in section["sentences"]]


def lines(data: dict[str, Any], name: str = "a", language: str = "zh-hans") -> list[str]:
    explanation, scheme = explained(data, name)
    return [line["text"] for section in render(explanation, scheme, language) for line in section["lines"]]


LATE = {"clause": "6.1a", "date": "2026-04-03"}


def test_an_item_names_its_entries_with_their_effect() -> None:
    explanation, _ = explained(shufu(LATE, {"clause": "6.2", "date": "2026-04-02", "count": "1.5"}))
    item = next(item for item in explanation["items"] if item["item"] == "6")
    assert item["value"] == "-2.00"
    assert item["entries"] == [
        {"ref": 0, "clause": "6.1a", "date": "2026-04-03", "effect": "-0.50", "count": "1", "points": "-0.5"},
        {"ref": 1, "clause": "6.2", "date": "2026-04-02", "effect": "-1.50", "count": "1.5", "points": "-1"},
    ]


def test_a_deduction_reads_as_a_line_in_both_languages() -> None:
    assert "2026-04-03 6.1a 无故迟到、早退 1 次 −0.50" in lines(shufu(LATE))
    assert "2026-04-03 6.1a Late or left early without cause, 1 time −0.50" in lines(
        shufu(LATE), language="en"
    )


def test_a_clause_that_counts_once_says_so() -> None:
    once = {"clause": "1.1", "date": "2026-04-03"}
    assert any("已计，不再计分" in line for line in lines(shufu(once, once)))


def test_the_floor_of_the_month_is_told() -> None:
    case = shufu({"clause": "6.6", "date": "2026-04-03", "count": "12"})
    assert "合计 −10.00 分，按限额计 0.00 分。" in sentences(case)
    assert "50.00 + 0.00 + 0.00 + 0.00 + 0.00 + 0.00 − 60.00 + 0.00 + 0.00 = −10.00" in sentences(case)


def top(*extra: Any, **person: Any) -> dict[str, Any]:
    people = [colleague("a", routine="50", key="39", leaders="99", **person), *extra]
    people += [colleague(f"z{n}", routine="10", key="20", leaders="10") for n in range(4 - len(people))]
    return meiling(*people)


def test_the_total_of_a_quarter_is_written_out() -> None:
    assert "59.40 + 36.00 = 95.40" in sentences(top())
    assert "工作得分合计 99.00 × 0.6 = 59.40" in lines(top())


def test_a_seat_is_told_with_base_percent_seats_and_place() -> None:
    assert (
        "一般工作人员类 4 人参加考核，优秀不超过 25%，即 1 个名额；您的得分在候选人中列第 1，在名额之内。"
        in sentences(top())
    )


def test_a_tie_is_told_without_names_of_others() -> None:
    told = sentences(top(colleague("b", routine="50", key="39", leaders="99")))
    assert any("与您同分的共 2 人，剩余 1 个名额不能全部容纳" in text for text in told)


def test_someone_below_a_tie_is_told_why() -> None:
    twins = [colleague(name, routine="50", key="40", leaders="99") for name in "bc"]
    case = meiling(colleague("a", routine="50", key="39", leaders="98"), *twins, colleague("z", leaders="1"))
    assert any("排在您之前的同分人员不能全部容纳" in text for text in sentences(case))


def test_a_gate_names_the_fact_that_made_it() -> None:
    case = top(facts={"absent_days": "2.5"})
    assert "当季旷工累计超过 2 个工作日：旷工 2.5 天（超过 2 天）。" in sentences(case)
    assert "确定为不称职。" in sentences(case)
    assert "旷工 2.5 天（超过 2 天）" not in sentences(top(facts={"absent_days": "1.5"}))


def test_leave_that_lowers_the_bonus_is_told() -> None:
    told = sentences(top(facts={"leave_days": "16"}))
    assert "因「当季请假累计超过 15 个工作日」，优秀等次按良好等次发放，奖金 1800.00 元。" in told


@pytest.mark.parametrize(
    ("states", "sentence"),
    [
        (
            [{"kind": "retired", "from": "2026-02-17"}],
            "因「退休」，按在职月份发放：1500.00 ÷ 3 × 2 = 1000.00 元。",
        ),
        (
            [{"kind": "pre_retirement_leave", "from": "2026-02-17"}],
            "因「离岗待退」，按固定标准发放奖金 1500.00 元。",
        ),
        (
            [
                {"kind": "pre_retirement_leave", "from": "2026-02-17"},
                {"kind": "discipline", "from": "2026-03-01"},
            ],
            "因「离岗待退」应发 1500.00 元，但党纪政纪处分：2026-03-01 起，不发奖金。",
        ),
    ],
)
def test_what_someone_out_of_scope_is_paid_is_told(states: list[dict[str, str]], sentence: str) -> None:
    assert sentence in sentences(top(states=states))


def test_a_year_names_its_quarters_and_the_rule() -> None:
    case = year([(1, "90", "excellent"), (2, "85", "good")])
    assert "有得分的季度 2 个，平均得分：175.00 ÷ 2 = 87.50。" in sentences(case, "p00")
    assert "季度优秀一至二次，定为称职，可作年度优秀候选人。" in sentences(case, "p00")
    assert lines(case, "p00")[:2] == ["2026年第一季度 90 优秀", "2026年第二季度 85 良好"]
    assert lines(case, "p00", "en")[0] == "Q1 2026: 90 Excellent"


def test_every_sentence_has_an_english_counterpart() -> None:
    cases = [
        top(facts={"leave_days": "16", "late": "10"}),
        shufu(LATE),
        top(states=[{"kind": "retired", "from": "2026-02-17"}]),
    ]
    for case in cases:
        chinese, english = sentences(case), sentences(case, language="en")
        assert len(chinese) == len(english)
        assert not any("\u4e00" <= letter <= "\u9fff" for text in english for letter in text)


def test_both_tables_of_words_hold_the_same_templates() -> None:
    from string import Formatter

    from assessment.rules.sentences import EN, ZH

    assert set(EN) == set(ZH)
    for name in EN:
        english = {field for _, field, _, _ in Formatter().parse(EN[name]) if field}
        chinese = {field for _, field, _, _ in Formatter().parse(ZH[name]) if field}
        assert english <= chinese, name


EXPLAINED = Path(__file__).parent / "explained"


def _month() -> dict[str, Any]:
    return shufu(
        {"clause": "1.1", "date": "2026-04-03", "count": "2"},
        {"clause": "1.1", "date": "2026-04-02"},
        {"clause": "6.2", "date": "2026-04-05", "count": "1.5"},
        {"clause": "6.6", "date": "2026-04-06", "count": "12"},
    )


def _quarter() -> dict[str, Any]:
    case = meiling(
        colleague("a", facts={"late": "3", "absent_days": "1.5"}, routine="50"),
        colleague("b", facts={"late": "11", "leave_days": "16"}, key=None),
        colleague("c"),
        entries=[
            {"staff": "a", "clause": "merit", "date": "2026-02-01", "points": "12"},
            {"staff": "b", "clause": "merit", "date": "2026-02-01", "points": "-3"},
        ],
    )
    case["ratings"] += [
        {"staff": "a", "item": "leaders", "rater": "A", "score": "81"},
        {"staff": "a", "item": "routine.section", "rater": "q", "score": "0.5"},
    ]
    return case


def _scope() -> dict[str, Any]:
    states = [
        {"kind": "pre_retirement_leave", "from": "2025-01-01"},
        {"kind": "discipline", "from": "2025-01-01", "to": "2026-01-01"},
    ]
    return meiling(colleague("a", states=states))


def _annual() -> dict[str, Any]:
    rows = [("1", "90.5", "excellent"), ("3", "90", "excellent"), ("2", None, None), ("4", "90", "excellent")]
    return year(rows, *[[("1", "80", "good")]] * 4)


@pytest.mark.parametrize(
    ("name", "case", "person"),
    [
        ("month", _month(), "a"),
        ("quarter", _quarter(), "a"),
        ("quarter_zero", _quarter(), "b"),
        ("scope", _scope(), "a"),
        ("year", _annual(), "p00"),
    ],
)
def test_an_explanation_holds_every_figure_as_it_was_checked_by_hand(
    name: str, case: dict[str, Any], person: str
) -> None:
    explanation, scheme = explained(case, person)
    assert explanation.pop("hash") == scheme.hash
    assert explanation == json.loads((EXPLAINED / f"{name}.json").read_text(encoding="utf-8"))
