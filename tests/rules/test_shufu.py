"""The 50-point scheme against its published table, clause by clause."""

from decimal import Decimal
from typing import Any

import pytest

from assessment.packs import SCHEMES
from tests.rules.building import Json

from .building import fault_paths, outcome, shufu

ONCE = {"1.1", "1.2", "2.1"}
TABLE = {
    "1.1": "1", "1.2": "1", "2.1": "1", "2.2": "1", "3.1": "2", "4.1a": "1", "4.1b": "2", "4.2": "1.5",
    "4.3": "3", "5.1": "1", "5.2": "0.5", "5.3": "1", "5.4": "1", "6.1a": "0.5", "6.1b": "0.5", "6.2": "1",
    "6.3a": "0.5", "6.3b": "1", "6.3c": "1", "6.3d": "2", "6.4": "0.5", "6.5": "1", "6.6": "5", "7.1": "0.5",
    "7.2": "1", "8.1": "5", "8.2": "1.5", "8.3": "1", "8.4": "1", "8.5": "0.5",
}  # fmt: skip


def entry(clause: str, **more: str | int) -> Json:
    return {"clause": clause, "date": "2026-04-15", **more}


def test_the_pack_has_exactly_the_clauses_of_the_table() -> None:
    assert set(SCHEMES["shufu-50"].part("month").clauses) == set(TABLE)


@pytest.mark.parametrize("clause", TABLE)
def test_a_clause_deducts_its_points(clause: str) -> None:
    result = outcome(shufu(entry(clause)))
    assert Decimal(result["items"][clause[0]]) == -Decimal(TABLE[clause])
    assert Decimal(result["score"]) == 50 - Decimal(TABLE[clause])


@pytest.mark.parametrize("clause", TABLE)
def test_a_clause_counts_each_time_or_once_a_month(clause: str) -> None:
    result = outcome(shufu(entry(clause, count="2"), entry(clause)))
    times = 1 if clause in ONCE else 3
    assert Decimal(result["items"][clause[0]]) == -Decimal(TABLE[clause]) * times


@pytest.mark.parametrize("clause", TABLE)
def test_half_a_count_is_for_days_of_absence_only(clause: str) -> None:
    paths = fault_paths(shufu(entry(clause, count="1.5")))
    assert paths == ([] if clause == "6.2" else ["entries[0].count"])


def test_the_month_has_a_floor_and_the_items_have_none() -> None:
    result = outcome(shufu(entry("6.6", count="9"), entry("8.1", count="2")))
    assert result["items"]["6"] == "-45.00"
    assert result["items"]["8"] == "-10.00"
    assert result["score"] == "0.00"


def test_exactly_fifty_points_of_deductions_leave_nothing() -> None:
    assert outcome(shufu(entry("6.6", count="10")))["score"] == "0.00"
    assert outcome(shufu(entry("6.6", count="9"), entry("5.2", count=9)))["score"] == "0.50"


@pytest.mark.parametrize(
    ("day", "valid"),
    [("2026-04-01", True), ("2026-04-30", True), ("2026-03-31", False), ("2026-05-01", False)],
)
def test_an_entry_belongs_to_the_days_of_the_month(day: str, valid: bool) -> None:
    paths = fault_paths(shufu({"clause": "5.1", "date": day}))
    assert paths == ([] if valid else ["entries[0].date"])


def past(*scores: str | None) -> list[dict[str, str | None]]:
    return [{"period": f"2026-{number:02}", "score": score} for number, score in enumerate(scores, 1)]


def annual(*scores: str | None, states: list[dict[str, str]] | None = None) -> dict[str, Any]:
    case = shufu(period="2026", history=past(*scores), states=states or [])
    return outcome(case)


def test_the_year_is_the_mean_of_the_months_on_record_rounded_half_up() -> None:
    assert annual("50", "49.99")["score"] == "50.00"
    assert annual("50", "49.99", "49.99")["score"] == "49.99"
    assert annual("50", None, "40")["score"] == "45.00"
    assert annual("50")["grade"] is None


def test_a_year_without_a_month_on_record_is_a_fault_of_the_person() -> None:
    assert fault_paths(shufu(period="2026")) == ["staff[0]"]
    assert fault_paths(shufu(period="2026", history=past(None, None))) == ["staff[0]"]


def admonitions(number: int, day: str = "2026-05-01") -> list[dict[str, str]]:
    return [{"kind": "admonition", "from": day}] * number


def test_two_admonitions_are_accountability_three_are_more() -> None:
    two = annual("50", states=admonitions(2))
    three = annual("50", states=admonitions(3))
    assert two["gates"] == ["ceiling.accountability"]
    assert two["flags"] == ["not_advanced_individual"]
    assert three["gates"] == ["ceiling.accountability", "ceiling.three_admonitions"]
    assert three["flags"] == [
        "advise_basically_qualified_or_lower",
        "allowance_half",
        "no_reward",
        "not_advanced_individual",
    ]
    assert three["ceiling"] == "qualified"


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2026-01-01", True), ("2026-12-31", True), ("2025-12-31", False), ("2027-01-01", False)],
)
def test_an_admonition_counts_in_the_year_it_begins(day: str, counts: bool) -> None:
    assert annual("50", states=admonitions(1, day))["gates"] == (["ceiling.accountability"] if counts else [])


def test_accountability_limits_and_a_sanction_of_another_kind_does_not() -> None:
    assert annual("50", states=[{"kind": "accountability", "from": "2026-03-01"}])["ceiling"] == "qualified"
    assert annual("50", states=[{"kind": "discipline", "from": "2026-03-01"}])["ceiling"] is None
