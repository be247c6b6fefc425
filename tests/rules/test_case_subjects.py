"""Cases with departments, ratings of departments, ballots, journals and votes: what is read, and where a fault stands."""

import copy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assessment.packs import SCHEMES
from assessment.rules import PeriodKey, entry_faults, read_case, score
from assessment.rules.command_line import score_file

from .building import Json, fault_paths, outcomes

DAY = {"date": "2026-05-06"}
CASES = Path(__file__).parent.parent / "cases"


def hall(*entries: Json, **case: Any) -> Json:
    """A case of the service hall: person ``a`` of window ``w``."""
    return {
        "case": "hall",
        "scheme": "hall-windows",
        "period": "2026-05",
        "departments": [{"id": "w", "facts": {"red_flag": "1"}}, {"id": "v"}],
        "staff": [{"id": "a", "category": "anything", "department": "w"}],
        "entries": list(entries),
        **case,
    }


def review(*ballots: Json, **case: Any) -> Json:
    """A campaign about person ``a`` and department ``d``, with two groups."""
    return {
        "case": "review",
        "scheme": "democratic-review",
        "period": "2026",
        "departments": [{"id": "d"}],
        "staff": [{"id": "a", "category": "heads"}],
        "groups": [{"id": "public", "weight": "2"}, {"id": "users"}],
        "ballots": list(ballots),
        **case,
    }


def ballot(subject: str, group: str, **answers: str | None) -> Json:
    return {"subject": subject, "group": group, "answers": answers}


def subject(data: Json, kind: str, name: str) -> Any:
    return next(s for s in read_case(data, SCHEMES).subjects if (s.kind, s.id) == (kind, name))


def outcomes_by_kind(data: Json) -> dict[tuple[str, str], Json]:
    case = read_case(data, SCHEMES)
    return {(outcome.kind, outcome.id): outcome.as_dict() for outcome in score(case.scheme, case)}


@pytest.mark.parametrize(
    ("who", "paths"),
    [
        ({"staff": "a"}, []),
        ({}, ["entries[0].staff"]),
        ({"staff": "a", "department": "w"}, ["entries[0].staff"]),
        ({"staff": "w"}, ["entries[0].staff"]),
        ({"staff": None}, ["entries[0].staff"]),
        ({"department": "w"}, ["entries[0].clause"]),
        ({"department": "x"}, ["entries[0].clause", "entries[0].department"]),
    ],
)
def test_an_entry_names_one_person_or_one_department(who: Json, paths: list[str]) -> None:
    assert fault_paths(hall({"clause": "s20a", **DAY, **who})) == paths


@pytest.mark.parametrize(
    ("kind", "clause"), [("staff", "w12a"), ("department", "s20a"), ("department", "ban")]
)
def test_a_clause_is_for_people_or_for_departments(kind: str, clause: str) -> None:
    name = "a" if kind == "staff" else "w"
    assert fault_paths(hall({kind: name, "clause": clause, **DAY})) == ["entries[0].clause"]


@pytest.mark.parametrize(("kind", "clause"), [("staff", "s24d"), ("department", "w17b")])
def test_nothing_is_recorded_against_a_computed_clause(kind: str, clause: str) -> None:
    entry = {kind: "a" if kind == "staff" else "w", "clause": clause, **DAY}
    assert fault_paths(hall(entry)) == ["entries[0].clause"]
    faults = entry_faults(SCHEMES["hall-windows"], PeriodKey.parse("2026-05"), entry, kind=kind)
    assert [fault.path for fault in faults] == ["clause"]
    assert faults[0].message.code == "clause_computed"


def test_an_entry_is_judged_by_the_clauses_of_its_kind_of_subject() -> None:
    scheme, period = SCHEMES["hall-windows"], PeriodKey.parse("2026-05")
    entry = {"clause": "w18e", "matter": "m", **DAY}
    assert entry_faults(scheme, period, entry, kind="department") == []
    assert [fault.path for fault in entry_faults(scheme, period, entry)] == ["clause"]


def test_a_person_and_a_department_may_share_an_id_where_keys_tell_them_apart() -> None:
    case = hall({"staff": "w", "clause": "s22", **DAY}, {"department": "w", "clause": "w12a", **DAY})
    case["staff"].append({"id": "w", "category": "x", "department": "v"})
    printed = outcomes_by_kind(case)
    assert printed["staff", "w"]["score"] == "90.00"
    assert printed["department", "w"]["score"] == "95.00"


def test_in_a_questionnaire_one_id_is_not_both() -> None:
    assert fault_paths(review(staff=[{"id": "a"}, {"id": "d"}])) == ["staff[1].id"]


@pytest.mark.parametrize(
    ("person", "paths"),
    [
        ({"department": "w"}, []),
        ({"department": "x"}, ["staff[0].department"]),
        ({"department": ""}, ["staff[0].department"]),
        ({}, ["staff[0].department"]),
    ],
)
def test_everyone_of_a_hall_belongs_to_a_declared_window(person: Json, paths: list[str]) -> None:
    assert fault_paths(hall(staff=[{"id": "a", "category": "x", **person}])) == paths
    undeclared = hall(staff=[{"id": "a", "category": "x", **person}], departments=[])
    assert fault_paths(undeclared) == ["staff[0].department"]


def test_elsewhere_a_department_is_a_free_label_until_departments_are_given() -> None:
    year = {"case": "y", "scheme": "ab-post-quarterly", "period": "2026"}
    people = [{"id": "a", "category": "worker", "department": "d1"}, {"id": "b", "category": "worker"}]
    assert fault_paths({**year, "staff": people}) == []
    assert fault_paths({**year, "staff": people, "departments": [{"id": "d1"}]}) == []
    assert fault_paths({**year, "staff": people, "departments": [{"id": "d2"}]}) == ["staff[0].department"]


def test_the_facts_of_a_department_reach_its_people() -> None:
    assert subject(hall(), "staff", "a").department_facts == {"red_flag": Decimal(1)}
    assert outcomes(hall(entries=[{"staff": "a", "clause": "s20b", **DAY}]))["a"]["items"] == {
        "deductions": "-2.00",
        "bonuses": "2.00",
    }


def test_where_a_scheme_has_no_categories_any_label_will_do_or_none() -> None:
    for person in ({}, {"category": "x"}):
        assert fault_paths(hall(staff=[{"id": "a", "department": "w", **person}])) == []
    for label in ("", None, 5):
        case = hall(staff=[{"id": "a", "department": "w", "category": label}])
        assert fault_paths(case) == ["staff[0].category"]


def test_departments_are_printed_only_where_the_period_assesses_them() -> None:
    quarter = CASES / "edge-ab-quarter-with-departments.json"
    year = CASES / "edge-ab-sections-one.json"
    alone = CASES / "tie-ab-year-tie.json"
    printed = [score_file(str(file), SCHEMES)[0] for file in (quarter, year, alone)]
    assert ["departments" in each for each in printed] == [False, True, False]


def test_answers_are_counted_by_group_in_the_order_of_the_groups() -> None:
    case = review(
        ballot("a", "users", duties="satisfied", style=None),
        ballot("a", "public", duties="basic", style="basic"),
        ballot("a", "users", duties="satisfied", lawful="dissatisfied"),
        ballot("d", "users", duties=None),
    )
    found = subject(case, "staff", "a").answers
    assert [(each.group, each.weight) for each in found] == [("public", Decimal(2)), ("users", Decimal(1))]
    assert found[1].counts == {"duties": {"satisfied": 2}, "lawful": {"dissatisfied": 1}}
    assert outcomes(case)["d"]["flags"] == ["no_valid_answer"]


@pytest.mark.parametrize("weight", [None, "0", 0, "-1", 1.5, "x", True])
def test_a_weight_is_above_zero(weight: Any) -> None:
    assert fault_paths(review(groups=[{"id": "public", "weight": weight}])) == ["groups[0].weight"]


def test_a_ballot_without_answers_is_blank() -> None:
    assert fault_paths(review({"subject": "a", "group": "public"})) == []
    assert fault_paths(review({"subject": "a", "group": "public", "answers": None})) == ["ballots[0].answers"]


def shinan() -> Json:
    """One person with everything that is required, and nothing else."""
    rates = {"attendance_rate": "95", "no_early_leave_rate": "95", "lunch_rate": "95"}
    votes = [
        {"staff": "a", "item": item, "rater": "r", "round": number, "level": "good", **role}
        for number in (1, 2)
        for item, role in (("leader", {"role": "head"}), ("peer", {}))
    ]
    return {
        "case": "year",
        "scheme": "shinan-100",
        "period": "2026",
        "staff": [{"id": "a", "category": "general", "months": {"2026-01": rates}}],
        "ratings": votes,
        "journals": [{"staff": "a", "week": "2026-W01", "scores": {"goal": {"self": "45"}}}],
    }


def test_a_faulty_vote_counts_as_given_even_where_its_round_cannot_be_read() -> None:
    case = shinan()
    assert fault_paths(case) == []
    lacking = copy.deepcopy(case)
    lacking["ratings"] = [r for r in lacking["ratings"] if r["item"] != "peer"]
    assert fault_paths(lacking) == ["staff[0]"]
    lacking["ratings"].append({"staff": "a", "item": "peer", "rater": "r", "round": 3, "level": "good"})
    assert fault_paths(lacking) == ["ratings[2].round"]


def test_an_abstention_is_no_vote_and_a_second_answer_of_one_rater_is_a_fault() -> None:
    case = shinan()
    case["ratings"][1]["level"] = "abstain"
    assert fault_paths(case) == ["staff[0]"]
    case["ratings"].append({**case["ratings"][1], "level": "good"})
    assert fault_paths(case) == ["ratings[4]"]


def test_one_rater_may_vote_in_each_round_and_in_each_role() -> None:
    case = shinan()
    case["ratings"].append({**case["ratings"][0], "role": "deputy"})
    assert fault_paths(case) == []
    case["ratings"].append({**case["ratings"][0], "level": "poor"})
    assert fault_paths(case) == ["ratings[5]"]


@pytest.mark.parametrize(
    ("year", "week", "exists"),
    [
        ("2026", "W53", True),
        ("2026", "W54", False),
        ("2025", "W52", True),
        ("2025", "W53", False),
        ("2026", "W00", False),
    ],
)
def test_a_week_belongs_to_the_iso_year_of_its_number(year: str, week: str, exists: bool) -> None:
    case = shinan() | {"period": year}
    case["staff"][0]["months"] = {f"{year}-01": case["staff"][0]["months"]["2026-01"]}
    case["journals"][0]["week"] = f"{year}-{week}"
    assert fault_paths(case) == ([] if exists else ["journals[0].week"])


@pytest.mark.parametrize(
    ("confirmed", "issued", "fits"), [("3", "3", True), ("3.01", "3", False), ("1", None, False)]
)
def test_a_figure_may_not_exceed_the_one_it_is_part_of(
    confirmed: str, issued: str | None, fits: bool
) -> None:
    case = shinan()
    case["staff"][0]["facts"] = {"study_confirmed": confirmed} | ({"study_issued": issued} if issued else {})
    assert fault_paths(case) == ([] if fits else ["staff[0].facts.study_confirmed"])


def test_a_month_that_is_faulty_is_not_missing_besides() -> None:
    case = shinan()
    case["staff"][0]["months"]["2026-01"]["lunch_rate"] = "100.01"
    assert fault_paths(case) == ["staff[0].months.2026-01.lunch_rate"]
    case["staff"][0]["months"] = {}
    assert fault_paths(case) == ["staff[0]"]
