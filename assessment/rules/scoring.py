"""Scoring a whole period: subjects stream in, the group is settled at the end."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from .faults import Incomplete, Missing
from .machine import Draft, Machine, pay
from .periods import Cadence, PeriodKey
from .quotas import allot, lines_of
from .scheme import Scheme
from .subjects import Outcome, Subject
from .vocabulary.items import RankItem
from .vocabulary.results import Quota


class Scoring:
    """Scores the subjects of one period.

    ``add`` computes each subject at once and keeps only what the group needs; ``finish``
    ranks, applies the quotas and returns the outcomes in the order the subjects were added.
    The order does not change any outcome. What is missing is collected in ``missing``.
    """

    def __init__(
        self, scheme: Scheme, period: PeriodKey, settings: Mapping[str, Decimal] | None = None
    ) -> None:
        self.machine = Machine(scheme, period, settings)
        self.missing: list[Missing] = []
        self._drafts: list[Draft] = []
        self._outcomes: list[Outcome] = []

    def add(self, subject: Subject) -> None:
        """Take in one subject, with all that is known of it."""
        machine = self.machine
        draft = machine.own(subject)
        if draft.missing:
            self.missing += draft.missing
        if machine.needs_group:
            self._drafts.append(draft)
        elif not draft.missing:
            machine.settle(draft, {})
            self._outcomes.append(machine.conclude(draft))

    def finish(self) -> list[Outcome]:
        """All outcomes, in the order of ``add``. Raises Incomplete while something is missing."""
        if self.missing:
            raise Incomplete(self.missing)
        if not self.machine.needs_group:
            return self._outcomes
        in_scope = [draft for draft in self._drafts if draft.scope is None]
        for item in self.machine.part.rank_items.values():
            _rank(item, in_scope)
        for draft in self._drafts:
            self.machine.settle(draft, draft.outcome.standing.get("ranks", {}))
        counts: Counter[str] = Counter(draft.category for draft in in_scope)
        for quota in self.machine.part.quotas:
            self._apply(quota, in_scope, counts)
        return [self.machine.conclude(draft) for draft in self._drafts]

    def _apply(self, quota: Quota, in_scope: list[Draft], counts: Mapping[str, int]) -> None:
        candidates: dict[str | None, list[Draft]] = {}
        for draft in in_scope:
            if draft.outcome.grade == quota.grade and draft.outcome.score is not None:
                group = draft.category if quota.of == "category" else None
                candidates.setdefault(group, []).append(draft)
        for line in lines_of(quota, counts, self.machine.settings):
            drafts = candidates.get(line.category, [])
            places = allot((d.outcome.score for d in drafts if d.outcome.score is not None), line.seats)
            for draft in drafts:
                if draft.outcome.score is None:
                    continue
                taken, place, group_size, verdict = places[draft.outcome.score]
                row = {
                    "grade": quota.grade,
                    "next": quota.next,
                    "category": line.category,
                    "base": line.base,
                    "percent": str(line.percent),
                    "seats": line.seats,
                    "taken": taken,
                    "place": place,
                    "group": group_size,
                    "verdict": verdict,
                }
                draft.outcome.standing.setdefault("quotas", []).append(row)
                self.machine.drop(draft, row)


def _rank(item: RankItem, in_scope: list[Draft]) -> None:
    """Rank the raters' means within each category: competition ranks, highest first."""
    groups: dict[str, Counter[Fraction]] = {}
    for draft in in_scope:
        groups.setdefault(draft.category, Counter())[draft.means[item.id]] += 1
    ranks: dict[str, dict[Fraction, int]] = {}
    for category, means in groups.items():
        above = 0
        ranks[category] = {}
        for value in sorted(means, reverse=True):
            ranks[category][value] = above + 1
            above += means[value]
    for draft in in_scope:
        value = draft.means[item.id]
        draft.outcome.standing.setdefault("ranks", {})[item.id] = {
            "mean": str(value),
            "category": draft.category,
            "rank": ranks[draft.category][value],
            "n": groups[draft.category].total(),
        }


def provisional(
    scheme: Scheme,
    period: PeriodKey,
    settings: Mapping[str, Decimal] | None,
    subject: Subject,
) -> Outcome:
    """What can be said of one subject while the period runs.

    Items that can be computed are there; ``waiting`` names the ratings still to come (and the
    items that need the whole group). The score is None while it waits for any of them, the
    grade and the bonus are None unless a gate has decided them.
    """
    machine = Machine(scheme, period, settings)
    draft = machine.own(subject)
    outcome = draft.outcome
    if draft.scope is not None:
        return outcome
    waiting = [each.item for each in draft.missing if each.what == "rating"]
    waiting += [item for item in machine.part.rank_items if item not in waiting]
    outcome.waiting = tuple(waiting)
    if not waiting and not draft.missing:
        machine.settle(draft, {})
        if any(quota.grade == outcome.grade for quota in machine.part.quotas):
            outcome.grade = None
        return machine.conclude(draft)
    outcome.items = {name: draft.values[name] for name in machine.part.items if name in draft.values}
    outcome.grade = draft.decided
    if draft.decided == "undetermined":
        outcome.status = "undetermined"
    return machine.conclude(draft)


def bonus_of(
    scheme: Scheme,
    cadence: Cadence,
    grade: str | None,
    gates: list[str] | tuple[str, ...] = (),
    status: str = "assessed",
) -> Decimal | None:
    """The bonus in yuan of someone whose grade the leading group decided, by the gates that fired.

    None where the scheme pays nothing at all. What someone out of scope is paid follows from
    dates, not from a grade: ask the outcome; here it is a ValueError.
    """
    if status == "out_of_scope":
        raise ValueError("the bonus of someone out of scope stands in the outcome")
    return pay(scheme.part(cadence), grade, gates)
