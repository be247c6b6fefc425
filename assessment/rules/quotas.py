"""Caps on grades: seats, and who takes them. A cap is never exceeded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal, NamedTuple

from .periods import PeriodKey
from .scheme import Scheme
from .vocabulary.results import Quota

Verdict = Literal["seated", "dropped", "tie"]
FLAG_OF: dict[str, str] = {"dropped": "quota_drop", "tie": "tie_at_cap"}


class Place(NamedTuple):
    """What one score came to in a pass: seats taken above it, its place, its equals, the verdict."""

    taken: int
    place: int
    group: int
    verdict: Verdict


def allot(scores: Iterable[Decimal], seats: int) -> dict[Decimal, Place]:
    """Seat candidates by score, highest first; equal scores enter together or not at all.

    When a group does not fit, it and everyone below it drop: the group is a ``tie`` when it
    has two or more, everyone else is ``dropped``. Nobody overtakes a higher score.
    """
    places: dict[Decimal, Place] = {}
    taken, above, full = 0, 0, False
    for score, equals in groupby(sorted(scores, reverse=True)):
        size = len(list(equals))
        verdict: Verdict = "dropped"
        if not full and taken + size <= seats:
            verdict = "seated"
        elif not full:
            full, verdict = True, "tie" if size > 1 else "dropped"
        places[score] = Place(taken, above + 1, size, verdict)
        taken += size if verdict == "seated" else 0
        above += size
    return places


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
) -> list[QuotaLine]:
    """The caps of a period for these people: rows of (id, category, status, ceiling).

    The base counts everyone in scope, undetermined and unqualified alike. Categories
    nobody is in are listed with base 0.
    """
    counts = dict.fromkeys(scheme.categories, 0)
    for _, category, status, _ in rows:
        if status != "out_of_scope":
            counts[category] = counts.get(category, 0) + 1
    figures = scheme.figures(settings)
    return [line for quota in scheme.part(period.cadence).quotas for line in lines_of(quota, counts, figures)]


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
