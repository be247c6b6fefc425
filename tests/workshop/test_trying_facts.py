"""Facts that a draft has no place for, or lacks: named and counted, never dropped or taken for zero in silence."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.models import Period, TryOut
from assessment.rules import Entry, Rating
from assessment.workshop.simulation.report_view import Telling
from assessment.workshop.simulation.run_simulation import comparison_of
from tests.cast import House
from tests.mine.conftest import quarter_of
from tests.periods.houses import closed, rated
from tests.workshop.trying import changes_of, draft_of, tried

MERIT = """      - id: merit
        item: merit"""
LATE = "{name: late, title: {zh: 迟到, en: Late}, unit: {zh: 次, en: times}, step: 1}"
NEW_FACT = "{name: early, title: {zh: 早退, en: Left early}, unit: {zh: 次, en: times}, default: 2}"
REQUIRED = (
    "{name: early, title: {zh: 早退, en: Left early}, unit: {zh: 次, en: times}, "
    "required_when: {fact: late, at_least: 1}}"
)


@pytest.fixture(autouse=True)
def _now(clock: time_machine.Traveller) -> None:
    """Every test here stands on Friday, 20 November 2026."""


@pytest.fixture
def capture(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> DjangoCaptureOnCommitCallbacks:
    return django_capture_on_commit_callbacks


@pytest.fixture
def quarter(street: House) -> Period:
    return quarter_of(street)


def telling(tryout: TryOut) -> Telling:
    return Telling(tryout, comparison_of(tryout))


def test_entries_on_a_renamed_clause_are_listed_as_not_counted(
    bureau: House, october: Period, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    draft = draft_of(bureau, october, ('id: "6.1a"', 'id: "6.1x"'))
    tryout = tried(bureau, draft, october, capture)
    assert tryout.report["unused"] == [["entry", "6.1a", 1, 1]]
    [(sentence, records, people)] = telling(tryout).unused
    assert "6.1a" in sentence
    assert (records, people) == (1, 1)
    assert changes_of(tryout, bureau)["li"]["reasons"][0][0] == "item"


def test_points_given_cannot_be_read_by_a_clause_that_counts(
    street: House, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    facts = rated("60", "70")
    given = facts | {"entries": [Entry(1, "merit", date(2026, 8, 3), points=Decimal(-3))]}
    period = closed(street, "2026-Q3", {"ma": given}, facts)
    kind = (
        "kind: given\n        unit: {zh: 分, en: points}\n        source",
        "kind: per_count\n        points: -1\n        unit: {zh: 分, en: points}\n        source",
    )
    tryout = tried(street, draft_of(street, period, kind), period, capture)
    assert tryout.report["left_out"] == {"people": 1, "reasons": [["entry", "merit", 1]]}
    [(sentence, people)] = telling(tryout).cannot
    assert "merit" in sentence
    assert people == 1


def test_a_figure_that_the_draft_no_longer_asks_for_is_named(
    street: House, quarter: Period, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    draft = draft_of(
        street,
        quarter,
        (f"      - {LATE}\n", ""),
        ("each: [{fact: late, points: -1}, ", "each: ["),
        (
            "zero_when: {any: [{fact: late, at_least: 10}, {fact: absent_days, at_least: 2}]}",
            "zero_when: {fact: absent_days, at_least: 2}",
        ),
    )
    tryout = tried(street, draft, quarter, capture)
    assert tryout.report["unused"] == [["fact", "late", 1, 1]]
    assert changes_of(tryout, street)["chen"]["reasons"][0] == ["item", "attendance", "9.00", "10.00"]


def test_a_new_figure_takes_the_drafts_own_value_and_the_report_says_for_how_many(
    street: House, quarter: Period, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    draft = draft_of(street, quarter, (f"- {LATE}\n", f"- {LATE}\n      - {NEW_FACT}\n"))
    tryout = tried(street, draft, quarter, capture)
    assert tryout.report["assumed"] == [["early", "2", 10]]
    [note] = telling(tryout).notes
    assert "早退" in note
    assert "10" in note


def test_a_required_figure_that_is_missing_leaves_exactly_those_people_out(
    street: House, quarter: Period, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    draft = draft_of(street, quarter, (f"- {LATE}\n", f"- {LATE}\n      - {REQUIRED}\n"))
    tryout = tried(street, draft, quarter, capture)
    report = tryout.report
    assert report["left_out"] == {"people": 1, "reasons": [["fact", "early", 1]]}
    assert [result.name for result, _why in telling(tryout).absent(report["absent"])] == ["陈立新"]
    assert "chen" not in changes_of(tryout, street)
    cap = next(c for c in report["caps"] if (c["grade"], c["category"]) == ("excellent", "general"))
    assert (cap["old"][1], cap["new"][1]) == (5, 4)
    bonus = report["bonus"]
    assert bonus["left_out"] == "1800.00"


def test_a_rating_that_the_draft_newly_requires_leaves_everybody_out(
    street: House, quarter: Period, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    panel = "      - id: leaders\n"
    item = (
        "      - {id: peers, kind: rank_bands, title: {zh: 同事测评, en: Peers}, maximum: 100, "
        "rated_by: {zh: 同事, en: Peers}, bands: [{percent: 50, value: 90}], otherwise: 70}\n"
    )
    tryout = tried(street, draft_of(street, quarter, (panel, item + panel)), quarter, capture)
    assert tryout.report["left_out"] == {"people": 10, "reasons": [["rating", "peers", 10]]}
    assert tryout.report["scores"] == [0, None, None, None]


def test_a_score_over_the_lowered_maximum_cannot_be_computed_and_one_on_it_can(
    street: House, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    def given(score: str) -> dict[str, Any]:
        facts = rated(score, "70")
        return facts | {
            "duties": ["routine.section", "key.1"],
            "ratings": [*facts["ratings"], Rating(3, "key.1", "1", Decimal(30))],
        }

    period = closed(street, "2026-Q3", {"ma": given("40"), "chen": given("41")}, rated("60", "70"))
    tryout = tried(
        street,
        draft_of(
            street, period, ("maximum: 50\n        maximum_without", "maximum: 40\n        maximum_without")
        ),
        period,
        capture,
    )
    assert tryout.report["left_out"] == {"people": 1, "reasons": [["over", "routine.section", 1]]}
    assert tryout.report["scales"] == [["routine", "50", "40"]]


def test_people_of_a_category_that_is_gone_are_left_out(
    street: House, quarter: Period, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    middle = "  - {code: middle, title: {zh: 中层干部（含工作点副点长）, en: Middle rank (point deputy heads included)}}\n"
    tryout = tried(street, draft_of(street, quarter, (middle, "")), quarter, capture)
    assert tryout.report["left_out"] == {"people": 2, "reasons": [["category", "middle", 2]]}
    [(sentence, _people)] = telling(tryout).cannot
    assert "中层干部" in sentence
