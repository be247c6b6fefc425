"""The annual roll-up: the seven rules in their order, and the cap."""

from typing import Any

import pytest

from .building import fault_paths, outcome, outcomes, year

E, G, Q, U, N = "excellent", "good", "qualified", "unqualified", "undetermined"
VETO = {"kind": "veto", "from": "2026-12-31"}


def rows(*grades: str | None, score: str | None = "80") -> list[tuple[int, str | None, str | None]]:
    return [(number, score, grade) for number, grade in enumerate(grades, 1)]


def one(*grades: str | None, states: Any = (), score: str | None = "80") -> dict[str, Any]:
    return outcome(year(rows(*grades, score=score), states=states), "p00")


@pytest.mark.parametrize(
    ("grades", "veto", "grade", "ceiling", "gates", "flags"),
    [
        ((U, U), False, U, None, ["unqualified.two_quarters"], []),
        ((U, U, U, E), False, U, None, ["unqualified.two_quarters"], []),
        ((U, U), True, U, "basically_qualified", ["ceiling.veto", "unqualified.two_quarters"], []),
        ((U, E, E, E), False, "basically_qualified", "basically_qualified", ["ceiling.one_quarter"], []),
        (
            (U, Q),
            True,
            None,
            "basically_qualified",
            ["ceiling.one_quarter", "ceiling.veto"],
            ["decision_required"],
        ),
        ((Q, Q), True, None, "basically_qualified", ["ceiling.veto"], ["decision_required"]),
        ((N, N), True, None, "basically_qualified", ["ceiling.veto"], ["decision_required"]),
        ((N, U), False, "basically_qualified", "basically_qualified", ["ceiling.one_quarter"], []),
        ((E, Q, Q, Q), False, Q, None, [], ["candidate"]),
        ((E, E, Q, Q), False, Q, None, [], ["candidate"]),
        ((E, E, E, Q), False, Q, None, [], ["candidate", "quota_drop"]),
        ((G, G, G, G), False, Q, None, [], []),
        ((N, N, N, Q), False, Q, None, [], []),
    ],
)
def test_the_rules_in_their_order(
    grades: Any, veto: bool, grade: Any, ceiling: Any, gates: Any, flags: Any
) -> None:
    result = one(*grades, states=[VETO] if veto else [])
    assert (result["grade"], result["ceiling"], result["gates"], result["flags"]) == (
        grade,
        ceiling,
        gates,
        flags,
    )
    assert result["status"] == "assessed"
    assert result["bonus"] is None
    assert result["items"] == {}


def test_no_score_or_only_undetermined_quarters_is_undetermined() -> None:
    for result in (one(), one(N, N), one(None, score=None), one(N, None)):
        assert (result["grade"], result["status"]) == (N, "undetermined")
    assert one()["score"] is None


def test_a_veto_counts_when_it_touches_the_year() -> None:
    assert one(Q, states=[{"kind": "veto", "from": "2025-01-01", "to": "2026-01-01"}])["grade"] is None
    assert one(Q, states=[{"kind": "veto", "from": "2025-01-01", "to": "2025-12-31"}])["grade"] == Q
    assert one(Q, states=[{"kind": "veto", "from": "2027-01-01"}])["grade"] == Q


def test_rows_without_a_score_count_for_nothing() -> None:
    result = outcome(year([(1, "90", Q), (2, None, None), (3, "81", Q)]), "p00")
    assert result["score"] == "85.50"


def people(scores: list[str], fill: int) -> list[Any]:
    return [rows(E, E, E, score=s) for s in scores] + [rows(Q)] * fill


@pytest.mark.parametrize(("fill", "excellent"), [(3, 0), (4, 1), (8, 1), (9, 2)])
def test_the_cap_is_a_fifth_of_everyone(fill: int, excellent: int) -> None:
    results = outcomes(year(*people(["95"], fill)))
    assert sum(r["grade"] == E for r in results.values()) == min(excellent, 1)


def test_a_tie_at_the_annual_cap_is_flagged_and_stays_a_candidate() -> None:
    results = outcomes(year(*people(["95", "95", "90"], 2)))
    assert results["p00"]["flags"] == ["candidate", "tie_at_cap"]
    assert results["p02"]["flags"] == ["candidate", "quota_drop"]
    assert results["p00"]["grade"] == Q


def test_the_cap_is_a_setting() -> None:
    case = year(*people(["95", "94"], 2))
    assert sum(r["grade"] == E for r in outcomes(case).values()) == 0
    case["settings"] = {"annual_excellent_percent": "50"}
    assert sum(r["grade"] == E for r in outcomes(case).values()) == 2
    case["settings"] = {"annual_excellent_percent": "49.99"}
    assert sum(r["grade"] == E for r in outcomes(case).values()) == 1


@pytest.mark.parametrize(
    ("figures", "paths"),
    [
        ({"annual_excellent_percent": "100"}, []),
        ({"annual_excellent_percent": "101"}, ["settings.annual_excellent_percent"]),
        ({"annual_excellent_percent": "-1"}, ["settings.annual_excellent_percent"]),
        ({"annual_excellent_percent": None}, ["settings.annual_excellent_percent"]),
        ({"annual_excellent_percent": 17.5}, ["settings.annual_excellent_percent"]),
        ({"other": "1"}, ["settings.other"]),
    ],
)
def test_settings_are_checked(figures: Any, paths: list[str]) -> None:
    assert fault_paths(year(rows(Q), settings=figures)) == paths


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ({"period": "2025-Q4"}, "period"),
        ({"period": "2026-01"}, "period"),
        ({"period": "2026"}, "period"),
        ({"period": "nonsense"}, "period"),
        ({}, "period"),
        ({"period": "2026-Q2", "grade": "superb"}, "grade"),
        ({"period": "2026-Q2", "grade": 1}, "grade"),
        ({"period": "2026-Q2", "score": "-1"}, "score"),
        ({"period": "2026-Q2", "score": 90.5}, "score"),
        ({"period": "2026-Q2", "score": "103"}, "score"),
        ({"period": "2026-Q1"}, "period"),
        ({"period": "2026-Q2", "note": "x"}, "note"),
    ],
)
def test_faults_of_the_history(row: dict[str, Any], path: str) -> None:
    case = year(rows(Q))
    case["staff"][0]["history"].append(row)
    assert fault_paths(case) == [f"staff[0].history[1].{path}"]
