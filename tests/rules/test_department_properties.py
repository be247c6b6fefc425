"""Any quarter of departments against a second computation by hand, and what holds of every one of them."""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.rules import (
    Entry,
    Outcome,
    PackFolder,
    PeriodKey,
    Rating,
    Scheme,
    Scoring,
    Subject,
    explain,
    facts_of,
    load_scheme,
)

FOLDER = Path(__file__).parent.parent / "packs"
SCHEME = PackFolder(FOLDER)["departments"]
PERIOD, DAY = PeriodKey.parse("2026-Q1"), date(2026, 2, 2)
SOME = settings(max_examples=150, deadline=None)
Result = tuple[Decimal | None, str | None, list[str], Decimal | None]


@dataclass
class Case:
    """One department as it is drawn, and what its people are deducted."""

    name: str
    criticised: int
    rates: list[str]
    votes: dict[tuple[str, int], list[str]]
    complaints: int
    set_up: str
    on_record: list[str]
    lost: list[int] = field(default_factory=list)

    def subjects(self) -> list[Subject]:
        entries = [Entry(n, "d1", DAY) for n in range(self.criticised)]
        entries += [Entry(f"r{n}", clause, DAY) for n, clause in enumerate(self.on_record)]
        ratings = [
            Rating(f"{role}{number}{n}", "d.review", f"v{n}", None, role=role, round=number, level=level)
            for (role, number), levels in self.votes.items()
            for n, level in enumerate(levels)
        ]
        department = Subject(
            self.name,
            kind="department",
            facts={"complaints": Decimal(self.complaints), "set_up": Decimal(self.set_up)},
            months={f"2026-0{n}": {"on_time": Decimal(rate)} for n, rate in enumerate(self.rates, start=1)},
            entries=entries,
            ratings=ratings,
        )
        people = [
            Subject(
                f"{self.name}.{n}",
                department=self.name,
                entries=[Entry(0, "p1", DAY, Decimal(count))],
                department_facts=department.facts,
            )
            for n, count in enumerate(self.lost)
        ]
        return [department, *people]


@st.composite
def cases(draw: Any) -> list[Case]:
    votes = st.lists(st.sampled_from(["good", "fair"]), max_size=2)
    drawn = []
    for number in range(draw(st.integers(1, 9))):
        given_votes = {(role, n): draw(votes) for role in ("head", "deputy") for n in (1, 2)}
        for n in (1, 2):
            given_votes["head", n] = given_votes["head", n] or ["good"]
        drawn.append(
            Case(
                f"d{number}",
                draw(st.sampled_from([0, 0, 0, 1, 2, 5, 9])),
                draw(st.lists(st.sampled_from(["95", "95", "94.99", "80", "79.99"]), min_size=1, max_size=3)),
                given_votes,
                draw(st.sampled_from([0, 0, 0, 1, 2, 3])),
                draw(st.sampled_from(["12", "12", "3", "2.99"])),
                draw(st.sampled_from([[], [], [], [], ["d2"], ["d3"], ["d2", "d3"]])),
                draw(st.lists(st.integers(1, 4), max_size=2)),
            )
        )
    return drawn


def cents(value: Fraction | int) -> Decimal:
    exact = Fraction(value)
    hundredths = Decimal(exact.numerator * 100) / Decimal(exact.denominator)
    return hundredths.quantize(Decimal(1), ROUND_HALF_UP) / 100


def by_hand(case: Case) -> Decimal:
    """The score before gates, as the rules are read by a person with a pocket calculator."""
    deeds = Decimal(max(0, 60 - 5 * case.criticised))
    tiers = [20 if Decimal(rate) >= 95 else 10 if Decimal(rate) >= 80 else 0 for rate in case.rates]
    worth = {"good": 10, "fair": 5}
    rounds = Fraction(0)
    for (_, _), levels in case.votes.items():
        rounds += Fraction(sum(worth[level] for level in levels), len(levels)) if levels else 5
    lost = sum(2 * count + case.complaints for count in case.lost)
    return max(Decimal(0), deeds + cents(Fraction(sum(tiers), len(tiers))) + cents(rounds / 2) - lost // 4)


def seat(scores: dict[str, Decimal], grades: dict[str, str], flags: dict[str, set[str]]) -> None:
    """Three in ten of those assessed may be excellent; whoever does not fit, and everyone below, is good."""
    candidates = [name for name, grade in grades.items() if grade == "excellent"]
    seats = 30 * len(scores) // 100
    for name in candidates:
        above = sum(scores[other] > scores[name] for other in candidates)
        equal = sum(scores[other] == scores[name] for other in candidates)
        if above + equal > seats:
            full_before = any(
                sum(scores[o] >= scores[other] for o in candidates) > seats
                for other in candidates
                if scores[other] > scores[name]
            )
            flags[name].add("tie_at_cap" if equal > 1 and not full_before else "quota_drop")
            grades[name] = "good"


def expected(drawn: list[Case]) -> dict[str, Result]:
    """Score, grade, flags and bonus of every department, computed a second time from the text of the pack."""
    results: dict[str, Result] = {}
    scores: dict[str, Decimal] = {}
    grades: dict[str, str] = {}
    flags: dict[str, set[str]] = {}
    for case in drawn:
        if Decimal(case.set_up) < 3:
            results[case.name] = (None, None, [], Decimal(0 if case.complaints >= 3 else 500))
            continue
        before = by_hand(case)
        grade = next(
            g
            for g, line in (("excellent", 90), ("good", 80), ("passed", 60), ("unqualified", 0))
            if before >= line
        )
        if case.complaints >= 2 and grade == "excellent":
            grade = "good"
        grade = "undetermined" if "d3" in case.on_record else grade
        grade = "unqualified" if "d2" in case.on_record else grade
        scores[case.name] = Decimal(0) if "d2" in case.on_record else before
        flags[case.name] = {"no_award"} if before < 70 or "d2" in case.on_record else set()
        grades[case.name] = grade
    seat(scores, grades, flags)
    best = [name for name in scores if scores[name] == max(scores.values())]
    for name in best:
        flags[name].add("red_banner" if len(best) == 1 else "tie_at_cap")
    paid = {"excellent": 3000, "good": 2000, "passed": 1000, "unqualified": 0}
    for case in drawn:
        if case.name in scores:
            grade = grades[case.name]
            as_grade = "passed" if grade == "good" and case.complaints >= 2 else grade
            bonus = None if grade == "undetermined" else Decimal(paid[as_grade])
            results[case.name] = (scores[case.name], grade, sorted(flags[case.name]), bonus)
    return results


def run(scheme: Scheme, subjects: list[Subject]) -> dict[tuple[str, str], Outcome]:
    scoring = Scoring(scheme, PERIOD)
    for subject in subjects:
        scoring.add(subject)
    return {(outcome.kind, outcome.id): outcome for outcome in scoring.finish()}


def printed(outcomes: dict[tuple[str, str], Outcome]) -> dict[tuple[str, str], Any]:
    return {who: (outcome.as_dict(), outcome.standing) for who, outcome in outcomes.items()}


@SOME
@given(cases())
def test_departments_come_out_as_computed_by_hand(drawn: list[Case]) -> None:
    found = run(SCHEME, [subject for case in drawn for subject in case.subjects()])
    results = {
        name: (outcome.score, outcome.grade, outcome.flags, outcome.bonus)
        for (kind, name), outcome in found.items()
        if kind == "department"
    }
    assert results == expected(drawn)


@SOME
@given(cases(), st.randoms(use_true_random=False))
def test_no_order_of_subjects_entries_or_votes_changes_anything(drawn: list[Case], chance: Any) -> None:
    subjects = [subject for case in drawn for subject in case.subjects()]
    before = printed(run(SCHEME, subjects))
    chance.shuffle(subjects)
    for subject in subjects:
        subject.entries = chance.sample(list(subject.entries), len(subject.entries))
        subject.ratings = chance.sample(list(subject.ratings), len(subject.ratings))
        subject.months = dict(chance.sample(list(subject.months.items()), len(subject.months)))
    assert printed(run(SCHEME, subjects)) == before


@SOME
@given(cases())
def test_stored_facts_explain_every_department(drawn: list[Case]) -> None:
    subjects = [subject for case in drawn for subject in case.subjects()]
    found = run(SCHEME, subjects)
    for subject in subjects:
        outcome = found[subject.kind, subject.id]
        told = explain(SCHEME, PERIOD, None, facts_of(subject), outcome.standing)
        assert told["outcome"] == outcome.as_dict()


def _without_grades() -> Scheme:
    """The same scheme whose departments have scores alone: everything from their grades on is left out."""
    lines = (FOLDER / "departments.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    first = lines.index("      grades: [excellent, good, passed, unqualified, undetermined]\n")
    last = lines.index("      award: {flag: red_banner, seats: 1}\n")
    text = "".join([*lines[:first], *lines[last:]])
    text = text.split("  year:\n")[0]
    text = text.replace(", grades: [unqualified]}", "}")
    return load_scheme(text, file="departments.yaml")


PLAIN = _without_grades()


@SOME
@given(cases())
def test_the_grades_of_departments_change_nothing_for_people_and_no_score(drawn: list[Case]) -> None:
    drawn = [case for case in drawn if not case.on_record]
    subjects = [subject for case in drawn for subject in case.subjects()]
    graded, plain = run(SCHEME, subjects), run(PLAIN, subjects)
    for who, outcome in graded.items():
        if who[0] == "staff":
            assert printed({who: outcome}) == printed({who: plain[who]})
        else:
            assert plain[who].as_dict().keys() == {"score", "items", "flags"}
            assert outcome.status == "out_of_scope" or outcome.score == plain[who].score
