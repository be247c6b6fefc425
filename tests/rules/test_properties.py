"""What holds for any period: caps, order, monotony, sums, equality, and the way back from storage."""

import json
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.packs import SCHEMES
from assessment.rules import (
    Entry,
    Outcome,
    Past,
    PeriodKey,
    Rating,
    Scheme,
    Scoring,
    State,
    Subject,
    entry_points,
    explain,
    facts_of,
    quota_table,
    subject_from_facts,
)
from tests.narrowing import present

MONTH, QUARTER, YEAR = PeriodKey.parse("2026-04"), PeriodKey.parse("2026-Q2"), PeriodKey.parse("2026")
SHUFU, MEILING = SCHEMES["shufu-50"], SCHEMES["meiling-quarterly"]
FEW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def days(period: PeriodKey) -> st.SearchStrategy[date]:
    return st.dates(period.first_day - timedelta(days=40), period.last_day + timedelta(days=40))


def figures(top: int, step: str = "0.5") -> st.SearchStrategy[Decimal]:
    return st.integers(0, int(top / Decimal(step))).map(lambda n: n * Decimal(step))


@st.composite
def shufu_entries(draw: Any) -> list[Entry]:
    clauses = st.sampled_from(sorted(SHUFU.part("month").clauses))
    inside = st.dates(MONTH.first_day, MONTH.last_day)
    rows = draw(st.lists(st.tuples(clauses, inside, st.integers(1, 4)), max_size=8))
    return [Entry(n, clause, day, Decimal(count)) for n, (clause, day, count) in enumerate(rows)]


@st.composite
def states(draw: Any, period: PeriodKey) -> list[State]:
    kinds = st.sampled_from(["retired", "admonition", "discipline", "investigation", "veto", "not_in_post"])
    rows = draw(st.lists(st.tuples(kinds, days(period), st.integers(0, 200)), max_size=1))
    return [
        State(kind, first, None if kind == "retired" else first + timedelta(days=length))
        for kind, first, length in rows
    ]


@st.composite
def quarter_subject(draw: Any, name: str) -> Subject:
    duties = ["routine.section"] + draw(
        st.sampled_from([[], ["key.1"], ["routine.community"], ["key.1", "key.2"]])
    )
    part = MEILING.part("quarter")
    ratings = [Rating(f"{name}{d}", d, "r", draw(figures(int(part.maximum(d, duties))))) for d in duties]
    for rater in range(draw(st.integers(1, 3))):
        ratings.append(Rating(f"{name}L{rater}", "leaders", f"L{rater}", draw(figures(100, "25"))))
    merit = draw(st.lists(st.integers(-24, 24), max_size=3))
    return Subject(
        name,
        draw(st.sampled_from(["general", "general", "middle"])),
        duties=duties,
        facts={
            "late": Decimal(draw(st.integers(0, 11))),
            "absent_days": draw(figures(3)),
            "leave_days": draw(figures(20)),
        },
        states=draw(states(QUARTER)),
        entries=[Entry(n, "merit", date(2026, 5, 4), points=Decimal(p) / 2) for n, p in enumerate(merit)],
        ratings=ratings,
    )


@st.composite
def quarter(draw: Any) -> list[Subject]:
    distinct = [draw(quarter_subject(f"s{n}")) for n in range(draw(st.integers(1, 5)))]
    subjects = []
    for number, subject in enumerate(distinct):
        for copy in range(draw(st.integers(1, 3))):
            twin = subject_from_facts(facts_of(subject))
            twin.id = f"s{number}.{copy}"
            subjects.append(twin)
    return subjects


@st.composite
def annual(draw: Any) -> list[Subject]:
    grades = st.sampled_from(
        ["excellent", "excellent", "excellent", "good", "qualified", "unqualified", "undetermined"]
    )
    subjects = []
    for number in range(draw(st.integers(1, 10))):
        rows = [
            Past(f"2026-Q{q}", draw(figures(100, "5")), draw(grades))
            for q in range(1, draw(st.integers(0, 4)) + 1)
        ]
        subjects.append(Subject(f"s{number}", "general", history=rows, states=draw(states(YEAR))))
    return subjects


def run(scheme: Scheme, period: PeriodKey, subjects: list[Subject]) -> dict[str, Outcome]:
    scoring = Scoring(scheme, period)
    for subject in subjects:
        scoring.add(subject)
    return {outcome.id: outcome for outcome in scoring.finish()}


def same(one: dict[str, Outcome], other: dict[str, Outcome]) -> bool:
    return {k: (o.as_dict(), o.standing) for k, o in one.items()} == {
        k: (o.as_dict(), o.standing) for k, o in other.items()
    }


def assert_caps(
    scheme: Scheme, period: PeriodKey, subjects: list[Subject], results: dict[str, Outcome]
) -> None:
    rows = [(s.id, s.category, results[s.id].status, results[s.id].ceiling) for s in subjects]
    for line in quota_table(scheme, period, None, rows):
        in_line = [s for s in subjects if line.category in (None, s.category)]
        assert sum(results[s.id].grade == line.grade for s in in_line) <= line.seats
        assert line.seats * 100 <= line.percent * line.base


@FEW
@given(quarter())
def test_no_quarterly_cap_is_exceeded(subjects: list[Subject]) -> None:
    assert_caps(MEILING, QUARTER, subjects, run(MEILING, QUARTER, subjects))


@FEW
@given(annual())
def test_no_annual_cap_is_exceeded(subjects: list[Subject]) -> None:
    assert_caps(MEILING, YEAR, subjects, run(MEILING, YEAR, subjects))


@FEW
@given(quarter(), st.randoms(use_true_random=False))
def test_the_order_of_people_entries_and_ratings_does_not_matter(
    subjects: list[Subject], chance: Any
) -> None:
    before = run(MEILING, QUARTER, subjects)
    shuffled = chance.sample(subjects, len(subjects))
    for subject in shuffled:
        subject.entries = chance.sample(list(subject.entries), len(subject.entries))
        subject.ratings = chance.sample(list(subject.ratings), len(subject.ratings))
        subject.states = chance.sample(list(subject.states), len(subject.states))
        subject.duties = chance.sample(list(subject.duties), len(subject.duties))
    assert same(before, run(MEILING, QUARTER, shuffled))


@FEW
@given(shufu_entries(), shufu_entries(), st.randoms(use_true_random=False))
def test_a_further_deduction_never_raises_a_score(first: list[Entry], more: list[Entry], chance: Any) -> None:
    subject, heavier = (
        Subject("a", "general", entries=first),
        Subject("b", "general", entries=[*first, *more]),
    )
    heavier.entries = chance.sample(list(heavier.entries), len(heavier.entries))
    results = run(SHUFU, MONTH, [subject, heavier])
    assert present(results["b"].score) <= present(results["a"].score)
    assert all(results["b"].items[item] <= value for item, value in results["a"].items.items())


@FEW
@given(quarter_subject("a"), st.integers(0, 24))
def test_a_further_demerit_never_raises_a_quarterly_score(subject: Subject, half_points: int) -> None:
    worse = subject_from_facts(facts_of(subject))
    worse.id, worse.entries = (
        "b",
        [*worse.entries, Entry("x", "merit", date(2026, 5, 4), points=Decimal(-half_points) / 2)],
    )
    results = run(MEILING, QUARTER, [subject]) | run(MEILING, QUARTER, [worse])
    if results["a"].score is not None:
        assert present(results["b"].score) <= present(results["a"].score)


@FEW
@given(shufu_entries())
def test_the_printed_items_of_a_month_add_up(entries: list[Entry]) -> None:
    result = run(SHUFU, MONTH, [Subject("a", "general", entries=entries)])["a"]
    assert result.score == max(Decimal(0), 50 + sum(result.items.values()))
    assert all(value.as_tuple().exponent == -2 for value in result.items.values())
    single = [entry_points(SHUFU, "month", entry) for entry in entries]
    assert sum(single) <= sum(result.items.values())


@FEW
@given(quarter())
def test_the_printed_items_of_a_quarter_add_up(subjects: list[Subject]) -> None:
    for result in run(MEILING, QUARTER, subjects).values():
        if result.score is None:
            continue
        items = dict(result.items)
        base, leaders = items.pop("base"), items.pop("leaders")
        assert base == sum(items.values())
        assert abs(result.score - (base * 6 + leaders * 4) / 10) <= Decimal("0.005")


@FEW
@given(quarter())
def test_equal_people_get_equal_grades(subjects: list[Subject]) -> None:
    results = run(MEILING, QUARTER, subjects)
    alike: dict[str, set[Any]] = defaultdict(set)
    for subject in subjects:
        outcome = results[subject.id]
        alike[subject.id.split(".")[0]].add(
            (outcome.score, outcome.grade, tuple(outcome.flags), outcome.bonus)
        )
    assert all(len(found) == 1 for found in alike.values())


@FEW
@given(quarter())
def test_nobody_overtakes_a_higher_score(subjects: list[Subject]) -> None:
    results = run(MEILING, QUARTER, subjects)
    order = list(MEILING.grades)
    free = [
        (s.category, o.score, order.index(str(o.grade)))
        for s in subjects
        if (o := results[s.id]).score is not None and not set(o.gates) - {"bonus.leave"}
    ]
    for category, score, place in free:
        assert all(place <= p for c, lower, p in free if c == category and lower < score)


def assert_comes_back(scheme: Scheme, period: PeriodKey, subjects: list[Subject]) -> None:
    results = run(scheme, period, subjects)
    stored = [json.loads(json.dumps(facts_of(subject))) for subject in subjects]
    assert same(results, run(scheme, period, [subject_from_facts(facts) for facts in stored]))
    for facts in stored:
        outcome = results[facts["id"]]
        assert facts_of(subject_from_facts(facts)) == facts
        explained = explain(scheme, period, None, facts, json.loads(json.dumps(outcome.standing)))
        assert explained["outcome"] == outcome.as_dict()
        assert {i["item"]: i["value"] for i in explained["items"]} == outcome.as_dict()["items"]
        assert sorted(gate["gate"] for gate in explained["gates"]) == outcome.gates
        assert all(gate["because"] for gate in explained["gates"])
        assert json.loads(json.dumps(explained)) == explained


@FEW
@given(quarter())
def test_a_quarter_comes_back_from_its_stored_facts_and_explains_itself(subjects: list[Subject]) -> None:
    assert_comes_back(MEILING, QUARTER, subjects)


@FEW
@given(annual())
def test_a_year_comes_back_from_its_stored_facts_and_explains_itself(subjects: list[Subject]) -> None:
    assert_comes_back(MEILING, YEAR, subjects)


@FEW
@given(shufu_entries())
def test_a_month_comes_back_from_its_stored_facts_and_explains_itself(entries: list[Entry]) -> None:
    subject = Subject("a", "general", entries=entries)
    assert_comes_back(SHUFU, MONTH, [subject])
    explained = explain(SHUFU, MONTH, None, facts_of(subject), {})
    for item in explained["items"]:
        assert sum(Decimal(row["effect"]) for row in item["entries"]) == Decimal(item["value"])
