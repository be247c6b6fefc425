"""What a case may not say, and the exact place where it is told so."""

import json
from pathlib import Path
from typing import Any

import pytest

from assessment.models import Period
from assessment.packs import SCHEMES
from assessment.rules import PeriodKey, entry_faults
from assessment.rules.command_line import score_file

from .building import colleague, fault_paths, meiling, shufu

DAY = {"date": "2026-04-15"}


@pytest.mark.parametrize(
    "figure", ["abc", "1.", ".5", "+1", "1e2", " 1", "NaN", "", None, 1.5, True, [], "１", "1" * 1001]
)
def test_only_plain_figures_are_figures(figure: Any) -> None:
    assert fault_paths(meiling(colleague("a", facts={"leave_days": figure}))) == ["staff[0].facts.leave_days"]


@pytest.mark.parametrize("figure", ["0", 0, 3, "007", "-0", "15.50"])
def test_figures_are_integers_or_texts(figure: Any) -> None:
    assert fault_paths(meiling(colleague("a", facts={"leave_days": figure}))) == []


@pytest.mark.parametrize(
    ("facts", "paths"),
    [
        ({"late": "-1"}, ["staff[0].facts.late"]),
        ({"late": "1.5"}, ["staff[0].facts.late"]),
        ({"absent_days": "0.25"}, ["staff[0].facts.absent_days"]),
        ({"lateness": "1", "late": "x"}, ["staff[0].facts.late", "staff[0].facts.lateness"]),
        ([], ["staff[0].facts"]),
    ],
)
def test_facts(facts: Any, paths: list[str]) -> None:
    assert fault_paths(meiling(colleague("a", facts=facts))) == paths


def test_facts_of_another_cadence_are_unknown() -> None:
    assert fault_paths(shufu(facts={"late": "1"})) == ["staff[0].facts.late"]
    yearly = meiling(period="2026")
    yearly["staff"] = [{"id": "a", "category": "general", "facts": {"late": "1"}}]
    assert fault_paths(yearly) == ["staff[0].facts.late"]


@pytest.mark.parametrize(
    ("entry", "paths"),
    [
        ({"clause": "9.9", **DAY}, ["clause"]),
        ({**DAY}, ["clause"]),
        ({"clause": "5.1"}, ["date"]),
        ({"clause": "5.1", "date": "2026-04-31"}, ["date"]),
        ({"clause": "5.1", "date": "20260415"}, ["date"]),
        ({"clause": "5.1", "date": 20260415}, ["date"]),
        ({"clause": "5.1", **DAY, "count": "0"}, ["count"]),
        ({"clause": "5.1", **DAY, "count": "-1"}, ["count"]),
        ({"clause": "5.1", **DAY, "count": None}, ["count"]),
        ({"clause": "5.1", **DAY, "count": 1.0}, ["count"]),
        ({"clause": "6.2", **DAY, "count": "0.25"}, ["count"]),
        ({"clause": "5.1", **DAY, "points": "1"}, ["points"]),
        ({"clause": "5.1", **DAY, "matter": "m", "level": 1, "note": "x"}, ["level", "matter", "note"]),
        ({"clause": "5.1", **DAY, "department": "d"}, ["department"]),
        ({"clause": "9.9", "date": "x", "count": "0", "note": "x"}, ["clause", "date", "note"]),
    ],
)
def test_entries(entry: dict[str, Any], paths: list[str]) -> None:
    assert fault_paths(shufu(entry)) == [f"entries[0].{path}" for path in paths]
    faults = entry_faults(SCHEMES["shufu-50"], PeriodKey.parse("2026-04"), entry)
    without_subject = [path for path in paths if path != "department"]
    assert sorted(fault.path for fault in faults) == without_subject


@pytest.mark.parametrize("who", [{}, {"staff": "b"}, {"staff": None}, {"staff": 1}])
def test_an_entry_names_a_person_of_the_case(who: dict[str, Any]) -> None:
    case = shufu()
    case["entries"] = [{"clause": "5.1", **DAY, **who}]
    assert fault_paths(case) == ["entries[0].staff"]


def test_given_points_have_no_count() -> None:
    entry = {"staff": "a", "clause": "merit", "date": "2026-02-01", "points": "1", "count": "1"}
    assert fault_paths(meiling(colleague("a"), entries=[entry])) == ["entries[0].count"]


@pytest.mark.parametrize(
    ("state", "paths"),
    [
        ({"kind": "admonition", "from": "2026-02-02", "to": "2026-02-01"}, ["to"]),
        ({"kind": "admonition", "from": "2026-02-02", "to": "2026-02-02"}, []),
        ({"kind": "joined", "from": "2025-02-02", "to": "2026-02-02"}, ["to"]),
        ({"kind": "admonition"}, ["from"]),
        ({"from": "2026-02-02"}, ["kind"]),
        ({"kind": "admonition", "from": "2026-2-2"}, ["from"]),
        ({"kind": "asleep", "from": "x", "until": "y"}, ["from", "kind", "until"]),
    ],
)
def test_states(state: dict[str, Any], paths: list[str]) -> None:
    case = meiling(colleague("a", states=[state]))
    assert fault_paths(case) == [f"staff[0].states[0].{path}" for path in paths]


@pytest.mark.parametrize("kind", ["retired", "transferred_out"])
def test_who_left_has_no_last_day(kind: str) -> None:
    case = meiling(colleague("a", states=[{"kind": kind, "from": "2026-02-01", "to": "2026-03-01"}]))
    assert fault_paths(case) == ["staff[0].states[0].to"]


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        ({"score": "50.01"}, ["ratings[0].score"]),
        ({"score": "-0.01"}, ["ratings[0].score"]),
        ({"score": None}, ["ratings[0].score"]),
        ({"item": "nothing"}, ["ratings[0].item", "staff[0]"]),
        ({"item": "routine.community"}, ["ratings[0].item", "staff[0]"]),
        ({"staff": "nobody"}, ["ratings[0].staff", "staff[0]"]),
        ({"rater": ""}, ["ratings[0].rater"]),
        ({"role": "head"}, ["ratings[0].role"]),
    ],
)
def test_ratings(change: dict[str, Any], paths: list[str]) -> None:
    case = meiling(colleague("a"))
    case["ratings"][0] |= change
    assert fault_paths(case) == paths


def test_a_second_rating_by_one_rater_is_a_fault_and_by_another_is_not() -> None:
    case = meiling(colleague("a"))
    case["ratings"].append({**case["ratings"][2], "rater": "L2"})
    assert fault_paths(case) == []
    case["ratings"].append(dict(case["ratings"][2]))
    assert fault_paths(case) == ["ratings[4]"]


@pytest.mark.parametrize(
    ("duties", "paths"),
    [
        (["routine.section", "routine.section", "key.1"], ["staff[0].duties[1]"]),
        (["routine.section", "key.1", "key.9"], ["staff[0].duties[2]"]),
        (["routine.section", "key.1", 5], ["staff[0].duties[2]"]),
        ("routine.section", ["ratings[0].item", "ratings[1].item", "staff[0].duties"]),
        (["key.1"], ["ratings[0].item", "staff[0].duties"]),
    ],
)
def test_duties(duties: Any, paths: list[str]) -> None:
    case = meiling(colleague("a"))
    case["staff"][0]["duties"] = duties
    assert fault_paths(case) == paths


def test_what_is_missing_is_one_fault_of_the_person() -> None:
    case = meiling(colleague("a", states=[{"kind": "joined", "from": "2026-01-01"}]), colleague("b"))
    case["ratings"] = case["ratings"][3:]
    assert fault_paths(case) == ["staff[0]"]


def test_people() -> None:
    case = shufu()
    case["staff"] += [
        {"id": "a", "category": "general"},
        {"category": "general"},
        {"id": "c"},
        "d",
        {"id": 7, "category": "x"},
    ]
    assert fault_paths(case) == [
        "staff[1].id",
        "staff[2].id",
        "staff[3].category",
        "staff[4]",
        "staff[5].category",
        "staff[5].id",
    ]


def test_unknown_keys_are_faults_everywhere() -> None:
    case = shufu(nickname="x", states=[{"kind": "joined", "from": "2026-01-01", "x": 1}])
    case["x"] = 1
    assert fault_paths(case) == ["staff[0].nickname", "staff[0].states[0].x", "x"]


@pytest.mark.parametrize("key", ["ratings", "journals", "departments", "groups", "ballots"])
def test_lists_a_scheme_does_not_use_are_absent_or_empty(key: str) -> None:
    assert fault_paths(shufu() | {key: []}) == []
    assert fault_paths(shufu() | {key: [{"id": "x"}]}) == [key]
    assert fault_paths(shufu() | {key: None}) == [key]


@pytest.mark.parametrize(
    "period", ["2026-00", "2026-13", "2026-Q5", "2026-Q1", "26", "2026-1", "0000", "", None, 2026]
)
def test_a_period_that_does_not_exist_is_the_only_fault(period: Period) -> None:
    assert fault_paths(shufu(facts={"x": "y"}) | {"period": period}) == ["period"]


def test_an_unknown_scheme_is_the_only_fault() -> None:
    assert fault_paths(shufu() | {"scheme": "other", "period": "x", "extra": 1}) == ["scheme"]
    assert fault_paths({}) == ["scheme"]


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", '"x"', "[" * 100_000])
def test_a_file_that_is_no_case_is_told_at_the_empty_path(tmp_path: Path, text: str) -> None:
    file = tmp_path / "case.json"
    file.write_text(text, encoding="utf-8")
    printed, faults = score_file(str(file), SCHEMES)
    assert [fault.path for fault in faults] == [""]
    assert printed["case"] is None


def test_a_file_that_does_not_exist_or_is_no_text_is_told_at_the_empty_path(tmp_path: Path) -> None:
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    for name in ("none.json", "binary.json"):
        assert [fault.path for fault in score_file(str(tmp_path / name), SCHEMES)[1]] == [""]


def test_json_of_our_own_making_reads_back(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(shufu()), encoding="utf-8-sig")
    assert score_file(str(file), SCHEMES)[1] == []
