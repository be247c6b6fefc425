"""Scoring a whole period: subjects stream in, the group is settled at the end."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from .evaluator import Evaluator, PendingOutcome, pay
from .faults import Incomplete, Missing
from .numbers import ZERO
from .periods import Cadence, PeriodKey
from .quotas import SeatPlace, allot, allot_spread, lines_of
from .scheme import Part, Scheme
from .subjects import ASSESSED, OUT_OF_SCOPE, UNDETERMINED, Json, Outcome, Subject
from .vocabulary.items import RankItem
from .vocabulary.results import Award, Quota


class Scoring:
    """Scores the subjects of one period, people and departments.

    ``add`` computes each subject at once and keeps only what the group needs; ``finish``
    ranks, applies the quotas and the award and returns the outcomes in the order the subjects
    were added: first the people's, whose points may count against their departments, then the
    departments'. The order does not change any outcome. What is missing is collected in ``missing``.
    """

    def __init__(
        self, scheme: Scheme, period: PeriodKey, settings: Mapping[str, Decimal] | None = None
    ) -> None:
        self.people = Evaluator(scheme, period, settings)
        self.departments: Evaluator | None = None
        if scheme.part(period.cadence).departments is not None:
            self.departments = Evaluator(scheme, period, settings, kind="department")
        self.missing: list[Missing] = []
        self._carried = CarriedOver(self.departments.part if self.departments else None)
        # Who was added, in order: an outcome already, or one that waits for the group.
        self._added: list[PendingOutcome | Outcome] = []

    def add(self, subject: Subject) -> None:
        """Take in one subject, with all that is known of it. KeyError for a department nobody assesses."""
        evaluator = self._evaluator(subject.kind)
        pending = evaluator.own(subject)
        if pending.missing:
            self.missing += pending.missing
        if evaluator.needs_group:
            self._added.append(pending)
        elif not pending.missing:
            evaluator.settle(pending, {})
            self._carried.take(pending.outcome, pending.department)
            self._added.append(evaluator.conclude(pending))

    def _evaluator(self, kind: str) -> Evaluator:
        evaluator = self.departments if kind == "department" else self.people
        if evaluator is None:
            raise KeyError(kind)
        return evaluator

    def finish(self) -> list[Outcome]:
        """All outcomes, in the order of ``add``. Raises Incomplete while something is missing."""
        if self.missing:
            raise Incomplete(self.missing)
        for evaluator, kind in ((self.people, "staff"), (self.departments, "department")):
            if evaluator is not None:
                self._finish(evaluator, [each for each in self._waiting() if each.outcome.kind == kind])
        return [each.outcome if isinstance(each, PendingOutcome) else each for each in self._added]

    def _waiting(self) -> Iterator[PendingOutcome]:
        return (each for each in self._added if isinstance(each, PendingOutcome))

    def _finish(self, evaluator: Evaluator, group: list[PendingOutcome]) -> None:
        """What the group decides of one kind of subject."""
        part = evaluator.part
        in_scope = [pending for pending in group if pending.scope is None]
        for item in part.rank_items.values():
            _rank(item, in_scope)
        for pending in in_scope:
            if part.carried_items:
                pending.outcome.standing["carried"] = self._carried.standing(pending.outcome.id)
            evaluator.settle(pending, pending.outcome.standing)
            self._carried.take(pending.outcome, pending.department)
        counts: Counter[str] = Counter(pending.category for pending in in_scope)
        for quota in part.quotas:
            _apply(evaluator, quota, in_scope, counts)
        if part.award is not None:
            _award(evaluator, part.award, in_scope)
        for pending in group:
            evaluator.conclude(pending)


def _apply(
    evaluator: Evaluator, quota: Quota, in_scope: list[PendingOutcome], counts: Mapping[str, int]
) -> None:
    """Seat the candidates of one quota; those without a seat drop to the next grade."""
    candidates: dict[str | None, list[PendingOutcome]] = {}
    for pending in in_scope:
        if pending.outcome.grade == quota.grade and pending.outcome.score is not None:
            group = pending.category if quota.of == "category" else None
            candidates.setdefault(group, []).append(pending)
    for line in lines_of(quota, counts, evaluator.settings):
        for pending, turn, place in _places(quota, candidates.get(line.category, []), line.seats):
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
            pending.outcome.standing.setdefault("quotas", []).append(row | turn)
            evaluator.drop(pending, row)


class CarriedOver:
    """What the people of each department lost, for the department's own items."""

    def __init__(self, part: Part | None) -> None:
        self._items = [] if part is None else list(part.carried_items.values())
        self._found: dict[tuple[str, str], list[tuple[str, Decimal]]] = {}

    def take(self, outcome: Outcome, department: str | None) -> None:
        """Note what a person of the department lost in the items that are carried over."""
        if not self._items or department is None or outcome.kind == "department":
            return
        for item in self._items:
            value = outcome.items.get(item.of)
            if value:
                self._found.setdefault((department, item.id), []).append((outcome.id, value))

    def standing(self, department: str) -> Json:
        """By item: the sum, and who contributed what; an empty one where nobody lost anything."""
        found: Json = {}
        for item in self._items:
            people = sorted(self._found.get((department, item.id), []))
            total = sum((value for _, value in people), ZERO)
            found[item.id] = {"sum": str(total), "people": [[name, str(value)] for name, value in people]}
        return found


def _places(
    quota: Quota, candidates: list[PendingOutcome], seats: int
) -> Iterator[tuple[PendingOutcome, Json, SeatPlace]]:
    """Each candidate with its place; where the seats are spread also in which pass it was decided."""
    scored = [(pending, pending.outcome.score) for pending in candidates if pending.outcome.score is not None]
    if quota.spread is None:
        places = allot((score for _, score in scored), seats)
        yield from ((pending, {}, places[score]) for pending, score in scored)
        return
    spread = allot_spread([(pending.category, score) for pending, score in scored], seats)
    for pending, score in scored:
        found = spread[pending.category, score]
        yield pending, {"turn": found.turn}, found.place


def _award(evaluator: Evaluator, award: Award, candidates: list[PendingOutcome]) -> None:
    """Seat the highest scores; equal ones all or none."""
    scored = [(pending, pending.outcome.score) for pending in candidates if pending.outcome.score is not None]
    places = allot((score for _, score in scored), award.seats)
    for pending, score in scored:
        place = places[score]
        line = {"flag": award.flag, "seats": award.seats, "n": len(scored), **place._asdict()}
        pending.outcome.standing["award"] = line
        evaluator.award(pending, line)


def _rank(item: RankItem, in_scope: list[PendingOutcome]) -> None:
    """Rank the raters' means within each category: competition ranks, highest first."""
    groups: dict[str, Counter[Fraction]] = {}
    for pending in in_scope:
        groups.setdefault(pending.category, Counter())[pending.means[item.id]] += 1
    ranks: dict[str, dict[Fraction, int]] = {}
    for category, means in groups.items():
        above = 0
        ranks[category] = {}
        for value in sorted(means, reverse=True):
            ranks[category][value] = above + 1
            above += means[value]
    for pending in in_scope:
        value = pending.means[item.id]
        pending.outcome.standing.setdefault("ranks", {})[item.id] = {
            "mean": str(value),
            "category": pending.category,
            "rank": ranks[pending.category][value],
            "n": groups[pending.category].total(),
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
    evaluator = Evaluator(scheme, period, settings, kind=subject.kind)
    if evaluator.part.asks is not None:
        return Outcome(subject.id, subject.kind)
    pending = evaluator.own(subject)
    outcome = pending.outcome
    if pending.scope is not None:
        return outcome
    # A vote that lacks in a round is named with it: «leader 1».
    lacking = (each.item.partition(" ")[0] for each in pending.missing if each.what == "rating")
    waiting = list(dict.fromkeys(lacking))
    waiting += [item for item in evaluator.part.rank_items if item not in waiting]
    if carried is not None:
        outcome.standing["carried"] = carried
    else:
        waiting += evaluator.part.carried_items
    outcome.waiting = tuple(waiting)
    if not waiting and not pending.missing:
        evaluator.settle(pending, outcome.standing)
        if any(quota.grade == outcome.grade for quota in evaluator.part.quotas):
            outcome.grade = None
        return evaluator.conclude(pending)
    outcome.items = evaluator.printed(pending)
    outcome.grade = pending.decided
    if pending.decided == "undetermined":
        outcome.status = UNDETERMINED
    return evaluator.conclude(pending)


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
