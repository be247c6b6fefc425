"""Caps on grades: seats, and who takes them. A cap is never exceeded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal, NamedTuple

from .periods import PeriodKey
from .scheme import Scheme
from .subjects import OUT_OF_SCOPE
from .vocabulary.results import Quota

Verdict = Literal["seated", "dropped", "tie"]
FLAG_OF: dict[str, str] = {"dropped": "quota_drop", "tie": "tie_at_cap"}


class SeatPlace(NamedTuple):
    """What one score came to in a pass: seats taken above it, its place, its equals, the verdict."""

    taken: int
    place: int
    group: int
    verdict: Verdict


def allot(scores: Iterable[Decimal], seats: int) -> dict[Decimal, SeatPlace]:
    """Seat candidates by score, highest first; equal scores enter together or not at all.

    When a group does not fit, it and everyone below it drop: the group is a ``tie`` when it
    has two or more, everyone else is ``dropped``. Nobody overtakes a higher score.
    """
    places: dict[Decimal, SeatPlace] = {}
    taken, above, full = 0, 0, False
    for score, equals in groupby(sorted(scores, reverse=True)):
        size = len(list(equals))
        verdict: Verdict = "dropped"
        if not full and taken + size <= seats:
            verdict = "seated"
        elif not full:
            full, verdict = True, "tie" if size > 1 else "dropped"
        places[score] = SeatPlace(taken, above + 1, size, verdict)
        taken += size if verdict == "seated" else 0
        above += size
    return places


class SpreadPlace(NamedTuple):
    """A place in a cap that is spread over the categories: in which pass, and what it came to there."""

    turn: int
    place: SeatPlace


def allot_spread(
    candidates: Sequence[tuple[str, Decimal]], seats: int
) -> dict[tuple[str, Decimal], SpreadPlace]:
    """Seat candidates of (category, score): first the best of each category, then everyone by score.

    In the first pass a category whose best place is shared takes no part; bests of several
    categories with equal scores sit down together, or not at all, and the pass ends there.
    """
    first = _first_pass(candidates, seats)
    left = [each for each in candidates if each not in first]
    places = allot((score for _, score in left), seats - len(first))
    found = {each: SpreadPlace(1, place) for each, place in first.items()}
    for each in left:
        place = places[each[1]]
        found[each] = SpreadPlace(2, place._replace(taken=place.taken + len(first)))
    return found


def _first_pass(
    candidates: Sequence[tuple[str, Decimal]], seats: int
) -> dict[tuple[str, Decimal], SeatPlace]:
    bests: list[tuple[str, Decimal]] = []
    for category in {category for category, _ in candidates}:
        scores = [score for own, score in candidates if own == category]
        if scores.count(max(scores)) == 1:
            bests.append((category, max(scores)))
    places = allot((score for _, score in bests), seats)
    return {each: places[each[1]] for each in bests if places[each[1]].verdict == "seated"}


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """One cap: seats = floor(percent × base ÷ 100). ``category`` is None over the whole unit."""

    grade: str
    next: str
    category: str | None
    base: int
    percent: Decimal
    seats: int


def quota_table(
    scheme: Scheme,
    period: PeriodKey,
    settings: Mapping[str, Decimal] | None,
    rows: Sequence[tuple[str, str, str, str | None]],
    *,
    kind: str = "staff",
) -> list[QuotaLine]:
    """The caps of a period for these people or departments: rows of (id, category, status, ceiling).

    The base counts everyone in scope, undetermined and unqualified alike. Categories
    nobody is in are listed with base 0; departments are one group. KeyError for departments
    that the scheme does not assess in this cadence.
    """
    counts = dict.fromkeys(scheme.categories if kind == "staff" else (), 0)
    for _, category, status, _ in rows:
        if status != OUT_OF_SCOPE:
            counts[category] = counts.get(category, 0) + 1
    figures = scheme.figures(settings)
    part = scheme.part(period.cadence).of_kind(kind)
    return [line for quota in part.quotas for line in lines_of(quota, counts, figures)]


def lines_of(quota: Quota, counts: Mapping[str, int], settings: Mapping[str, Decimal]) -> list[QuotaLine]:
    """The cap of one quota, per category or over the whole unit, for so many people in scope."""
    percent = quota.percent_in(settings)
    bases: dict[str | None, int] = {None: sum(counts.values())}
    if quota.of == "category":
        bases = {category: count for category, count in counts.items()}  # noqa: C416 - another key type
    return [
        QuotaLine(quota.grade, quota.next, category, base, percent, quota.seats(base, settings))
        for category, base in bases.items()
    ]
