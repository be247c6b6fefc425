"""Scoring a whole period: subjects stream in, the group is settled at the end."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from .evaluator import Draft, Machine, pay
from .faults import Incomplete, Missing
from .numbers import ZERO
from .periods import Cadence, PeriodKey
from .quotas import Place, allot, allot_spread, lines_of
from .scheme import Part, Scheme
from .subjects import ASSESSED, OUT_OF_SCOPE, UNDETERMINED, Json, Outcome, Subject
from .vocabulary.items import RankItem
from .vocabulary.results import Award, Quota


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
        self.departments: Machine | None = None
        if scheme.part(period.cadence).departments is not None:
            self.departments = Machine(scheme, period, settings, kind="department")
        self.missing: list[Missing] = []
        self._carried = CarriedOver(self.departments.part if self.departments else None)
        # Who was added, in order: an outcome already, or a draft that waits for the group.
        self._added: list[Draft | Outcome] = []

    def add(self, subject: Subject) -> None:
        """Take in one subject, with all that is known of it. KeyError for a department nobody assesses."""
        machine = self.machine if subject.kind == "staff" else self._machine(subject.kind)
        draft = machine.own(subject)
        if draft.missing:
            self.missing += draft.missing
        if machine.needs_group:
            self._added.append(draft)
        elif not draft.missing:
            machine.settle(draft, {})
            self._carried.take(draft)
            self._added.append(machine.conclude(draft))

    def _machine(self, kind: str) -> Machine:
        if kind == "department" and self.departments is None:
            raise KeyError(kind)
        return self.departments if kind == "department" and self.departments is not None else self.machine

    def finish(self) -> list[Outcome]:
        """All outcomes, in the order of ``add``. Raises Incomplete while something is missing."""
        if self.missing:
            raise Incomplete(self.missing)
        drafts = [each for each in self._added if isinstance(each, Draft)]
        self._finish_people([draft for draft in drafts if draft.outcome.kind != "department"])
        self._finish_departments([draft for draft in drafts if draft.outcome.kind == "department"])
        return [each.outcome if isinstance(each, Draft) else each for each in self._added]

    def _finish_people(self, drafts: list[Draft]) -> None:
        machine = self.machine
        in_scope = [draft for draft in drafts if draft.scope is None]
        for item in machine.part.rank_items.values():
            _rank(item, in_scope)
        for draft in drafts:
            machine.settle(draft, draft.outcome.standing)
            self._carried.take(draft)
        counts: Counter[str] = Counter(draft.category for draft in in_scope)
        for quota in machine.part.quotas:
            self._apply(quota, in_scope, counts)
        for draft in drafts:
            machine.conclude(draft)

    def _finish_departments(self, drafts: list[Draft]) -> None:
        machine = self.departments
        if machine is None:
            return
        for draft in drafts:
            carried = self._carried.standing(draft.outcome.id)
            if carried:
                draft.outcome.standing["carried"] = carried
            machine.settle(draft, draft.outcome.standing)
        if machine.part.award is not None:
            _award(machine, machine.part.award, drafts)
        for draft in drafts:
            machine.conclude(draft)

    def _apply(self, quota: Quota, in_scope: list[Draft], counts: Mapping[str, int]) -> None:
        candidates: dict[str | None, list[Draft]] = {}
        for draft in in_scope:
            if draft.outcome.grade == quota.grade and draft.outcome.score is not None:
                group = draft.category if quota.of == "category" else None
                candidates.setdefault(group, []).append(draft)
        for line in lines_of(quota, counts, self.machine.settings):
            drafts = candidates.get(line.category, [])
            for draft, turn, place in _places(quota, drafts, line.seats):
                row = {
                    "grade": quota.grade,
                    "next": quota.next,
                    "category": line.category,
                    "base": line.base,
                    "percent": str(line.percent),
                    "seats": line.seats,
                    "taken": place.taken,
                    "place": place.place,
                    "group": place.group,
                    "verdict": place.verdict,
                }
                draft.outcome.standing.setdefault("quotas", []).append(row | turn)
                self.machine.drop(draft, row)


class CarriedOver:
    """What the people of each department lost, for the department's own items."""

    def __init__(self, part: Part | None) -> None:
        self._items = [] if part is None else list(part.carried_items.values())
        self._found: dict[tuple[str, str], list[tuple[str, Decimal]]] = {}

    def take(self, draft: Draft) -> None:
        """Note what a person lost in the items that are carried over."""
        if not self._items or draft.department is None or draft.outcome.kind == "department":
            return
        for item in self._items:
            value = draft.outcome.items.get(item.of)
            if value:
                self._found.setdefault((draft.department, item.id), []).append((draft.outcome.id, value))

    def standing(self, department: str) -> Json:
        """By item: the sum, and who contributed what; an empty one where nobody lost anything."""
        found: Json = {}
        for item in self._items:
            people = sorted(self._found.get((department, item.id), []))
            total = sum((value for _, value in people), ZERO)
            found[item.id] = {"sum": str(total), "people": [[name, str(value)] for name, value in people]}
        return found


def _places(quota: Quota, drafts: list[Draft], seats: int) -> Iterator[tuple[Draft, Json, Place]]:
    """Each candidate with its place; where the seats are spread also in which pass it was decided."""
    scored = [(draft, draft.outcome.score) for draft in drafts if draft.outcome.score is not None]
    if quota.spread is None:
        places = allot((score for _, score in scored), seats)
        yield from ((draft, {}, places[score]) for draft, score in scored)
        return
    spread = allot_spread([(draft.category, score) for draft, score in scored], seats)
    for draft, score in scored:
        found = spread[draft.category, score]
        yield draft, {"turn": found.turn}, found.place


def _award(machine: Machine, award: Award, drafts: list[Draft]) -> None:
    """Seat the highest scores; equal ones all or none."""
    scored = [(draft, draft.outcome.score) for draft in drafts if draft.outcome.score is not None]
    places = allot((score for _, score in scored), award.seats)
    for draft, score in scored:
        place = places[score]
        line = {"flag": award.flag, "seats": award.seats, "n": len(scored), **place._asdict()}
        draft.outcome.standing["award"] = line
        machine.award(draft, line)


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
    *,
    carried: Json | None = None,
) -> Outcome:
    """What can be said of one subject while the period runs.

    Items that can be computed are there; ``waiting`` names the ratings still to come (and the
    items that need the whole group). The score is None while it waits for any of them, the
    grade and the bonus are None unless a gate has decided them. For a department ``carried`` is
    what its people lost so far (:meth:`CarriedOver.standing`); without it these items wait, too.
    Of a questionnaire nothing is told before its end: it could sway those who have still to answer.
    """
    machine = Machine(scheme, period, settings, kind=subject.kind)
    if machine.part.asks is not None:
        return Outcome(subject.id, subject.kind)
    draft = machine.own(subject)
    outcome = draft.outcome
    if draft.scope is not None:
        return outcome
    # A vote that lacks in a round is named with it: «leader 1».
    lacking = (each.item.partition(" ")[0] for each in draft.missing if each.what == "rating")
    waiting = list(dict.fromkeys(lacking))
    waiting += [item for item in machine.part.rank_items if item not in waiting]
    if carried is not None:
        outcome.standing["carried"] = carried
    else:
        waiting += machine.part.carried_items
    outcome.waiting = tuple(waiting)
    if not waiting and not draft.missing:
        machine.settle(draft, outcome.standing)
        if any(quota.grade == outcome.grade for quota in machine.part.quotas):
            outcome.grade = None
        return machine.conclude(draft)
    outcome.items = machine.printed(draft)
    outcome.grade = draft.decided
    if draft.decided == "undetermined":
        outcome.status = UNDETERMINED
    return machine.conclude(draft)


def bonus_of(
    scheme: Scheme,
    cadence: Cadence,
    grade: str | None,
    gates: list[str] | tuple[str, ...] = (),
    status: str = ASSESSED,
    *,
    kind: str = "staff",
) -> Decimal | None:
    """The bonus in yuan of someone (or of a department, by ``kind``) whose grade the leading group decided, by the gates that fired.

    None where the scheme pays nothing at all. What someone out of scope is paid follows from
    dates, not from a grade: ask the outcome; here it is a ValueError.
    """
    if status == OUT_OF_SCOPE:
        raise ValueError("the bonus of someone out of scope stands in the outcome")
    return pay(scheme.part(cadence).of_kind(kind), grade, gates)
