"""What the analysis concludes about conditions holds for every person one can think of."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from assessment.rules import Entry, Past, PeriodKey, State, Subject, load_scheme
from assessment.rules.lint.logic import Logic
from assessment.rules.lint.ranges import Reach
from assessment.rules.vocabulary.base import ENDLESS_STATES
from assessment.rules.vocabulary.conditions import Condition, View

CLEAN = load_scheme(
    (Path(__file__).parent / "linting" / "clean.yaml").read_text(encoding="utf-8"), file="clean.yaml"
)
PARTS = {"quarter": CLEAN.part("quarter"), "year": CLEAN.part("year")}
LOGIC = {cadence: Logic(part, Reach(CLEAN, part)) for cadence, part in PARTS.items()}
PERIODS = {"quarter": PeriodKey.parse("2026-Q2"), "year": PeriodKey.parse("2026")}
OFTEN = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
ADAPTER: TypeAdapter[Any] = TypeAdapter(Condition)
KINDS = ["retired", "joined", "discipline", "admonition"]
WHENS = ["touches", "covers", "begins_in", "begins_by_end"]
GRADES = ["excellent", "good", "unqualified"]


def condition(**stated: Any) -> Any:
    return ADAPTER.validate_python(stated)


def compared(bounds: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    names = st.sampled_from(["at_least", "more_than", "at_most", "less_than", "equals"])
    return st.tuples(names, bounds).map(lambda pair: {pair[0]: pair[1]})


SMALL = st.integers(0, 4)
HALVES = st.integers(0, 8).map(lambda n: Decimal(n) / 2)
STATES = st.lists(st.sampled_from(KINDS), min_size=1, max_size=2, unique=True)
STATE_LEAVES = [
    st.fixed_dictionaries({"state": st.sampled_from(KINDS), "when": st.sampled_from(WHENS)}),
    st.tuples(STATES, st.sampled_from(WHENS), compared(SMALL)).map(
        lambda three: {"states": tuple(three[0]), "when": three[1], **three[2]}
    ),
]
QUARTER_LEAVES = [
    *STATE_LEAVES,
    st.tuples(st.sampled_from(["late", "absent_days", "leave_days", "issued", "done"]), compared(HALVES)).map(
        lambda two: {"fact": two[0], **two[1]}
    ),
    compared(HALVES).map(lambda one: {"facts": ("late", "leave_days"), **one}),
    compared(st.sampled_from([40, 50, 60])).map(lambda one: {"share": "leave_days", "of": "workdays", **one}),
    compared(SMALL).map(lambda one: {"entries": ("1.1", "2.1"), **one}),
    compared(SMALL).map(lambda one: {"entries": ("2.1",), **one}),
    compared(st.sampled_from([0, 60, 100])).map(lambda one: {"score": "total", **one}),
]
YEAR_LEAVES = [
    *STATE_LEAVES,
    st.tuples(st.sampled_from([*GRADES, "scored"]), compared(st.integers(0, 5))).map(
        lambda two: {"past": two[0], **two[1]}
    ),
    st.sampled_from(GRADES).map(lambda grade: {"every_past": grade}),
]
LEAVES = {"quarter": st.one_of(QUARTER_LEAVES), "year": st.one_of(YEAR_LEAVES)}


def conditions(cadence: str) -> st.SearchStrategy[Any]:
    def joined(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        members = st.lists(inner, min_size=1, max_size=3).map(tuple)
        return st.one_of(members.map(lambda m: {"all": m}), members.map(lambda m: {"any": m}))

    return st.recursive(LEAVES[cadence], joined, max_leaves=4).map(ADAPTER.validate_python)


@st.composite
def views(draw: Any, cadence: str) -> View:
    part, period = PARTS[cadence], PERIODS[cadence]
    states = []
    for kind in draw(st.lists(st.sampled_from(KINDS), max_size=3)):
        first = period.first_day + timedelta(days=draw(st.integers(-60, period.last_day.timetuple().tm_yday)))
        length = draw(st.sampled_from([None, 0, 30, 500]))
        endless = kind in ENDLESS_STATES or length is None
        states.append(State(kind, first, None if endless else first + timedelta(days=length)))
    history = [
        Past(key.key, draw(st.sampled_from([None, Decimal(80)])), draw(st.sampled_from([None, *GRADES])))
        for key in period.parts("quarter")[: draw(st.integers(0, 4))]
    ]
    clauses = (
        draw(st.lists(st.sampled_from(["1.1", "2.1", "1.3"]), max_size=4)) if cadence == "quarter" else []
    )
    entries = [Entry(n, clause, period.first_day) for n, clause in enumerate(clauses)]
    stated = draw(facts()) if cadence == "quarter" else {}
    subject = Subject("a", "general", facts=stated, states=states, history=history, entries=entries)
    view = View(subject, period, part.defaults)
    view.score = draw(
        st.sampled_from([Decimal("0.00"), Decimal("59.99"), Decimal("60.00"), Decimal("100.00")])
    )
    return view


@st.composite
def facts(draw: Any) -> dict[str, Decimal]:
    whole, halves = st.integers(0, 4).map(Decimal), HALVES
    issued = draw(whole)
    return {
        "late": draw(whole),
        "absent_days": draw(halves),
        "leave_days": draw(halves),
        "workdays": draw(st.sampled_from([Decimal(0), Decimal(4), Decimal(60)])),
        "issued": issued,
        "done": min(draw(whole), issued),
    }


@pytest.mark.parametrize("cadence", sorted(PARTS))
def test_what_can_never_hold_holds_for_nobody_and_what_always_holds_for_all(cadence: str) -> None:
    @OFTEN
    @given(conditions(cadence), views(cadence))
    def so(one: Any, view: View) -> None:
        holds = one.holds(view)
        assert not (holds and LOGIC[cadence].never(one))
        assert holds or not LOGIC[cadence].always(one)

    so()


@pytest.mark.parametrize("cadence", sorted(PARTS))
def test_a_condition_that_follows_from_another_holds_with_it(cadence: str) -> None:
    @OFTEN
    @given(conditions(cadence), conditions(cadence), views(cadence))
    def so(one: Any, other: Any, view: View) -> None:
        assume(one.holds(view))
        assert other.holds(view) or not LOGIC[cadence].implies(one, other)

    so()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"fact": "late", "at_least": 5}, {"fact": "late", "more_than": 4}),
        ({"fact": "late", "more_than": 4}, {"fact": "late", "at_least": 5}),
        ({"fact": "absent_days", "more_than": 2}, {"fact": "absent_days", "at_least": Decimal("2.5")}),
        ({"fact": "done", "at_least": 3}, {"fact": "issued", "at_least": 3}),
        ({"fact": "late", "at_least": 3}, {"facts": ("late", "leave_days"), "at_least": 3}),
        ({"state": "admonition", "when": "covers"}, {"state": "admonition", "when": "touches"}),
        ({"state": "retired", "when": "begins_by_end"}, {"state": "retired", "when": "touches"}),
        (
            {"states": ("admonition",), "when": "begins_in", "at_least": 3},
            {"states": ("admonition", "discipline"), "when": "touches", "at_least": 1},
        ),
        ({"entries": ("2.1",), "at_least": 1}, {"entries": ("1.1", "2.1"), "more_than": 0}),
        (
            {"share": "leave_days", "of": "workdays", "more_than": 60},
            {"share": "leave_days", "of": "workdays", "more_than": 50},
        ),
        ({"score": "total", "less_than": 60}, {"score": "total", "at_most": Decimal("59.99")}),
    ],
)
def test_it_sees_that_one_follows_from_the_other(one: Any, other: Any) -> None:
    assert LOGIC["quarter"].implies(condition(**one), condition(**other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"fact": "late", "at_least": 4}, {"fact": "late", "more_than": 4}),
        ({"fact": "leave_days", "more_than": 4}, {"fact": "leave_days", "at_least": 5}),
        ({"fact": "issued", "at_least": 3}, {"fact": "done", "at_least": 3}),
        ({"state": "admonition", "when": "touches"}, {"state": "admonition", "when": "begins_in"}),
        ({"state": "admonition", "when": "begins_by_end"}, {"state": "admonition", "when": "touches"}),
        (
            {"share": "leave_days", "of": "workdays", "at_least": 60},
            {"share": "leave_days", "of": "workdays", "more_than": 50},
        ),
    ],
)
def test_it_concludes_nothing_where_somebody_speaks_against_it(one: Any, other: Any) -> None:
    assert not LOGIC["quarter"].implies(condition(**one), condition(**other))


def test_more_earlier_periods_than_there_are_is_impossible() -> None:
    year = LOGIC["year"]
    assert year.never(condition(past="excellent", at_least=5))
    assert not year.never(condition(past="excellent", at_least=4))
    good, bad = condition(past="good", at_least=2), condition(past="unqualified", at_least=3)
    assert year.never(good, bad)
    assert not year.never(good, condition(past="unqualified", at_least=2))
    assert year.never(condition(every_past="good"), bad)


def test_a_condition_with_too_many_cases_is_taken_as_possible() -> None:
    wide = [
        {"any": tuple({"fact": "late", "equals": n} for n in range(start, start + 30))}
        for start in (0, 10, 20, 30)
    ]
    facts_ = ("late", "absent_days", "leave_days", "issued")
    many = condition(
        all=tuple({"any": tuple({"fact": fact, "equals": n} for n in range(30))} for fact in facts_)
    )
    assert not LOGIC["quarter"].never(many)
    assert LOGIC["quarter"].never(condition(all=(*wide, {"fact": "late", "less_than": 30})))
