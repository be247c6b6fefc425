"""The quarterly scheme: both sides of every bound."""

from decimal import Decimal
from typing import Any

import pytest

from .building import colleague, fault_paths, meiling, outcome, outcomes


def alone(entries: Any = (), **person: Any) -> dict[str, Any]:
    return outcome(meiling(colleague("a", **person), entries=entries))


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        ({}, "10.00"),
        ({"late": "1"}, "9.00"),
        ({"late": "9"}, "1.00"),
        ({"late": "10"}, "0.00"),
        ({"late": 11}, "0.00"),
        ({"absent_days": "0.5"}, "7.50"),
        ({"absent_days": "1.5"}, "2.50"),
        ({"absent_days": "2"}, "0.00"),
        ({"absent_days": "1.5", "late": "2"}, "0.50"),
        ({"absent_days": "1.5", "late": "3"}, "0.00"),
    ],
)
def test_attendance(facts: dict[str, Any], points: str) -> None:
    assert alone(facts=facts)["items"]["attendance"] == points


@pytest.mark.parametrize(("days", "gate"), [("1.5", False), ("2", False), ("2.5", True)])
def test_more_than_two_days_of_absence_are_unqualified(days: str, gate: bool) -> None:
    result = alone(facts={"absent_days": days})
    assert result["gates"] == (["unqualified.absent"] if gate else [])
    assert (result["grade"] == "unqualified") is gate
    assert result["status"] == "assessed"


@pytest.mark.parametrize(("days", "fires"), [("40", False), ("40.5", True), ("41", True)])
def test_more_than_forty_days_of_sick_leave_are_undetermined(days: str, fires: bool) -> None:
    result = alone(facts={"sick_personal_leave_days": days})
    assert (result["gates"] == ["undetermined.leave"]) is fires
    assert result["status"] == ("undetermined" if fires else "assessed")
    assert result["bonus"] == ("0.00" if fires else "1500.00")
    assert result["score"] is not None


@pytest.mark.parametrize(
    ("days", "first", "fires"),
    [
        ("19", "2026-01-05", True),
        ("20", "2026-01-05", False),
        ("0", "2025-12-31", False),
        ("19", "2026-03-31", True),
    ],
)
def test_fewer_than_twenty_days_after_joining_are_undetermined(days: str, first: str, fires: bool) -> None:
    result = alone(facts={"workdays_in_post": days}, states=[{"kind": "joined", "from": first}])
    assert (result["grade"] == "undetermined") is fires


def test_days_in_post_are_required_of_whoever_joined_in_the_quarter() -> None:
    joined = [{"kind": "joined", "from": "2026-01-05"}]
    assert fault_paths(meiling(colleague("a", states=joined))) == ["staff[0]"]
    assert fault_paths(meiling(colleague("a", states=[{"kind": "joined", "from": "2025-12-31"}]))) == []


TOUCH = [
    ("2025-10-01", "2025-12-31", False),
    ("2025-10-01", "2026-01-01", True),
    ("2026-03-31", None, True),
    ("2026-04-01", None, False),
    ("2025-01-01", "2027-01-01", True),
]


def state(kind: str, first: str, last: str | None = None) -> dict[str, str]:
    return {"kind": kind, "from": first} | ({"to": last} if last else {})


@pytest.mark.parametrize(("first", "last", "touches"), TOUCH)
def test_a_sanction_or_an_investigation_counts_when_it_touches_the_quarter(
    first: str, last: str | None, touches: bool
) -> None:
    sanction = alone(states=[state("discipline", first, last)])
    inquiry = alone(states=[state("investigation", first, last)])
    assert sanction["gates"] == (["unqualified.discipline"] if touches else [])
    assert inquiry["gates"] == (["undetermined.investigation"] if touches else [])


@pytest.mark.parametrize(
    ("first", "fires"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-03-31", True), ("2026-04-01", False)],
)
def test_an_admonition_counts_in_the_quarter_it_begins(first: str, fires: bool) -> None:
    assert (alone(states=[state("admonition", first)])["status"] == "undetermined") is fires


def test_unqualified_is_stronger_than_undetermined_and_both_are_listed() -> None:
    result = alone(states=[state("discipline", "2026-02-01"), state("investigation", "2026-02-01")])
    assert result["gates"] == ["undetermined.investigation", "unqualified.discipline"]
    assert (result["grade"], result["status"], result["bonus"]) == ("unqualified", "assessed", "0.00")


@pytest.mark.parametrize(
    ("states", "out"),
    [
        ([state("not_in_post", "2026-01-01", "2026-03-31")], True),
        ([state("not_in_post", "2026-01-02")], False),
        ([state("not_in_post", "2025-01-01", "2026-03-30")], False),
        ([state("not_in_post", "2026-01-01", "2026-02-15"), state("not_in_post", "2026-02-16")], False),
    ],
)
def test_a_single_state_must_cover_the_quarter(states: list[dict[str, str]], out: bool) -> None:
    assert (alone(states=states)["status"] == "out_of_scope") is out


@pytest.mark.parametrize("kind", ["retired", "transferred_out"])
@pytest.mark.parametrize(
    ("first", "bonus"),
    [
        ("2025-11-30", "0.00"),
        ("2026-01-01", "0.00"),
        ("2026-01-02", "500.00"),
        ("2026-02-01", "500.00"),
        ("2026-02-02", "1000.00"),
        ("2026-03-01", "1000.00"),
        ("2026-03-02", "1500.00"),
        ("2026-03-31", "1500.00"),
    ],
)
def test_who_left_is_paid_by_the_months_begun_before(kind: str, first: str, bonus: str) -> None:
    result = alone(states=[state(kind, first)])
    assert result == {
        "status": "out_of_scope",
        "score": None,
        "grade": None,
        "ceiling": None,
        "bonus": bonus,
        "items": {},
        "gates": [f"out_of_scope.{kind}"],
        "flags": [],
    }


def test_who_retires_after_the_quarter_is_assessed() -> None:
    assert alone(states=[state("retired", "2026-04-01")])["status"] == "assessed"


def test_pre_retirement_leave_is_paid_unless_a_sanction_touches_the_quarter() -> None:
    leave = state("pre_retirement_leave", "2026-03-31")
    assert alone(states=[leave])["bonus"] == "1500.00"
    assert alone(states=[leave, state("discipline", "2026-01-01", "2026-01-01")])["bonus"] == "0.00"
    assert alone(states=[leave, state("discipline", "2025-01-01", "2025-12-31")])["bonus"] == "1500.00"


def test_the_first_scope_gate_of_the_table_pays_and_all_are_listed() -> None:
    result = alone(
        states=[
            state("pre_retirement_leave", "2026-01-01"),
            state("transferred_out", "2026-02-02"),
            state("retired", "2026-01-02"),
        ],
        facts={"leave_days": "20", "absent_days": "3"},
    )
    assert result["bonus"] == "500.00"
    assert result["gates"] == [
        "out_of_scope.pre_retirement",
        "out_of_scope.retired",
        "out_of_scope.transferred_out",
    ]


def test_nothing_is_required_of_people_out_of_scope() -> None:
    left = {
        "person": {"id": "x", "category": "general", "states": [state("retired", "2026-01-01")]},
        "ratings": [],
    }
    assert fault_paths(meiling(left)) == []


@pytest.mark.parametrize(
    ("points", "value"),
    [
        (["10"], "10.00"),
        (["10.5"], "10.00"),
        (["-10.01"], "-10.00"),
        (["12", "-12.5"], "-0.50"),
        (["0.005"], "0.01"),
    ],
)
def test_merit_is_limited_after_summing(points: list[str], value: str) -> None:
    entries = [{"staff": "a", "clause": "merit", "date": "2026-02-01", "points": p} for p in points]
    assert alone(entries)["items"]["merit"] == value


def test_duties_share_their_maximum() -> None:
    both = ["routine.section", "routine.community"]

    def case(duties: list[str], **scores: str) -> dict[str, Any]:
        ratings = [{"staff": "a", "item": i, "rater": "r", "score": s} for i, s in scores.items()]
        person = {"id": "a", "category": "general", "duties": duties}
        return meiling({"person": person, "ratings": ratings})

    key = {"key.1": "20", "key.2": "20", "leaders": "100"}
    full = case([*both, "key.1", "key.2"], **{"routine.section": "25", "routine.community": "25", **key})
    assert outcome(full)["items"]["base"] == "100.00"
    none = case(both, **{"routine.section": "45", "routine.community": "45", "leaders": "100"})
    assert outcome(none)["items"] == {
        "routine": "90.00",
        "attendance": "10.00",
        "merit": "0.00",
        "base": "100.00",
        "leaders": "70.00",
    }
    over = case(both, **{"routine.section": "45.01", "routine.community": "45", "leaders": "100.01"})
    assert fault_paths(over) == ["ratings[0].score", "ratings[2].score"]
    half = case(
        [*both, "key.1"],
        **{"routine.section": "25.5", "routine.community": "25", "key.1": "40", "leaders": "1"},
    )
    assert fault_paths(half) == ["ratings[0].score"]


@pytest.mark.parametrize(
    ("size", "rank", "value"),
    [
        (4, 1, "90.00"), (4, 2, "80.00"), (4, 3, "70.00"), (8, 2, "90.00"), (8, 3, "80.00"),
        (20, 5, "90.00"), (20, 6, "80.00"), (20, 11, "80.00"), (20, 12, "70.00"), (3, 1, "80.00"), (1, 1, "70.00"),
    ],
)  # fmt: skip
def test_the_leaders_score_follows_the_share_of_the_rank(size: int, rank: int, value: str) -> None:
    people = [colleague(f"p{n:02}", leaders=str(100 - n)) for n in range(size)]
    assert outcomes(meiling(*people))[f"p{rank - 1:02}"]["items"]["leaders"] == value


def test_equal_means_share_the_better_rank_and_the_next_rank_is_skipped() -> None:
    scores = ["99", "90", "90", "80"]
    results = outcomes(meiling(*(colleague(f"p{n}", leaders=s) for n, s in enumerate(scores))))
    assert [r["items"]["leaders"] for r in results.values()] == ["90.00", "80.00", "80.00", "70.00"]


def test_means_are_compared_exactly() -> None:
    thirds = colleague("a")
    thirds["ratings"] = thirds["ratings"][:2] + [
        {"staff": "a", "item": "leaders", "rater": f"L{n}", "score": s}
        for n, s in enumerate(["80", "80", "81"])
    ]
    near = colleague("b", leaders="80.33333333333333333333333333333333")
    others = [colleague(f"p{n}", leaders="50") for n in range(2)]
    results = outcomes(meiling(thirds, near, *others))
    assert [results[name]["items"]["leaders"] for name in "ab"] == ["90.00", "80.00"]


def test_ranks_are_taken_within_the_category_and_without_people_out_of_scope() -> None:
    people = [colleague("a", leaders="50", category="middle"), colleague("b", leaders="90")]
    people += [colleague(f"p{n}", leaders="60", category="middle") for n in range(3)]
    people.append(colleague("out", leaders="99", states=[state("retired", "2026-01-01")]))
    results = outcomes(meiling(*people))
    assert results["b"]["items"]["leaders"] == "70.00"
    assert results["p0"]["items"]["leaders"] == "90.00"


def banded(score_wanted: str) -> dict[str, Any]:
    """Alone in the category the leaders' part is 28.00, so the base decides the score."""
    base = (Decimal(score_wanted) - 28) / Decimal("0.6")
    merit = base - 10 - 40 - 30
    entries = [{"staff": "a", "clause": "merit", "date": "2026-02-01", "points": str(merit)}]
    return alone(entries)


@pytest.mark.parametrize(("score", "grade"), [("74.98", "qualified"), ("73", "qualified")])
def test_the_bands_without_a_quota(score: str, grade: str) -> None:
    result = banded(score)
    assert (result["score"], result["grade"]) == (str(Decimal(score).quantize(Decimal("0.01"))), grade)


@pytest.mark.parametrize(
    ("routine", "score", "grade", "bonus"),
    [("3.34", "60.00", "qualified", "1500.00"), ("3.32", "59.99", "unqualified", "0.00")],
)
def test_sixty_is_qualified_and_less_is_not(routine: str, score: str, grade: str, bonus: str) -> None:
    result = alone(routine=routine, key="40")
    assert (result["score"], result["grade"], result["bonus"]) == (score, grade, bonus)


def crowd(*leaders_and_points: tuple[str, str, str], filler: int = 0) -> dict[str, Any]:
    people = [
        colleague(f"p{n}", routine=r, key=k, leaders=s) for n, (s, r, k) in enumerate(leaders_and_points)
    ]
    people += [colleague(f"z{n}", routine="10", key="20", leaders="10") for n in range(filler)]
    return outcomes(meiling(*people))


def test_ninety_is_excellent_and_a_seat_short_of_it_is_good() -> None:
    at = crowd(("99", "50", "30"), filler=3)["p0"]
    assert (at["score"], at["grade"], at["bonus"]) == ("90.00", "excellent", "2100.00")
    below = crowd(("99", "49.98", "30"), filler=3)["p0"]
    assert (below["score"], below["grade"], below["flags"]) == ("89.99", "good", [])


def test_seventy_five_is_good_and_less_is_not() -> None:
    at = crowd(("99", "40", "15"), filler=3)["p0"]
    assert (at["score"], at["grade"], at["bonus"]) == ("75.00", "good", "1800.00")
    below = crowd(("99", "39.98", "15"), filler=3)["p0"]
    assert (below["score"], below["grade"], below["flags"]) == ("74.99", "qualified", [])


@pytest.mark.parametrize(("days", "bonus"), [("15", "2100.00"), ("15.5", "1800.00")])
def test_much_leave_pays_excellent_as_good(days: str, bonus: str) -> None:
    people = [colleague("a", routine="50", key="40", leaders="99", facts={"leave_days": days})]
    people += [colleague(f"z{n}", routine="10", key="20", leaders="10") for n in range(3)]
    result = outcomes(meiling(*people))["a"]
    assert (result["grade"], result["bonus"]) == ("excellent", bonus)


def test_the_gate_of_leave_is_listed_for_everyone_in_scope() -> None:
    result = alone(facts={"leave_days": "41", "sick_personal_leave_days": "41"})
    assert result["gates"] == ["bonus.leave", "undetermined.leave"]


def test_people_with_a_gate_count_for_the_base_but_take_no_seat() -> None:
    people = [
        colleague("a", routine="50", key="40", leaders="99"),
        colleague("b", routine="50", key="40", leaders="98", states=[state("discipline", "2026-01-01")]),
        colleague("c", leaders="50", routine="10", states=[state("investigation", "2026-01-01")]),
        colleague("d", leaders="40", routine="10"),
    ]
    assert outcomes(meiling(*people))["a"]["grade"] == "excellent"
    assert outcomes(meiling(*people[:3]))["a"]["grade"] != "excellent"


def test_flags_of_both_passes_combine() -> None:
    people = [colleague(f"t{n}", routine="50", key="40", leaders="99") for n in range(3)]
    people += [colleague(f"u{n}", routine="50", key="39", leaders="98") for n in range(2)]
    people += [colleague(f"z{n}", routine="10", key="20", leaders="10") for n in range(5)]
    results = outcomes(meiling(*people))
    assert (results["t0"]["grade"], results["t0"]["flags"]) == ("good", ["tie_at_cap"])
    assert (results["u0"]["grade"], results["u0"]["flags"]) == ("qualified", ["quota_drop", "tie_at_cap"])
