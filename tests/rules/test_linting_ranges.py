"""What items and scores can come to: nothing the engine computes lies outside, and the ends are reached."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.packs import SCHEMES
from assessment.rules import Entry, Past, PeriodKey, Rating, Scheme, Scoring, State, Subject, load_scheme
from assessment.rules.lint.ranges import Range, Reach, entry_range, fact_range
from assessment.rules.subjects import Answers, Journal
from assessment.rules.vocabulary.items import GivenItem, RatedItem, RoundsItem

HERE = Path(__file__).parent / "linting"
CLEAN = load_scheme((HERE / "clean.yaml").read_text(encoding="utf-8"), file="clean.yaml")
PERIODS = {"month": "2026-04", "quarter": "2026-Q2", "year": "2026"}
EARLIER = {"month": "2026-04", "quarter": "2026-Q2"}
OFTEN = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
PARTS = [(CLEAN, "quarter"), (CLEAN, "year")] + [
    (scheme, cadence) for scheme in (SCHEMES[name] for name in SCHEMES) for cadence in scheme.parts
]
NAMES = [f"{scheme.id}-{cadence}" for scheme, cadence in PARTS]


def figure(lowest: Decimal | None, highest: Decimal | None, step: Decimal | None = None) -> Any:
    """Figures between the bounds, the bounds themselves often; far out where there is none."""
    step = step or Decimal("0.5")
    low = Decimal(-40) if lowest is None else lowest
    high = low + 80 if highest is None else highest
    places = st.integers(0, max(0, int((high - low) / step)))
    return st.one_of(
        st.sampled_from([low, low + (high - low) // step * step]), places.map(lambda n: low + n * step)
    )


@st.composite
def entries(draw: Any, part: Any, period: PeriodKey) -> list[Entry]:
    rows = []
    for number, name in enumerate(draw(st.lists(st.sampled_from(sorted(part.recordable)), max_size=6))):
        clause = part.recordable[name]
        entry = Entry(number, name, period.first_day)
        if "count" in clause.keys:
            entry.count = draw(st.integers(1, 9)) * clause.count_step
        if "points" in clause.keys:
            entry.points = draw(figure(clause.lowest, clause.highest))
        if "level" in clause.keys:
            entry.kind = draw(st.sampled_from([kind.code for kind in clause.kinds])) if clause.kinds else None
            entry.level = draw(st.sampled_from(sorted(clause.levels_of(entry.kind))))
        entry.matter = draw(st.sampled_from([None, "m"])) if "matter" in clause.keys else None
        stated = {}
        for attribute in getattr(clause, "attributes", ()):
            values = [1, 2, 3] if attribute.effect == "divides" else [True, False]
            if draw(st.booleans()):
                stated[attribute.name] = draw(st.sampled_from(values))
        entry.attributes = stated or None
        rows.append(entry)
    return rows


@st.composite
def facts(draw: Any, part: Any) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for name, fact in part.facts.items():
        if fact.required_when is not None or draw(st.booleans()):
            found[name] = draw(figure(Decimal(0), fact.maximum, fact.step))
    for name, fact in part.facts.items():
        if fact.not_over is not None:
            whole = found.get(fact.not_over, part.facts[fact.not_over].default)
            found[name] = min(found.get(name, fact.default), whole)
    return found


@st.composite
def states(draw: Any, scheme: Scheme, period: PeriodKey) -> list[State]:
    found = []
    for kind in draw(st.lists(st.sampled_from(sorted(scheme.states)), max_size=1)) if scheme.states else ():
        first = period.first_day + timedelta(days=draw(st.integers(-40, 40)))
        last = first + timedelta(days=draw(st.integers(0, 200))) if scheme.has_end(kind) else None
        found.append(State(kind, first, last))
    return found


@st.composite
def ratings(draw: Any, part: Any, duties: list[str]) -> list[Rating]:
    rows: list[Rating] = []
    for item in part.items.values():
        if isinstance(item, RoundsItem):
            rows += draw(votes(item))
            continue
        rated = (
            item.duties_of(duties) if isinstance(item, GivenItem) else [each.id for each in item.rating_items]
        )
        for name in rated:
            count = draw(
                st.integers(0 if isinstance(item, RatedItem) and item.otherwise is not None else 1, 2)
            )
            for rater in range(count):
                score = draw(figure(Decimal(0), part.maximum(name, duties)))
                rows.append(Rating(f"{name}{rater}", name, f"r{rater}", score))
    return rows


@st.composite
def votes(draw: Any, item: RoundsItem) -> list[Rating]:
    rows: list[Rating] = []
    roles: list[str | None] = [role.code for role in item.roles]
    for number in range(1, item.rounds + 1):
        for rater in range(draw(st.integers(1, 3))):
            role, level = draw(st.sampled_from(roles or [None])), draw(st.sampled_from(sorted(item.points)))
            rows.append(Rating(len(rows), item.id, f"v{rater}", None, role, number, level))
    return rows


@st.composite
def journals(draw: Any, part: Any) -> list[Journal]:
    rows = []
    for item in part.weekly_items.values():
        for number in range(draw(st.integers(1, 3))):
            state = draw(st.sampled_from(["counted", "missing"]))
            scores = {item.levels[0].code: draw(figure(Decimal(0), item.maximum))}
            kept = {"goal": scores} if state == "counted" else {}
            rows.append(Journal(number, f"2026-W{number + 10:02}", state, kept))
    return rows


@st.composite
def answers(draw: Any, part: Any) -> list[Answers]:
    if part.asks is None:
        return []
    counts = {
        heading.code: {each.code: draw(st.integers(0, 3)) for each in part.asks.answers}
        for heading in part.asks.headings
    }
    return [Answers("group", Decimal(1), counts)]


@st.composite
def subject(
    draw: Any,
    scheme: Scheme,
    part: Any,
    period: PeriodKey,
    name: str,
    kind: str = "staff",
    home: str | None = None,
) -> Subject:
    duties = [d for d, item in part.duties.items() if part.given_items[item].required or draw(st.booleans())]
    months = {
        month.key: {
            fact.name: draw(figure(Decimal(0), fact.maximum or Decimal(100))) for fact in part.months.values()
        }
        for month in period.parts()[: draw(st.integers(1, 3))]
    }
    found = Subject(
        name,
        "general",
        department=home,
        kind=kind,
        duties=duties,
        facts=draw(facts(part)),
        months=months if part.months else {},
        states=[] if kind == "department" else draw(states(scheme, period)),
        entries=draw(entries(part, period)) if part.recordable else [],
        journals=draw(journals(part)),
        answers=draw(answers(part)),
    )
    found.ratings = draw(ratings(part, duties))
    return found


@st.composite
def people(draw: Any, scheme: Scheme, cadence: Any) -> list[Subject]:
    """Some people, and their department where the scheme assesses departments, with anything a case may say."""
    part, period = scheme.part(cadence), PeriodKey.parse(PERIODS[cadence])
    found = []
    departments = part.departments
    if departments is not None:
        found.append(draw(subject(scheme, departments, period, "d", "department")))
    for number in range(draw(st.integers(1, 3))):
        person = draw(
            subject(scheme, part, period, f"p{number}", home="d" if departments is not None else None)
        )
        if departments is not None:
            person.department_facts = found[0].facts
        if part.history is not None:
            person.history = draw(history(scheme, part.history))
        found.append(person)
    return found


@st.composite
def history(draw: Any, scheme: Scheme, cadence: Any) -> list[Past]:
    """Earlier results as the engine itself makes them."""
    found = draw(people(scheme, cadence))
    outcomes = run(scheme, cadence, found)
    graded = [outcome for outcome in outcomes if outcome.kind == "staff"]
    year = PeriodKey.parse("2026").parts(cadence)
    return [
        Past(period.key, outcome.score, outcome.grade) for period, outcome in zip(year, graded, strict=False)
    ]


def run(scheme: Scheme, cadence: Any, found: list[Subject]) -> list[Any]:
    scoring = Scoring(scheme, PeriodKey.parse(PERIODS[cadence]))
    for each in found:
        scoring.add(each)
    return scoring.finish()


@pytest.mark.parametrize(("scheme", "cadence"), PARTS, ids=NAMES)
def test_whatever_is_recorded_and_given_items_and_scores_stay_in_their_range(
    scheme: Scheme, cadence: Any
) -> None:
    @OFTEN
    @given(people(scheme, cadence))
    def stays(found: list[Subject]) -> None:
        for outcome in run(scheme, cadence, found):
            part = scheme.part(cadence).of_kind(outcome.kind)
            reach = Reach(scheme, part)
            for name, value in outcome.items.items():
                assert name not in part.items or reach.item(name).holds(value), (
                    name,
                    value,
                    reach.item(name),
                )
            assert outcome.score is None or reach.final.holds(outcome.score), (outcome.score, reach.final)

    stays()


def test_the_ends_of_a_range_are_reached() -> None:
    part = CLEAN.part("quarter")
    reach = Reach(CLEAN, part)
    assert reach.raw == Range(Decimal("-5.00"), Decimal("110.00"))
    assert reach.score == Range(Decimal("0.00"), Decimal("100.00"))
    best = _person("best", {"r1": "40", "k1": "20"}, "100", {"late": "0"}, praised="5", rate="100")
    worst = _person(
        "worst", {"r1": "0"}, "1", {"late": "20", "issued": "1", "done": "0"}, praised=None, rate="0"
    )
    outcomes = {outcome.id: outcome for outcome in run(CLEAN, "quarter", [best, worst])}
    highest = {
        name: reach.item(name).highest for name in ("key", "hours", "tasks", "clocking", "leaders", "merit")
    }
    lowest = {
        name: reach.item(name).lowest
        for name in ("routine", "hours", "tasks", "clocking", "leaders", "merit")
    }
    assert {name: outcomes["best"].items[name] for name in highest} == highest
    assert {name: outcomes["worst"].items[name] for name in lowest} == lowest
    assert (outcomes["best"].score, outcomes["worst"].score) == (reach.score.highest, reach.score.lowest)


def _person(
    name: str, given_to: dict[str, str], leaders: str, stated: Any, *, praised: Any, rate: str
) -> Subject:
    day = date(2026, 4, 1)
    merit = [Entry(1, "1.1", day, Decimal(praised))] if praised else []
    merit += [] if praised else [Entry(n, "1.2", day, points=Decimal(-5)) for n in (1, 2)]
    rows = [Rating(duty, duty, "r", Decimal(score)) for duty, score in given_to.items()]
    return Subject(
        name,
        "general",
        department="d",
        duties=list(given_to),
        facts={fact: Decimal(value) for fact, value in stated.items()},
        months={"2026-04": {"rate": Decimal(rate)}},
        entries=merit,
        ratings=[*rows, Rating("leaders", "leaders", "r", Decimal(leaders))],
    )


def test_a_maximum_that_stands_in_for_another_items_is_not_added_to_it() -> None:
    reach = Reach(SCHEMES["meiling-quarterly"], SCHEMES["meiling-quarterly"].part("quarter"))
    assert reach.item("routine").highest == 90
    assert reach.item("key").highest == 40
    assert reach.item("base") == Range(Decimal("-10.00"), Decimal("110.00"))
    assert reach.score == Range(Decimal("22.00"), Decimal("102.00"))


def test_what_has_no_bound_has_no_end() -> None:
    part = SCHEMES["shufu-50"].part("month")
    reach = Reach(SCHEMES["shufu-50"], part)
    assert reach.item("1") == Range(Decimal("-2.00"), Decimal("0.00"))
    assert reach.item("2") == Range(None, Decimal("0.00"))
    assert reach.score == Range(Decimal("0.00"), Decimal("50.00"))
    assert entry_range(part.clauses["6.2"]) == Range(Decimal(-1), Decimal(-1))


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        (Range(Decimal(1), Decimal(2)), Range(Decimal(-1), None), Range(Decimal(-1), None)),
        (Range(None, Decimal(2)), Range(Decimal(0), Decimal(5)), Range(None, Decimal(5))),
    ],
)
def test_joining_keeps_what_is_open(one: Range, other: Range, joined: Range) -> None:
    assert one.joined(other) == other.joined(one) == joined


def test_a_negative_factor_turns_a_range_round_and_zero_empties_it() -> None:
    assert Range(None, Decimal(3)).times(Decimal(-2)) == Range(Decimal(-6), None)
    assert Range(None, None).times(Decimal(0)) == Range(Decimal(0), Decimal(0))


def test_a_fact_ends_at_its_highest_step() -> None:
    fact = (
        CLEAN.part("quarter").facts["late"].model_copy(update={"maximum": Decimal("7.9"), "step": Decimal(2)})
    )
    assert fact_range(fact) == Range(Decimal(0), Decimal(6))
