"""What a try-out computes: old beside new from the stored facts, person by person and in sum."""

import json
from decimal import Decimal

import pytest
import time_machine
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.closing.start_close import close_here
from assessment.decisions.decide import decide
from assessment.decisions.pending import matters_to_decide
from assessment.models import Period, Result
from assessment.workshop.simulation.tables import median
from tests.cast import House
from tests.closing.case_loader import HERE, load
from tests.mine.conftest import quarter_of
from tests.narrowing import present
from tests.periods.houses import closed, rated
from tests.workshop.trying import changes_of, draft_of, group_of, tried

GOOD_75 = "{grade: good, at_least: 75}"
EXCELLENT = "{grade: excellent, percent: 25, of: category, next: good}"
SUM = "terms: [{item: base, weight: 0.6}, {item: leaders, weight: 0.4}]"


@pytest.fixture(autouse=True)
def _now(clock: time_machine.Traveller) -> None:
    """Every test here stands on Friday, 20 November 2026."""


@pytest.fixture
def quarter(street: House) -> Period:
    """马强 96.00 excellent, 陈立新 dropped to good, 徐海燕 74.00 …, as the tests of results have it."""
    return quarter_of(street)


@pytest.fixture
def capture(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> DjangoCaptureOnCommitCallbacks:
    return django_capture_on_commit_callbacks


def test_a_draft_equal_to_the_version_changes_nobody(
    street: House, quarter: Period, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    report = tried(street, draft_of(street, quarter), quarter, capture).report
    assert report["people"] == 10
    assert report["changes"] == {"grade": 0, "score": 0, "bonus": 0, "people": 0, "rows": []}
    assert report["scores"] == [10, "0.00", "0.00", "0.00"]
    assert report["directions"] == {"same": 10}
    assert report["moves"] == report["unused"] == report["assumed"] == report["absent"] == []
    assert report["bonus"]["difference"] == "0.00"
    assert all(old == new for cap in report["caps"] for old, new in [(cap["old"], cap["new"])])
    for group in report["groups"]:
        assert all(old == standing == new for _grade, old, standing, new in group["grades"])


def scored(street: House, key: str, **routine: str) -> Period:
    """A quarter in which everyone gets what the name says for the section's work and the lowest of the leaders."""
    return closed(street, key, {who: rated(score, "50") for who, score in routine.items()}, rated("0", "50"))


def test_a_moved_bound_moves_those_between_the_old_and_the_new_and_nobody_on_the_bounds(
    street: House, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    # (40 + 10 for attendance) × 0.6, and 90 × 0.4 for a first place of the leaders that all share: 66.00
    period = scored(street, "2026-Q3", ma="40", chen="40", xu="40")
    scores = {r.staff_id: r.score for r in Result.objects.filter(close=period.current_close)}
    mine = present(scores[street.people["ma"].pk])
    at, above = str(mine), str(mine + Decimal("0.01"))
    text = "{grade: qualified, at_least: 60}"
    same = draft_of(street, period, (text, f"{{grade: qualified, at_least: {at}}}"))
    over = draft_of(street, period, (text, f"{{grade: qualified, at_least: {above}}}"))
    on_the_bound = changes_of(tried(street, same, period, capture), street)
    beyond = changes_of(tried(street, over, period, capture), street)
    fell = {"ma", "chen", "xu"}
    assert not fell & set(on_the_bound)
    assert {who for who, row in beyond.items() if row["grade"] == "unqualified"} >= fell
    assert beyond["ma"]["reasons"] == [["band", "qualified", "60", above]]


def test_a_seat_more_of_the_best_grade_raises_the_next_in_line_and_says_so(
    street: House, quarter: Period, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    draft = draft_of(street, quarter, (EXCELLENT, EXCELLENT.replace("25", "40")))
    tryout = tried(street, draft, quarter, capture)
    changed = changes_of(tryout, street)
    assert changed["chen"]["grade"] == "excellent"
    assert ["quota", "excellent", "seated"] in changed["chen"]["reasons"]
    assert Decimal(changed["chen"]["bonus"]) == Decimal("2100.00")
    cap = next(c for c in tryout.report["caps"] if (c["grade"], c["category"]) == ("excellent", "general"))
    assert (cap["old"], cap["new"]) == (["25", 5, 1, 1], ["40", 5, 2, 2])
    assert group_of(tryout, "general")["excellent"] == [1, 1, 2]
    assert ["good", "excellent", 1] in tryout.report["moves"]


def test_a_seat_less_drops_the_last_one_seated(
    street: House, quarter: Period, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    draft = draft_of(street, quarter, (EXCELLENT, EXCELLENT.replace("25", "19")))
    tryout = tried(street, draft, quarter, capture)
    changed = changes_of(tryout, street)
    assert changed["ma"]["reasons"][0] == ["quota", "excellent", "dropped"]
    assert changed["ma"]["grade"] == "good"
    cap = next(c for c in tryout.report["caps"] if (c["grade"], c["category"]) == ("excellent", "general"))
    assert cap["new"] == ["19", 5, 0, 0]


def test_weights_move_every_score_by_exactly_the_difference(
    street: House, quarter: Period, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    tryout = tried(street, draft_of(street, quarter, (SUM, SUM.replace("0.6", "0.5"))), quarter, capture)
    results = {r.pk: r for r in Result.objects.filter(close=quarter.current_close)}
    for row in tryout.report["changes"]["rows"]:
        result = results[row["result"]]
        tenth = (Decimal(result.items["base"]) / 10).quantize(Decimal("0.01"))
        assert abs(present(result.score) - Decimal(row["score"]) - tenth) <= Decimal("0.01")
        assert ["total"] in row["reasons"]
    moved = sorted(
        Decimal(row["score"]) - present(results[row["result"]].score)
        for row in tryout.report["changes"]["rows"]
    )
    assert tryout.report["scores"] == [10, str(moved[0]), str(median(moved)), str(moved[-1])]
    assert tryout.report["directions"] == {"down": 10}


def test_what_bonuses_cost_is_the_sum_of_every_persons(
    street: House, quarter: Period, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    draft = draft_of(street, quarter, ("by_grade: {excellent: 2100,", "by_grade: {excellent: 2600.50,"))
    report = tried(street, draft, quarter, capture).report
    old = sum(r.bonus or 0 for r in Result.objects.filter(close=quarter.current_close))
    seats = Result.objects.filter(close=quarter.current_close, grade="excellent").count()
    assert seats
    assert report["bonus"]["old"] == str(old)
    assert Decimal(report["bonus"]["difference"]) == seats * Decimal("500.50")
    assert report["changes"] | {"rows": 0} == {
        "grade": 0,
        "score": 0,
        "bonus": seats,
        "people": seats,
        "rows": 0,
    }
    assert all(row["reasons"] == [["pay"]] for row in report["changes"]["rows"])


def test_computed_is_held_against_computed_and_the_decision_is_told_beside(
    street: House, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    facts = {who: rated("85", "90") for who in ("ma", "chen")}
    period = closed(street, "2026-Q3", facts, rated("40", "50"))
    matter = matters_to_decide(present(period.current_close))[0]
    chosen, grade = matter.people[0], present(matter.grade)
    decide(
        actor=street.user("tang"),
        close=present(period.current_close),
        subject=matter.subject,
        grades={chosen.pk: grade},
        reason="集体研究。",
    )
    tryout = tried(street, draft_of(street, period), period, capture)
    assert tryout.report["otherwise"] == 1
    assert tryout.report["changes"]["people"] == 0
    counts = group_of(tryout, chosen.category)[grade]
    assert counts == [counts[0], counts[0] + 1, counts[0]]
    assert tryout.report["bonus"]["standing"] != tryout.report["bonus"]["old"]


@pytest.mark.usefixtures("db")
def test_the_settings_of_the_period_are_used(capture: DjangoCaptureOnCommitCallbacks) -> None:
    loaded = load(json.loads((HERE / "edge-meiling-year-25.json").read_text("utf-8")))
    assert close_here(actor=loaded.office, period=loaded.period).state == "done"
    loaded.period.refresh_from_db()
    draft = draft_of(loaded, loaded.period)
    report = tried(loaded, draft, loaded.period, capture).report
    assert report["changes"]["people"] == 0
    assert {cap["new"][0] for cap in report["caps"]} == {cap["old"][0] for cap in report["caps"]} == {"25"}


def test_the_median_of_an_even_number_is_the_exact_mean_of_the_middle_two() -> None:
    assert median([Decimal("0.01"), Decimal("0.02")]) == Decimal("0.015")
    assert median([Decimal(-3), Decimal(1), Decimal(9)]) == 1
