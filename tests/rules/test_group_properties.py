"""What holds for any group: spread seats, rounded seats, carried deductions, votes and weeks in any order."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.packs import SCHEMES
from assessment.rules import Entry, Past, PeriodKey, Rating, Scoring, Subject
from assessment.rules.numbers import ending, printed, round2
from assessment.rules.quotas import allot_spread
from assessment.rules.subjects import Journal
from assessment.rules.vocabulary.results import Quota

FEW = settings(max_examples=60, deadline=None)
Candidates = list[tuple[str, Decimal]]


def outcomes(scheme: str, period: str, subjects: list[Subject]) -> dict[tuple[str, str], dict[str, Any]]:
    scoring = Scoring(SCHEMES[scheme], PeriodKey.parse(period))
    for subject in subjects:
        scoring.add(subject)
    return {(each.kind, each.id): each.as_dict() | each.standing for each in scoring.finish()}


candidates = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(90, 96).map(Decimal)), min_size=0, max_size=14
)


@FEW
@given(candidates, st.integers(0, 8))
def test_spread_seats_never_exceed_the_cap(rows: Candidates, seats: int) -> None:
    found = allot_spread(rows, seats)
    assert sum(found[row].place.verdict == "seated" for row in rows) <= seats


@FEW
@given(candidates, st.integers(0, 8))
def test_nobody_overtakes_a_higher_score_within_a_pass(rows: Candidates, seats: int) -> None:
    found = allot_spread(rows, seats)
    rest = [row for row in rows if found[row].turn == 2]
    for row in rest:
        for other in rest:
            if row[1] > other[1] and found[other].place.verdict == "seated":
                assert found[row].place.verdict == "seated"
            if row[1] == other[1]:
                assert found[row].place == found[other].place


@FEW
@given(candidates, st.integers(0, 8))
def test_the_first_pass_seats_at_most_one_of_a_category_and_only_its_best(
    rows: Candidates, seats: int
) -> None:
    found = allot_spread(rows, seats)
    first = [row for row in rows if found[row].turn == 1]
    assert len({category for category, _ in first}) == len(first)
    for category, score in first:
        assert score == max(own for each, own in rows if each == category)
        assert rows.count((category, score)) == 1


@FEW
@given(candidates, st.integers(0, 8), st.randoms(use_true_random=False))
def test_the_order_of_candidates_never_matters(rows: Candidates, seats: int, chance: Any) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert allot_spread(rows, seats) == allot_spread(shuffled, seats)


@FEW
@given(
    st.lists(
        st.tuples(st.sampled_from(["section_rank", "general", "worker"]), st.integers(176, 198)),
        min_size=1,
        max_size=25,
    ),
    st.randoms(use_true_random=False),
)
def test_a_year_with_spread_seats_comes_out_the_same_in_any_order(
    rows: list[tuple[str, int]], chance: Any
) -> None:
    people = [
        Subject(f"p{n}", category, history=[Past("2026-Q1", Decimal(half) / 2, None)])
        for n, (category, half) in enumerate(rows)
    ]
    straight = outcomes("ab-post-quarterly", "2026", people)
    chance.shuffle(people)
    assert outcomes("ab-post-quarterly", "2026", people) == straight
    excellent = [each for each in straight.values() if each["grade"] == "excellent"]
    assert len(excellent) <= len(people) * 18 // 100


@FEW
@given(st.integers(0, 400), st.integers(0, 10000), st.integers(0, 120))
def test_rounded_seats_follow_the_fraction_and_cut_ones_never_exceed_the_share(
    base: int, percent: int, fraction: int
) -> None:
    share = Decimal(percent) / 100
    words = {"grade": "a", "percent": share, "of": "unit", "next": "b"}
    cut = Quota.model_validate(words).seats(base, {})
    rounded = Quota.model_validate(words | {"round_up_from": Decimal(fraction) / 100}).seats(base, {})
    exact = Fraction(share) * base / 100
    assert cut == exact.__floor__()
    assert cut <= exact
    over = exact - cut
    assert rounded == cut + (over > 0 and over >= Fraction(fraction, 100))


DEDUCTIONS = ["s20a", "s20b", "s20f", "s20g", "s21c", "s22"]


@FEW
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from([*DEDUCTIONS, "s24a", "s24b"]), st.integers(1, 3)),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_what_a_department_carries_is_what_its_people_lost_in_any_order(
    rows: list[tuple[int, str, int]], chance: Any
) -> None:
    entries = defaultdict(list)
    for number, (person, clause, count) in enumerate(rows):
        entries[person].append(Entry(number, clause, date(2026, 4, 2), Decimal(count)))
    people = [Subject(f"p{n}", "", department="AB"[n % 2], entries=entries[n]) for n in range(4)]
    windows = [Subject(name, kind="department") for name in "AB"]
    subjects = [*people, *windows]
    straight = outcomes("hall-windows", "2026-04", subjects)
    chance.shuffle(subjects)
    assert outcomes("hall-windows", "2026-04", subjects) == straight
    for name in "AB":
        lost = -sum(
            Decimal(straight["staff", each.id]["items"]["deductions"])
            for each in people
            if each.department == name
        )
        carried = straight["department", name]["items"]["carried_over"]
        assert Decimal(carried) == -2 * (lost // 5)


LEVELS = ["excellent", "good", "fair", "average", "poor"]
votes = st.lists(st.sampled_from([*LEVELS, "abstain"]), max_size=5)
weeks = st.dictionaries(
    st.integers(10, 52),
    st.dictionaries(st.sampled_from("xyz"), st.integers(0, 500), min_size=1, max_size=3),
    min_size=1,
    max_size=8,
)


@FEW
@given(votes, votes, weeks, st.lists(st.integers(1, 9), max_size=6), st.randoms(use_true_random=False))
def test_votes_weeks_and_shared_points_add_up_in_any_order(
    first: list[str], second: list[str], journals: dict[int, dict[str, int]], shared: list[int], chance: Any
) -> None:
    ratings = [
        Rating(n, "peer", f"r{n}", None, round=number, level=level)
        for number, given in ((1, ["good", *first]), (2, ["poor", *second]))
        for n, level in enumerate(given)
    ]
    ratings += [Rating(n, "leader", f"h{n}", None, role="head", round=n, level="good") for n in (1, 2)]
    diary = [
        Journal(week, f"2026-W{week}", scores={k: {"self": Decimal(v) / 10} for k, v in goals.items()})
        for week, goals in journals.items()
    ]
    entries = [
        Entry(n, "suggestion", date(2026, 4, 2), level="district", attributes={"shared_by": by})
        for n, by in enumerate(shared)
    ]
    months = {"2026-01": dict.fromkeys(("attendance_rate", "no_early_leave_rate", "lunch_rate"), Decimal(75))}
    person = Subject("a", "general", months=months, ratings=ratings, journals=diary, entries=entries)
    straight = outcomes("shinan-100", "2026", [person])["staff", "a"]
    for kept in (ratings, diary, entries):
        chance.shuffle(kept)
    assert outcomes("shinan-100", "2026", [person])["staff", "a"] == straight
    items = {name: Decimal(value) for name, value in straight["items"].items()}
    assert items["suggestion"] == min(round2(sum((Fraction(1, by) for by in shared), Fraction(0))), 2)
    parts = ("public", "target", "review", "incentive")
    assert Decimal(straight["score"]) == sum(items[name] for name in parts)
    assert items["review"] == items["leader"] + items["peer"]


@FEW
@given(st.fractions())
def test_a_fraction_that_ends_is_printed_exactly_and_others_are_rounded(value: Fraction) -> None:
    decimal = ending(value)
    shown = Fraction(printed(value))
    assert shown == (value if decimal is not None else Fraction(round2(value)))
    assert decimal is None or Fraction(decimal) == value
