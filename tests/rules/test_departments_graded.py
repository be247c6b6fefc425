"""Departments with grades, caps, gates, months, votes, a bonus and a year: on both sides of every bound."""

import json
from pathlib import Path
from typing import Any

import pytest

from assessment.rules import (
    CaseError,
    Outcome,
    PackFolder,
    PeriodKey,
    bonus_of,
    explain,
    facts_of,
    provisional,
    quota_table,
    read_case,
    render,
    score,
    subject_from_facts,
)
from assessment.rules.command_line import score_file
from tests.narrowing import present

FOLDER = Path(__file__).parent.parent / "packs"
SCHEMES = PackFolder(FOLDER)
SCHEME = SCHEMES["departments"]
Json = dict[str, Any]
MONTHS = ("2026-01", "2026-02", "2026-03")


def department(
    name: str,
    *,
    criticised: int = 0,
    rates: tuple[str, ...] = ("95", "95", "95"),
    head: str | None = "good",
    deputy: str | None = "good",
    on_record: str | None = None,
    **facts: Any,
) -> Json:
    """A department with all that is required of it: 60 + 20 + 20 unless something is said against it."""
    months = {month: {"on_time": rate} for month, rate in zip(MONTHS, rates, strict=False)}
    entries = [{"department": name, "clause": "d1", "date": "2026-02-03", "count": str(criticised)}]
    if not criticised:
        entries = []
    if on_record is not None:
        entries.append({"department": name, "clause": on_record, "date": "2026-03-31"})
    ratings = [
        {"department": name, "item": "d.review", "rater": role, "role": role, "round": number, "level": level}
        for number in (1, 2)
        for role, level in (("head", head), ("deputy", deputy))
        if level is not None
    ]
    return {
        "row": {"id": name, "months": months, "facts": facts},
        "entries": entries,
        "ratings": ratings,
    }


def quarter(*departments: Json, **case: Any) -> Json:
    return {
        "case": "quarter",
        "scheme": "departments",
        "period": "2026-Q1",
        "departments": [each["row"] for each in departments],
        "staff": [],
        "entries": [entry for each in departments for entry in each["entries"]],
        "ratings": [rating for each in departments for rating in each["ratings"]],
        **case,
    }


def outcomes(data: Json) -> dict[str, Outcome]:
    """The outcomes of the departments, each held against its own explanation."""
    case = read_case(data, SCHEMES)
    stored = {each.id: facts_of(each) for each in case.subjects if each.kind == "department"}
    found = {each.id: each for each in score(SCHEME, case) if each.kind == "department"}
    for name, outcome in found.items():
        told = explain(
            SCHEME, case.period, case.settings, stored[name], json.loads(json.dumps(outcome.standing))
        )
        assert told["outcome"] == outcome.as_dict()
        assert facts_of(subject_from_facts(stored[name])) == stored[name]
        for language in ("zh-hans", "en"):
            assert all(section["sentences"] or section["lines"] for section in render(told, SCHEME, language))
    return found


def grades(data: Json) -> dict[str, str | None]:
    return {name: outcome.grade for name, outcome in outcomes(data).items()}


def fault_paths(data: Json) -> list[str]:
    with pytest.raises(CaseError) as refused:
        read_case(data, SCHEMES)
    return sorted(fault.path for fault in refused.value.faults)


def many(count: int, *first: Json) -> list[Json]:
    """The first departments and so many in all; the others are far from the capped grade."""
    others = [department(f"z{number}", criticised=6) for number in range(count - len(first))]
    return [*first, *others]


@pytest.mark.parametrize(("count", "seats"), [(3, 0), (4, 1), (6, 1), (7, 2), (9, 2), (10, 3)])
def test_three_in_ten_departments_may_be_excellent_and_a_part_of_a_seat_is_none(
    count: int, seats: int
) -> None:
    best = [
        department("a"),
        department("b", rates=("95", "95", "94.99")),
        department("c", rates=("95", "94", "94")),
    ]
    found = outcomes(quarter(*many(count, *best)))
    scores = [present(found[name].score) for name in "abc"]
    assert scores == sorted(scores, reverse=True)
    assert [found[name].grade for name in "abc"] == ["excellent"] * seats + ["good"] * (3 - seats)
    assert ["quota_drop" in found[name].flags for name in "abc"] == [False] * seats + [True] * (3 - seats)
    rows = [(name, "", outcome.status, outcome.ceiling) for name, outcome in found.items()]
    (line,) = quota_table(SCHEME, PeriodKey.parse("2026-Q1"), None, rows, kind="department")
    assert (line.base, line.seats, line.category) == (count, seats, None)


def test_equal_departments_at_the_cap_all_drop_and_nobody_below_overtakes_them() -> None:
    tied = [department("a"), department("b", deputy="fair"), department("c", head="fair")]
    found = outcomes(quarter(*many(8, *tied, department("d", rates=("95", "94", "94")))))
    assert {name: found[name].grade for name in "abcd"} == {
        "a": "excellent",
        "b": "good",
        "c": "good",
        "d": "good",
    }
    assert found["b"].flags == found["c"].flags == ["tie_at_cap"]
    assert found["d"].flags == ["quota_drop"]
    told = quarter(*many(10, *tied))
    assert {name: grade for name, grade in grades(told).items() if name in "abc"} == dict.fromkeys(
        "abc", "excellent"
    )


@pytest.mark.parametrize(
    ("complaints", "grade", "flags"), [(1, "excellent", ["red_banner"]), (2, "good", ["red_banner"])]
)
def test_a_ceiling_takes_a_department_out_of_the_candidates(
    complaints: int, grade: str, flags: list[str]
) -> None:
    found = outcomes(
        quarter(*many(4, department("a", complaints=str(complaints)), department("b", criticised=1)))
    )
    assert (found["a"].grade, found["a"].flags) == (grade, flags)
    assert found["b"].grade == ("good" if complaints == 1 else "excellent")
    assert found["a"].ceiling == (None if complaints == 1 else "good")


@pytest.mark.parametrize(("months", "seated"), [("3", True), ("2.5", False)])
def test_a_department_out_of_scope_leaves_the_base(months: str, seated: bool) -> None:
    found = outcomes(quarter(department("a"), *many(2), department("new", set_up=months, criticised=6)))
    assert found["a"].grade == ("excellent" if seated else "good")
    assert found["new"].status == ("assessed" if seated else "out_of_scope")


def test_who_is_out_of_scope_is_paid_what_the_gate_says_and_has_no_score() -> None:
    found = outcomes(
        quarter(
            department("a", set_up=2, complaints=2, rates=(), head=None, deputy=None),
            department("b", set_up=2, complaints=3),
        )
    )
    assert found["a"].as_dict() == {
        "status": "out_of_scope",
        "score": None,
        "grade": None,
        "ceiling": None,
        "bonus": "500.00",
        "items": {},
        "gates": ["d.out.new"],
        "flags": [],
    }
    assert found["b"].as_dict()["bonus"] == "0.00"


def test_gates_decide_the_grade_and_may_set_the_score() -> None:
    found = outcomes(quarter(*many(10, department("a", on_record="d2"), department("b", on_record="d3"))))
    breach, inquiry = found["a"], found["b"]
    assert breach.as_dict() == {
        "status": "assessed",
        "score": "0.00",
        "grade": "unqualified",
        "ceiling": None,
        "bonus": "0.00",
        "items": {"d.deeds": "60.00", "d.on_time": "20.00", "d.review": "20.00", "d.people": "0.00"},
        "gates": ["d.unqualified.breach"],
        "flags": ["no_award"],
    }
    assert (inquiry.status, inquiry.grade, inquiry.bonus) == ("undetermined", "undetermined", None)


@pytest.mark.parametrize(
    ("criticised", "grade", "bonus", "gates"),
    [
        (4, "good", "2000.00", []),
        (5, "passed", "1000.00", []),
        (6, "passed", "1000.00", []),
        (7, "passed", "1000.00", ["d.listed.low"]),
        (8, "passed", "1000.00", ["d.listed.low"]),
        (9, "unqualified", "0.00", ["d.listed.low"]),
    ],
)
def test_bands_and_a_gate_on_the_score_include_their_bounds(
    criticised: int, grade: str, bonus: str, gates: list[str]
) -> None:
    found = outcomes(quarter(department("a", criticised=criticised)))["a"].as_dict()
    assert (found["grade"], found["bonus"], found["gates"]) == (grade, bonus, gates)


def test_a_grade_may_be_paid_as_another() -> None:
    found = outcomes(quarter(department("a", complaints=2)))["a"]
    assert (found.grade, str(found.bonus)) == ("good", "1000.00")
    assert found.gates == ["d.bonus.complaint", "d.ceiling.complaints"]
    period = SCHEME.part("quarter").cadence
    assert str(bonus_of(SCHEME, period, "good", found.gates, kind="department")) == "1000.00"
    assert str(bonus_of(SCHEME, period, "excellent", kind="department")) == "3000.00"
    assert bonus_of(SCHEME, period, "passed") is None


@pytest.mark.parametrize(
    ("rates", "points"),
    [
        (("95", "95", "95"), "20.00"),
        (("94.99", "80", "80"), "10.00"),
        (("79.99",), "0.00"),
        (("95", "80"), "15.00"),
    ],
)
def test_the_months_on_record_count_with_their_mean(rates: tuple[str, ...], points: str) -> None:
    assert str(outcomes(quarter(department("a", rates=rates)))["a"].items["d.on_time"]) == points


@pytest.mark.parametrize(
    ("head", "deputy", "points"),
    [
        ("good", "good", "20.00"),
        ("good", None, "15.00"),
        ("fair", "fair", "10.00"),
        ("good", "abstain", "15.00"),
    ],
)
def test_the_votes_of_the_roles_add_up(head: str, deputy: str | None, points: str) -> None:
    found = outcomes(quarter(department("a", head=head, deputy=deputy)))["a"]
    assert str(found.items["d.review"]) == points


def test_what_a_department_lacks_is_told_at_its_place() -> None:
    lacking = quarter(
        department("a"), department("b", rates=()), department("c", head="abstain", deputy=None)
    )
    with pytest.raises(CaseError) as refused:
        read_case(lacking, SCHEMES)
    assert [str(fault) for fault in refused.value.faults] == [
        "departments[1]: missing: month d.on_time",
        "departments[2]: missing: rating d.review 1, rating d.review 2",
    ]


def test_the_votes_of_one_round_do_not_stand_for_the_other() -> None:
    case = quarter(department("a"))
    case["ratings"] = [rating for rating in case["ratings"] if rating["round"] == 1]
    assert fault_paths(case) == ["departments[0]"]


def year(*histories: Any, **case: Any) -> Json:
    """A year: for each department rows of (quarter, score, grade)."""
    rows = [
        {"id": f"d{n}", "history": [{"period": f"2026-Q{q}", "score": s, "grade": g} for q, s, g in history]}
        for n, history in enumerate(histories)
    ]
    return {
        "case": "year",
        "scheme": "departments",
        "period": "2026",
        "departments": rows,
        "staff": [],
        **case,
    }


def test_a_year_looks_back_on_the_quarters_of_the_department() -> None:
    good, bad = "excellent", "unqualified"
    found = outcomes(
        year(
            [(1, "90", good), (2, "91", good), (3, "92", good)],
            [(1, "90", good), (2, "91", good), (3, "50", bad)],
            [(1, "50", bad), (2, "40", bad)],
            [(1, "99", good), (2, "99", good), (3, "99", good), (4, "99", good)],
        )
    )
    assert {name: (str(each.score), each.grade) for name, each in found.items()} == {
        "d0": ("91.00", "good"),
        "d1": ("77.00", "passed"),
        "d2": ("45.00", "unqualified"),
        "d3": ("99.00", "excellent"),
    }
    assert found["d0"].flags == ["quota_drop"]


@pytest.mark.parametrize(
    ("history", "paths"),
    [
        ([(1, "100", "good")], []),
        ([(1, "100.01", "good")], ["departments[0].history[0].score"]),
        ([(1, "90", "excellent"), (1, "80", "good")], ["departments[0].history[1].period"]),
        ([(1, "90", "fair")], ["departments[0].history[0].grade"]),
        ([(1, None, None)], ["departments[0]"]),
        ([], ["departments[0]"]),
    ],
)
def test_the_earlier_results_of_a_department_are_checked(history: Any, paths: list[str]) -> None:
    case = year(history)
    if paths:
        assert fault_paths(case) == paths
    else:
        assert outcomes(case)["d0"].score is not None


def test_departments_are_ranked_among_all_of_them() -> None:
    scores = {"a": "90", "b": "80", "c": "80", "d": "70"}
    case = {
        "case": "month",
        "scheme": "departments",
        "period": "2026-03",
        "departments": [{"id": name} for name in scores],
        "staff": [],
        "ratings": [
            {"department": name, "item": "m.rank", "rater": "x", "score": score}
            for name, score in scores.items()
        ],
    }
    found = outcomes(case)
    assert {name: str(each.score) for name, each in found.items()} == {
        "a": "100.00",
        "b": "80.00",
        "c": "80.00",
        "d": "60.00",
    }
    assert found["a"].as_dict().keys() == {"score", "items", "flags"}
    assert found["b"].standing["ranks"]["m.rank"]["n"] == 4


def test_while_the_period_runs_a_department_waits_for_votes_and_for_the_cap() -> None:
    period = PeriodKey.parse("2026-Q1")
    complete = read_case(quarter(department("a"), department("b", criticised=4)), SCHEMES).subjects
    waits = provisional(SCHEME, period, None, complete[0])
    assert (waits.waiting, waits.score, waits.grade) == (("d.people",), None, None)
    nothing = {"d.people": {"sum": "0.00", "people": []}}
    capped, settled = (provisional(SCHEME, period, None, each, carried=nothing) for each in complete)
    assert (str(capped.score), capped.grade) == ("100.00", None)
    assert (str(settled.score), settled.grade, str(settled.bonus)) == ("80.00", "good", "2000.00")
    complete[0].ratings = [vote for vote in complete[0].ratings if vote.round == 1]
    assert provisional(SCHEME, period, None, complete[0], carried=nothing).waiting == ("d.review",)


def test_a_department_appeals_within_its_own_time_or_that_of_its_people() -> None:
    part = SCHEME.part("quarter")
    assert part.departments is not None
    assert part.appeal.within.days == 10
    assert part.departments.appeal.within.working_days == 5
    year_part = SCHEME.part("year")
    assert year_part.departments is not None
    assert year_part.departments.appeal == year_part.appeal


@pytest.mark.parametrize(
    "file", sorted(p.stem for p in (FOLDER / "departments").glob("*.json") if ".expected" not in p.name)
)
def test_a_case_file_of_departments_comes_out_as_expected(file: str) -> None:
    expected = json.loads((FOLDER / "departments" / f"{file}.expected.json").read_text(encoding="utf-8"))
    printed, faults = score_file(str(FOLDER / "departments" / f"{file}.json"), SCHEMES)
    if "error_paths" in expected:
        assert sorted(fault.path for fault in faults) == expected["error_paths"]
    else:
        assert printed == expected
