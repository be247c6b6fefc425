"""Sentences of every kind beyond the first schemes: levels, months, weeks, votes, departments, questionnaires."""

import json
from pathlib import Path
from typing import Any

import pytest

from assessment.packs import SCHEMES
from assessment.rules import explain, facts_of, read_case, render, score

CASES = Path(__file__).parent.parent / "cases"
Json = dict[str, Any]


def told(case: str, name: str, kind: str = "staff", language: str = "zh-hans") -> dict[str, Json]:
    """The sections of one result of a case, by their id."""
    read = read_case(json.loads((CASES / f"{case}.json").read_text(encoding="utf-8")), SCHEMES)
    results = {(outcome.kind, outcome.id): outcome for outcome in score(read.scheme, read)}
    subject = next(each for each in read.subjects if (each.kind, each.id) == (kind, name))
    standing = results[kind, name].standing
    explanation = explain(read.scheme, read.period, read.settings, facts_of(subject), standing)
    return {section["id"]: section for section in render(explanation, read.scheme, language)}


def lines(section: Json) -> list[str]:
    return [line["text"] for line in section["lines"]]


@pytest.mark.parametrize(
    ("person", "language", "expected"),
    [
        ("study-two-of-seven", "zh-hans", "布置的政治和业务理论学习 7 次：3 × 2 ÷ 7 = 0.86。"),
        ("study-none-issued", "zh-hans", "没有布置的政治和业务理论学习，按规定计 3.00 分。"),
        ("study-none-issued", "en", "Study tasks issued: none; by the rules that is 3.00."),
    ],
)
def test_a_share_shows_both_figures_or_that_nothing_was_asked(
    person: str, language: str, expected: str
) -> None:
    (sentence,) = told("edge-shinan-deductions", person, language=language)["study"]["sentences"]
    assert sentence.endswith(expected)


def test_a_start_is_added_to_what_was_recorded_and_limited() -> None:
    section = told("edge-shinan-deductions", "training-mixed")["training"]
    assert section["sentences"] == ["基础分与登记事项相加：2.00 − 1.90 = 0.10。"]
    section = told("edge-shinan-deductions", "order-five")["order"]
    assert section["sentences"] == ["基础分与登记事项相加：2.00 − 2.50 = −0.50，按本项限额计 0.00 分。"]
    section = told("edge-shinan-deductions", "order-five")["exams"]
    assert section["sentences"] == ["本期没有登记事项，按基础分计 2.00 分。"]


def test_months_show_each_figure_with_its_points() -> None:
    section = told("edge-shinan-months", "mean-of-three")["attendance"]
    assert lines(section)[1] == "2026年6月 1.90：出勤率 85% 计 1，无早退率 75% 计 0.6，按时就餐率 65% 计 0.3"
    assert section["sentences"] == ["3 个月平均：7.50 ÷ 3 = 2.50。"]


def test_a_shared_suggestion_shows_its_fraction_so_that_the_terms_add_up() -> None:
    section = told("edge-shinan-incentive", "suggestion-shared-thirds-add-up")["suggestion"]
    assert lines(section) == ["2026-05-06 创新建议被采纳（区级，联名人数 3） 1/3 ≈ 0.33"] * 3
    assert section["sentences"] == ["登记事项合计 1.00 分。"]


def test_of_one_matter_the_line_that_does_not_count_says_so() -> None:
    section = told("edge-shinan-honours", "same-matter-highest")["honour"]
    assert lines(section)[0].endswith("：同一事项已按最高的一项计分，不再计分")
    assert [line["same_matter"] for line in section["lines"]] == [True, False, True]
    assert lines(section)[1] == "2026-05-06 立功受奖（先进个人 市级，事项 m） 3.00"


def test_an_attribute_is_named_in_the_line_in_both_languages() -> None:
    chinese = told("edge-shinan-honours", "merit-second-collective")["honour"]
    english = told("edge-shinan-honours", "merit-second-collective", language="en")["honour"]
    assert lines(chinese) == ["2026-05-06 立功受奖（个人立功 二等功，集体荣誉） 2.00"]
    assert lines(english) == [
        "2026-05-06 Merit and honours (Merit citation Second class, collective honour) 2.00"
    ]


def test_the_limit_of_a_clause_is_told_before_the_sum() -> None:
    section = told("edge-shinan-incentive", "perf-line-before-sum")["performance"]
    assert section["sentences"] == [
        "业务目标获第一名、优秀等次、批示表扬或表现突出合计 12.00 分，按本条限额计 8.00 分。",
        "登记事项合计 4.00 分。",
    ]


def test_weeks_name_who_decided_and_why_one_does_not_count() -> None:
    weeks = "edge-shinan-votes-and-weeks"
    assert lines(told(weeks, "highest-level")["target"])[0] == "2026-W01 20.00：a 20（部门负责人）"
    assert lines(told(weeks, "missing-counts-nothing")["target"])[1] == "2026-W02 未提交，计 0.00 分"
    excused = told(weeks, "excused-not-counted")["target"]
    assert lines(excused)[1] == "2026-W02 经批准不计"
    assert excused["sentences"] == ["1 周平均：50.00 ÷ 1 = 50.00。"]


def test_means_without_end_are_written_as_the_fractions_that_add_up() -> None:
    section = told("edge-shinan-votes-and-weeks", "thirds")["leader"]
    assert section["sentences"] == ["2 轮平均：(56/3 + 15.00) ÷ 2 = 16.83。"]


def test_votes_are_counted_by_level_and_never_by_rater() -> None:
    section = told("edge-shinan-votes-and-weeks", "each-level")["peer"]
    assert lines(section)[0] == (
        "第 1 轮：优秀（9 分）1 票、良好（6 分）1 票、较好（3 分）1 票、一般（1 分）1 票、较差（0 分）1 票，平均 3.80"
    )


def test_a_role_of_whom_one_voted_is_told_together_with_another() -> None:
    section = told("edge-shinan-votes-and-weeks", "all-roles")["leader"]
    assert lines(section)[0].startswith(
        "第 1 轮：部门负责人、分管领导各自平均之和 10.00，科室负责人平均 1/3 ≈ 0.33"
    )
    section = told("edge-shinan-votes-and-weeks", "no-section-chief")["leader"]
    assert (
        "部门负责人、分管领导各自平均之和 8.00，科室负责人无人评议，计 7.00，合计 15.00" in lines(section)[0]
    )


def test_an_explanation_of_votes_holds_no_rater() -> None:
    read = read_case(
        json.loads((CASES / "edge-shinan-votes-and-weeks.json").read_text(encoding="utf-8")), SCHEMES
    )
    subject = next(each for each in read.subjects if each.id == "all-roles")
    explanation = explain(read.scheme, read.period, read.settings, facts_of(subject), {})
    items = [item for item in explanation["items"] if item["kind"] == "rounds"]
    assert items
    assert "head0" not in json.dumps(items)
    assert not any(
        "votes" in role for item in items for row in item["rounds"] for role in row.get("roles", ())
    )


@pytest.mark.parametrize(
    ("person", "gate", "expected"),
    [
        (
            "votes-together-over",
            "ceiling.votes",
            "民主测评基本称职票 20.01 %、民主测评不称职票 30 %，合计 50.01 %（超过 50 %）",
        ),
        (
            "basic-12",
            "ceiling.finding",
            "附件二基本称职参考标准所列情形 1 次：2026-05-06 第 12 项（其他管理制度明确应定为基本称职）",
        ),
        ("duty_errors-1", "ceiling.duty_error", "责任差错 1 次（等于 1 次）"),
    ],
)
def test_the_evidence_of_a_gate_is_told(person: str, gate: str, expected: str) -> None:
    assert lines(told("edge-shinan-gates", person)[gate]) == [expected]


def test_a_score_that_a_gate_sets_names_the_gate_after_the_arithmetic() -> None:
    section = told("edge-shinan-gates", "severe")["score"]
    assert section["value"] == "0.00"
    assert section["sentences"] == [
        "18.00 + 45.00 + 30.00 + 0.00 = 93.00",
        "因「严重违纪、违法，一票否决，分数归零」，得分按 0.00 分计。",
    ]


def test_a_share_of_figures_is_told_with_its_percentage() -> None:
    (line,) = lines(told("edge-civil-gates", "leave-over-half")["out_of_scope.leave"])
    assert line == "病假、事假累计 125.5 个工作日，当年工作日 250 个工作日，占 50.2%（超过 50 %）"


def test_someone_whom_nobody_had_to_rate_has_a_grade_and_no_score() -> None:
    sections = told("edge-civil-gates", "on-probation")
    assert "score" not in sections
    assert sections["grade"]["sentences"] == [
        "因「试用期，只写评语」，定为不确定等次。",
        "等次：不确定等次。",
    ]


def test_a_rated_item_tells_one_rater_or_the_mean() -> None:
    assert told("edge-civil-bands", "top")["evaluation"]["sentences"] == ["r0 打分 90（满分 100.00）。"]
    assert told("edge-civil-bands", "mean-90")["evaluation"]["sentences"] == [
        "2 人打分，平均 90.00（满分 100.00）。"
    ]
    bare = told("edge-ab-pass-and-sections", "d1", "department")["reports"]
    assert bare["sentences"] == ["没有评分，按规定计 0.00 分。"]


def test_spread_seats_are_told_by_turn() -> None:
    first = told("edge-ab-first-pass-before-second", _seated("edge-ab-first-pass-before-second", 1))[
        "excellent"
    ]
    assert "先由各类别得分最高者各占一个；您的得分在" in first["sentences"][0]
    second = told("tie-ab-year-spread", _seated("tie-ab-year-spread", 2))["excellent"]
    assert "其余名额再按得分取用；" in second["sentences"][0]


def _seated(case: str, turn: int) -> str:
    """Someone whose place was decided in this turn."""
    read = read_case(json.loads((CASES / f"{case}.json").read_text(encoding="utf-8")), SCHEMES)
    found = score(read.scheme, read)
    return next(o.id for o in found if any(row["turn"] == turn for row in o.standing.get("quotas", ())))


def test_what_people_lost_is_carried_to_their_department_line_by_line() -> None:
    section = told("edge-hall-edges", "w0", "department")["carried_over"]
    assert section["lines"] == [{"text": "a −110.00", "value": "-110.00", "person": "a"}]
    assert section["sentences"] == ["人员「扣分」合计 −110.00 分，每满 5 分计 −2 分：−2 × 22 = −44.00。"]


def test_a_fact_of_the_department_is_told_to_its_people() -> None:
    section = told("small-hall", "s001")["bonuses"]
    assert lines(section) == ["s24d 所在窗口获得流动红旗：流动红旗 1 面 2.00"]


def test_an_award_tells_places_ties_and_what_follows() -> None:
    case = "edge-ab-sections-tie-for-second"
    seated, tied, below = (told(case, name, "department")["advanced"] for name in "abd")
    assert seated["sentences"] == ["前 2 名为先进科室；得分在 4 个科室中列第 1，在其列。"]
    assert "得分相同的共 2 个科室，剩余 1 个名额不能全部容纳" in tied["sentences"][0]
    assert below["sentences"] == ["前 2 名为先进科室；得分在 4 个科室中列第 4，不在其列。"]


def test_a_questionnaire_shows_counts_indices_and_weights() -> None:
    section = told("small-review", "d0", "department")["score"]
    assert lines(section)[:2] == [
        "public：满意 7、基本满意 0、不满意 2",
        "public（权重 40）：(100 × 7 + 60 × 0 + 0 × 2) ÷ 9 = 77.78",
    ]
    assert section["sentences"] == [
        "各组指数按权重平均：(40 × 77.78 + 30 × 64.00 + 10 × 60.00) ÷ 80 = 70.39。"
    ]


def test_a_low_quarter_names_the_score_that_made_the_gate() -> None:
    case = json.loads((CASES / "edge-ab-quarter-bounds.json").read_text(encoding="utf-8"))
    read = read_case(case, SCHEMES)
    low = next(o.id for o in score(read.scheme, read) if "talk_required" in o.gates)
    (line,) = lines(told("edge-ab-quarter-bounds", low)["talk_required"])
    assert line.startswith("得分 ")
    assert line.endswith("（不满 70 分）")
