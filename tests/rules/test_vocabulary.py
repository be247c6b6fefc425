"""Kinds and keys of the vocabulary at their bounds, beyond what the shipped schemes use of them."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assessment.rules import CaseError, PeriodKey, Scheme, Subject, load_scheme, provisional, read_case, score
from assessment.rules.vocabulary.conditions import FigureComparison
from tests.rules.building import Json

SMALL = (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")
CLAUSE = "kind: per_count, points: -0.5, unit: {zh: 次, en: time}"
QUOTA = "percent: 25, of: category, next: poor"


def changed(*changes: tuple[str, str]) -> Scheme:
    """The small scheme with some of its words replaced."""
    text = SMALL
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return load_scheme(text, file="small.yaml")


def results(scheme: Scheme, people: list[dict[str, Any]], entries: Any = ()) -> dict[str, dict[str, Any]]:
    case: Json = {"case": "x", "scheme": "small", "period": "2026-03", "entries": list(entries)}
    case["staff"] = [
        {"id": f"p{number}", "category": "general", **each} for number, each in enumerate(people)
    ]
    return {o.id: o.as_dict() for o in score(scheme, read_case(case, {"small": scheme}))}


def faults(scheme: Scheme, *, facts: Any = None, **entry: Any) -> list[str]:
    case: Json = {"case": "x", "scheme": "small", "period": "2026-03"}
    case["staff"] = [{"id": "p0", "category": "general", "facts": facts or {}}]
    case["entries"] = [{"staff": "p0", "clause": "1.1", "date": "2026-03-01", **entry}]
    try:
        read_case(case, {"small": scheme})
    except CaseError as error:
        return [fault.path for fault in error.faults]
    return []


@pytest.mark.parametrize(
    ("comparison", "below", "at", "above"),
    [
        ("at_least", False, True, True),
        ("more_than", False, False, True),
        ("at_most", True, True, False),
        ("less_than", True, False, False),
        ("equals", False, True, False),
    ],
)
def test_a_comparison_at_its_bound(comparison: str, below: bool, at: bool, above: bool) -> None:
    bound = FigureComparison(**{comparison: Decimal("2.5")})
    assert [
        bound.passes(Decimal(value)) for value in ("2.4999999999999999999999999999999", "2.50", "2.51")
    ] == [
        below,
        at,
        above,
    ]


@pytest.mark.parametrize(("count", "good"), [(3, 0), (4, 1), (7, 1), (8, 2)])
def test_seats_are_the_whole_part_of_the_share(count: int, good: int) -> None:
    people: list[Json] = [{"facts": {}}] * good + [{"facts": {"late": "1"}}] * (count - good)
    found = results(changed(), people)
    assert [each["grade"] for each in found.values()].count("good") == good


@pytest.mark.parametrize(("minimum", "good"), [("0", 0), ("1", 1), ("2", 2)])
def test_a_minimum_of_seats_holds_however_small_the_group(minimum: str, good: int) -> None:
    found = results(changed((QUOTA, f"{QUOTA}, minimum: {minimum}")), [{}, {"facts": {"late": 1}}])
    assert [each["grade"] for each in found.values()].count("good") == good


def test_whoever_is_under_a_ceiling_takes_no_seat_above_it() -> None:
    scheme = changed(
        (QUOTA, f"{QUOTA}, minimum: 1"), ("{fact: late, at_least: 3}", "{state: discipline, when: touches}")
    )
    sanctioned = {"states": [{"kind": "discipline", "from": "2026-03-31"}]}
    found = results(scheme, [sanctioned, {"facts": {"late": 1}}])
    assert [(each["grade"], each["ceiling"], each["flags"]) for each in found.values()] == [
        ("poor", "poor", []),
        ("good", None, []),
    ]
    found = results(scheme, [{}, {"facts": {"late": 1}}])
    assert [(each["grade"], each["ceiling"], each["flags"]) for each in found.values()] == [
        ("good", None, []),
        ("poor", None, ["quota_drop"]),
    ]


def test_a_total_adds_its_start_and_each_item_by_its_weight_and_keeps_its_bounds() -> None:
    entry = {"staff": "p0", "clause": "1.1", "date": "2026-03-31", "count": "3"}
    assert results(changed(), [{}], [entry])["p0"]["score"] == "55.10"  # 50 + 0.6 × (10 − 1.5)
    assert results(changed((", weight: 0.6", "")), [{}], [entry])["p0"]["score"] == "58.50"
    assert results(changed(("start: 50, ", "")), [{}], [entry])["p0"]["score"] == "5.10"
    assert results(changed(("lowest: 0}", "highest: 55}")), [{}], [entry])["p0"]["score"] == "55.00"
    assert results(changed(("lowest: 0}", "highest: 55.10}")), [{}], [entry])["p0"]["score"] == "55.10"
    assert results(changed(("lowest: 0}", "lowest: 55.11}")), [{}], [entry])["p0"]["score"] == "55.11"


@pytest.mark.parametrize(
    ("bounds", "value"),
    [("", "-1.50"), (", lowest: -1", "-1.00"), (", highest: -2", "-2.00"), (", lowest: -2", "-1.50")],
)
def test_an_item_keeps_its_bounds(bounds: str, value: str) -> None:
    entry = {"staff": "p0", "clause": "1.1", "date": "2026-03-31", "count": "3"}
    scheme = changed(("title: {zh: 事, en: Deeds}", "title: {zh: 事, en: Deeds}" + bounds))
    assert results(scheme, [{}], [entry])["p0"]["items"]["deeds"] == value


@pytest.mark.parametrize(
    ("points", "paths"),
    [("-5", []), ("5", []), ("-5.01", ["points"]), ("5.01", ["points"]), ("0", []), (None, ["points"])],
)
def test_given_points_keep_the_range_of_their_clause(points: str | None, paths: list[str]) -> None:
    scheme = changed((CLAUSE, "kind: given, unit: {zh: 分, en: points}, lowest: -5, highest: 5"))
    assert faults(scheme, points=points) == [f"entries[0].{path}" for path in paths]


@pytest.mark.parametrize(
    ("count", "valid"),
    [("0.2", True), ("0.3", False), ("0.4", True), ("-0.2", False), ("0", False), ("1", True)],
)
def test_counts_are_multiples_of_the_step(count: str, valid: bool) -> None:
    scheme = changed((CLAUSE, CLAUSE + ", step: 0.2"))
    assert faults(scheme, count=count) == ([] if valid else ["entries[0].count"])


@pytest.mark.parametrize(
    ("late", "valid"), [("100", True), ("100.5", False), ("101", False), ("-0", True), ("-1", False)]
)
def test_a_fact_keeps_its_maximum(late: str, valid: bool) -> None:
    scheme = changed(("en: times}, step: 1", "en: times}, maximum: 100"))
    assert faults(scheme, facts={"late": late}) == ([] if valid else ["staff[0].facts.late"])


def test_a_fact_that_is_not_stated_has_its_default() -> None:
    scheme = changed(("en: times}, step: 1", "en: times}, default: 2"))
    found = results(scheme, [{}, {"facts": {"late": 0}}])
    assert [each["items"]["hours"] for each in found.values()] == ["8.00", "10.00"]


def test_all_asks_for_every_condition_and_any_for_one() -> None:
    both = "{%s: [{fact: late, at_least: 3}, {state: discipline, when: touches}]}"
    state = {"states": [{"kind": "discipline", "from": "2026-03-31"}]}
    people: list[dict[str, Any]] = [{"facts": {"late": 3}}, state, {"facts": {"late": 3}, **state}, {}]
    for word, fired in (("all", [False, False, True, False]), ("any", [True, True, True, False])):
        scheme = changed(("{fact: late, at_least: 3}", both % word))
        assert [bool(each["gates"]) for each in results(scheme, people).values()] == fired


@pytest.mark.parametrize(
    ("when", "fires"),
    [
        ("touches", [False, True, True, True, True, False]),
        ("covers", [False, False, True, False, False, False]),
        ("begins_in", [False, False, False, True, True, False]),
        ("begins_by_end", [True, True, True, True, True, False]),
    ],
)
def test_how_a_state_stands_to_the_period(when: str, fires: list[bool]) -> None:
    spans = [
        ("2026-02-01", "2026-02-28"),
        ("2026-02-01", "2026-03-01"),
        ("2026-03-01", "2026-03-31"),
        ("2026-03-01", "2026-03-30"),
        ("2026-03-31", "2026-05-01"),
        ("2026-04-01", "2026-05-01"),
    ]
    people = [{"states": [{"kind": "discipline", "from": first, "to": last}]} for first, last in spans]
    scheme = changed(("{fact: late, at_least: 3}", f"{{state: discipline, when: {when}}}"))
    expected = [each or (when == "begins_in" and number == 2) for number, each in enumerate(fires)]
    assert [bool(each["gates"]) for each in results(scheme, people).values()] == expected


@pytest.mark.parametrize(
    ("months", "paths"),
    [
        ({"2026-03": {"rate": "100"}}, []),
        ({"2026-03": {}}, []),
        ({"2026-03": {"rate": "100.01"}}, ["2026-03.rate"]),
        ({"2026-03": {"rates": "1"}}, ["2026-03.rates"]),
        ({"2026-03": {"rate": None}}, ["2026-03.rate"]),
        ({"2026-03": []}, ["2026-03"]),
        ({"2026-04": {"rate": "1"}}, ["2026-04"]),
    ],
)
def test_figures_of_a_month_are_checked_like_facts(months: Any, paths: list[str]) -> None:
    figure = "{name: rate, title: {zh: 率, en: Rate}, unit: {zh: 分, en: points}, maximum: 100}"
    scheme = changed(("    clauses:\n", f"    months: [{figure}]\n    clauses:\n"))
    person = {"id": "a", "category": "general", "months": months}
    case: Json = {"case": "x", "scheme": "small", "period": "2026-03", "staff": [person]}
    try:
        subject = read_case(case, {"small": scheme}).subjects[0]
        assert list(subject.months) == ["2026-03"]
        found = []
    except CaseError as error:
        found = [fault.path for fault in error.faults]
    assert found == [f"staff[0].months.{path}" for path in paths]


def test_a_gate_of_scope_without_a_bonus_pays_nothing() -> None:
    gate = ("effect: {kind: ceiling, grade: poor}", "effect: {kind: out_of_scope}")
    found = results(changed(gate), [{"facts": {"late": 3}}])["p0"]
    assert (found["status"], found["bonus"], found["items"], found["gates"]) == (
        "out_of_scope",
        None,
        {},
        ["ceiling.late"],
    )


@pytest.mark.parametrize(("late", "grade"), [("0", None), ("2", None), ("3", "poor")])
def test_a_grade_with_a_cap_is_not_promised_before_the_close(late: str, grade: str | None) -> None:
    subject = Subject("a", "general", facts={"late": Decimal(late)})
    outcome = provisional(changed(), PeriodKey.parse("2026-03"), None, subject)
    assert (outcome.score is not None, outcome.grade, outcome.waiting) == (True, grade, ())
