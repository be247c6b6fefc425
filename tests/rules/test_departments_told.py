"""What is said of graded departments: the scheme in sentences, what changed in it, what is odd in it, and a result."""

from pathlib import Path
from typing import Any

import pytest

from assessment.rules import Scheme, load_scheme
from assessment.rules.description import Speaker
from assessment.rules.diff import changes
from assessment.rules.lint import Context, lint
from assessment.rules.rendering import grades
from assessment.rules.rendering.teller import Teller

TEXT = (Path(__file__).parent.parent / "packs" / "departments.yaml").read_text(encoding="utf-8")


def scheme(*edits: tuple[str, str]) -> Scheme:
    text = TEXT
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return load_scheme(text, file="departments.yaml")


def speaker(language: str, cadence: Any = "quarter") -> Speaker:
    known = scheme()
    return Speaker(known, known.parts[cadence].departments, language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "zh-hans",
            "全单位参加考核的科室中「优秀科室」不超过 30%（可调参数「优秀科室比例（%）」），不足一个名额的部分舍去；名额不够的，定为「良好科室」。",
        ),
        (
            "en",
            "“Excellent department” for at most 30% (setting “Cap on excellent departments (%)”) of all departments assessed"
            " in the unit, part of a seat is no seat; who gets none becomes “Good department”.",
        ),
    ],
)
def test_a_cap_of_departments_is_told_of_departments(language: str, said: str) -> None:
    says = speaker(language)
    assert says.part is not None
    assert says.any(says.part.quotas[0]) == said


def test_a_rank_of_departments_is_one_among_all_of_them() -> None:
    says = speaker("zh-hans", "month")
    assert says.part is not None
    assert "按在全部科室中的名次计分" in says.any(says.part.items["m.rank"])
    assert "本类别" not in says.any(says.part.items["m.rank"])


@pytest.mark.parametrize(
    ("edit", "path", "kind", "zh"),
    [
        (
            ("{grade: excellent, at_least: 90}", "{grade: excellent, at_least: 92}"),
            "parts.quarter.departments.bands[0].at_least",
            "changed",
            "分数线「优秀科室」：下限 90 → 92",
        ),
        (
            ("by_grade: {excellent: 3000", "by_grade: {excellent: 3500"),
            "parts.quarter.departments.bonus.by_grade.excellent",
            "changed",
            "奖金 · 各等次奖金 「优秀科室」",
        ),
        (
            ("when: {fact: complaints, at_least: 2}", "when: {fact: complaints, at_least: 4}"),
            "parts.quarter.departments.gates[1].when",
            "changed",
            "投诉 2 件及以上 → 投诉 4 件及以上",
        ),
        (
            ("within: {working_days: 5}", "within: {working_days: 7}"),
            "parts.quarter.departments.appeal.within",
            "changed",
            "5 个工作日 → 7 个工作日",
        ),
        (
            ("      award: {flag: red_banner, seats: 1}\n", ""),
            "parts.quarter.departments.award",
            "removed",
            "取消先进评定",
        ),
    ],
)
def test_what_changed_for_departments_is_told(edit: tuple[str, str], path: str, kind: str, zh: str) -> None:
    (change,) = changes(scheme(), scheme(edit))
    assert (change.path, change.kind) == (path, kind)
    assert zh.replace(" 「", "「") in change.get("zh-hans")
    assert change.group.zh == "科室季度考核"


def _codes(text: str, departments: int) -> dict[str, str]:
    found = lint(load_scheme(text, file="x"), text, context=Context(departments=departments, sizes={"a": 99}))
    return {f"{each.code} {each.path}": each.sentence.zh for each in found}


def test_caps_and_ranks_of_departments_are_held_against_their_number() -> None:
    cap = "quota_without_seat parts.quarter.departments.quotas[0]"
    band = "rank_band_without_place parts.month.departments.items[0].bands[0]"
    few, enough, unknown = _codes(TEXT, 3), _codes(TEXT, 4), _codes(TEXT, 0)
    assert few[cap] == "优秀科室名额按 30% 计算，全单位 3 个科室，名额为 0。"
    assert "全单位 3 个科室，第 1 名已是前 33.33%" in few[band]
    assert not {cap, band}.intersection([*enough, *unknown])


def test_the_grades_and_gates_of_departments_are_analysed_as_those_of_people() -> None:
    odd = TEXT.replace("{grade: excellent, at_least: 90}", "{grade: excellent, at_least: 101}")
    odd = odd.replace("when: {fact: set_up, less_than: 3}", "when: {fact: set_up, less_than: 0}")
    odd = odd.replace("{past: excellent, at_least: 3}", "{past: excellent, at_least: 5}")
    found = _codes(odd, 10)
    assert "band_out_of_reach parts.quarter.departments.bands[0]" in found
    assert "condition_never parts.quarter.departments.gates[0].when" in found
    assert "condition_never parts.year.departments.rules[1].when" in found


def test_the_national_share_of_excellent_people_is_none_of_departments() -> None:
    text = TEXT.replace("percent: 30, of: unit, next: good, minimum: 1", "percent: 40, of: unit, next: good")
    assert not [code for code in _codes(text, 10) if code.startswith("quota_over")]


@pytest.mark.parametrize(
    ("verdict", "zh"),
    [
        ("seated", "本科室得分在候选科室中列第 2，在名额之内"),
        ("dropped", "其后科室一并按规则进入良好科室"),
        ("tie", "与本科室同分的共 2 个科室，剩余 1 个名额不能全部容纳"),
    ],
)
def test_a_seat_is_explained_to_a_department_as_a_department(verdict: str, zh: str) -> None:
    told = {"period": "2026-Q1", "kind": "department", "category": ""}
    line = {"grade": "excellent", "next": "good", "category": None, "base": 10, "percent": "30", "seats": 3}
    line |= {"taken": 2, "place": 2, "group": 2, "verdict": verdict}
    for language in ("zh-hans", "en"):
        (sentence,) = grades.quota(Teller(told, scheme(), language), line)["sentences"]
        assert "您" not in sentence
        assert "people" not in sentence
        assert "your" not in sentence
        if language == "zh-hans":
            assert sentence.startswith("全单位 10 个科室参加考核，优秀科室不超过 30%，即 3 个名额；")
            assert zh in sentence
