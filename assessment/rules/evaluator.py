"""A part of a scheme made ready to run: from one subject's facts to its outcome.

Three steps, the same for a close and for an explanation: ``own`` computes what depends on
the subject alone, ``settle`` adds what ranks within the group decide, ``conclude`` applies
the quotas. What the others contribute, the group context (stored as ``standing``), comes in
as JSON, so an explanation years later needs nobody else's facts.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction

from .dependency_order import applies, by_score, by_turn
from .entry_sums import EntrySums
from .faults import Missing
from .numbers import EXACT, mean, round2
from .periods import PeriodKey
from .quotas import FLAG_OF
from .scheme import Part, Scheme
from .subjects import OUT_OF_SCOPE, UNDETERMINED, Json, Outcome, Subject
from .vocabulary.conditions import View
from .vocabulary.items import (
    AnyItem,
    CarriedItem,
    GivenItem,
    OwnItem,
    RankItem,
    ShareItem,
    SumItem,
    TallyItem,
)
from .vocabulary.results import (
    BonusAs,
    Ceiling,
    Decided,
    Gate,
    GradeRule,
    HistoryScore,
    IndexScore,
    OutOfScope,
    TotalScore,
)


class PendingOutcome:
    """One subject on its way to an outcome."""

    __slots__ = (
        "category",
        "decided",
        "department",
        "fired",
        "means",
        "missing",
        "outcome",
        "rule",
        "scope",
        "scored",
        "values",
        "view",
    )

    def __init__(self, subject: Subject, *, score_alone: bool = False) -> None:
        self.outcome = Outcome(subject.id, subject.kind, score_alone=score_alone)
        # All departments are one group.
        self.category = subject.category if subject.kind == "staff" else ""
        self.department = subject.department
        self.fired: list[Gate] = []
        # The score before a gate set it.
        self.scored: Decimal | None = None
        # Kept only where gates have to wait for the score.
        self.view: View | None = None
        self.values: dict[str, Decimal] = {}
        self.means: dict[str, Fraction] = {}
        self.missing: list[Missing] = []
        self.scope: Gate | None = None
        self.decided: str | None = None
        self.rule: GradeRule | None = None


class Evaluator:
    """One part of a scheme in one period, with the figures of its settings."""

    def __init__(
        self,
        scheme: Scheme,
        period: PeriodKey,
        settings: Mapping[str, Decimal] | None = None,
        *,
        kind: str = "staff",
    ) -> None:
        self.scheme, self.period = scheme, period
        self.part: Part = scheme.part(period.cadence).of_kind(kind)
        self.settings = scheme.figures(settings)
        self.order = list(scheme.grades)
        gates = list(self.part.gates.values())
        self.scope_gates = [gate for gate in gates if isinstance(gate.effect, OutOfScope)]
        others = [gate for gate in gates if not isinstance(gate.effect, OutOfScope)]
        self.early_gates, self.late_gates = by_score(others)
        self.ledger = EntrySums(self.part)
        self.rated = bool(self.part.rating_items)
        self.required_facts = [fact for fact in self.part.facts.values() if fact.required_when is not None]
        self.needs_group = bool(
            self.part.rank_items or self.part.quotas or self.part.carried_items or self.part.award
        )
        self.own_items = [item for item in self.part.items.values() if isinstance(item, OwnItem)]
        self.requires = self.rated or bool(self.own_items or self.required_facts or self.part.history)
        self.early, self.late = by_turn(list(self.part.items.values()))
        self.order_printed = None if self.part.asks is not None else list(self.part.items)

    def view(self, subject: Subject) -> View:
        return View(subject, self.period, self.part.defaults)

    def own(self, subject: Subject) -> PendingOutcome:
        """Everything that follows from the subject's own facts."""
        pending = PendingOutcome(subject, score_alone=self.part.gives_scores_alone)
        view = self.view(subject)
        with localcontext(EXACT):
            if self.scope_gates and self._out_of_scope(pending, view):
                return pending
            ratings = self._ratings(subject)
            rated = rated_names(self.part, subject)
            if self.requires:
                pending.missing = self.missing(view, rated, subject.facts)
            pending.values.update(self.ledger.values(subject))
            for item in self.early:
                self._evaluate(item, pending, view, ratings, rated)
            for rank in self.part.rank_items:
                if rank in ratings:
                    pending.means[rank] = mean(ratings[rank])
            self._gates(pending, view, self.early_gates)
            if not isinstance(self.part.score, TotalScore):
                self._own_score(pending, view)
        pending.view = view if self.late_gates else None
        return pending

    def _own_score(self, pending: PendingOutcome, view: View) -> None:
        """A score that follows from the subject alone, without items of the pack."""
        score = self.part.score
        if isinstance(score, HistoryScore):
            pending.outcome.score = score.value(view)
        elif isinstance(score, IndexScore):
            pending.values.update(score.indices(view.subject, self.settings))
            pending.outcome.shares = score.shares(view.subject)
            pending.outcome.score = score.value(view.subject, pending.values)
            if pending.outcome.score is None:
                pending.outcome.flags = sorted({*pending.outcome.flags, score.nothing_flag})

    def _out_of_scope(self, pending: PendingOutcome, view: View) -> bool:
        fired = [gate for gate in self.scope_gates if gate.when.holds(view)]
        if not fired:
            return False
        pending.scope = fired[0]
        self._fire(pending, fired)
        pending.outcome.status = OUT_OF_SCOPE
        effect = fired[0].effect
        if isinstance(effect, OutOfScope) and effect.bonus is not None:
            pending.outcome.bonus = effect.bonus.value(view)
        return True

    def _ratings(self, subject: Subject) -> dict[str, list[Decimal]]:
        ratings: dict[str, list[Decimal]] = {}
        for rating in subject.ratings:
            if rating.score is not None:
                ratings.setdefault(rating.item, []).append(rating.score)
        return ratings

    def missing(self, view: View, rated: Collection[str], stated: Collection[str]) -> list[Missing]:
        """What the scheme requires of someone in scope and is neither rated nor stated."""
        subject, part = view.subject, self.part
        found: list[Missing] = []
        if self.rated:
            for item in part.given_items.values():
                duties = item.duties_of(subject.duties)
                if item.required and not duties:
                    found.append(Missing(subject.id, "duty", item.id))
                found += [Missing(subject.id, "rating", duty) for duty in duties if duty not in rated]
            found += [Missing(subject.id, "rating", item) for item in part.rank_items if item not in rated]
        for own in self.own_items:
            found += [Missing(subject.id, what, name) for what, name in own.lacking(view, rated)]
        for fact in self.required_facts:
            due = fact.required_when is not None and fact.required_when.holds(view)
            if due and fact.name not in stated:
                found.append(Missing(subject.id, "fact", fact.name))
        score = part.score
        if isinstance(score, HistoryScore) and score.required and not _scored(subject):
            found.append(Missing(subject.id, "history", score.of))
        return found

    def in_scope(self, view: View) -> bool:
        """Whether no scope gate fires."""
        return not any(gate.when.holds(view) for gate in self.scope_gates)

    def _evaluate(
        self,
        item: AnyItem,
        pending: PendingOutcome,
        view: View,
        ratings: Mapping[str, list[Decimal]],
        rated: Collection[str],
    ) -> None:
        """One item of the subject's own; items that wait for something missing stay away."""
        if isinstance(item, GivenItem):
            if all(duty in ratings for duty in item.duties_of(view.subject.duties)):
                value = item.value(view, ratings)
                if value is not None:
                    pending.values[item.id] = value
        elif isinstance(item, OwnItem):
            if _has_all(item, pending, view, rated):
                value = item.value(view)
                if value is not None:
                    pending.values[item.id] = value
        elif isinstance(item, SumItem) and not self.waits(item, pending, view):
            pending.values[item.id] = item.value(pending.values)

    def waits(self, item: AnyItem, pending: PendingOutcome, view: View) -> bool:
        """Whether a needed item is still to come (one that does not apply is not waited for)."""
        needed = (self.part.items[name] for name in item.needs if name not in pending.values)
        return any(applies(each, view) for each in needed)

    def _gates(self, pending: PendingOutcome, view: View, gates: list[Gate]) -> None:
        """Try these gates, and take stock of all that fired so far."""
        for gate in gates:
            if gate.when.holds(view):
                pending.fired.append(gate)
                view.fired.append(gate.id)
        if pending.fired:
            self._take_stock(pending)
        if self.part.rules:
            self._rule(pending, view)

    def _take_stock(self, pending: PendingOutcome) -> None:
        """What the gates that fired decide together."""
        self._fire(pending, pending.fired)
        outcome = pending.outcome
        decided = {gate.effect.kind for gate in pending.fired if isinstance(gate.effect, Decided)}
        pending.decided = next((kind for kind in ("unqualified", "undetermined") if kind in decided), None)
        ceilings = [gate.effect.grade for gate in pending.fired if isinstance(gate.effect, Ceiling)]
        outcome.ceiling = max(ceilings, key=self.order.index, default=None)

    def _rule(self, pending: PendingOutcome, view: View) -> None:
        """The first row of the table of rules whose condition holds."""
        pending.rule = next((r for r in self.part.rules if r.when is None or r.when.holds(view)), None)
        if pending.rule is not None:
            pending.outcome.flags = sorted({*pending.outcome.flags, *pending.rule.flags})

    def _fire(self, pending: PendingOutcome, fired: list[Gate]) -> None:
        if fired:
            pending.outcome.gates = sorted(gate.id for gate in fired)
            flags = {flag for gate in fired for flag in gate.flags}
            pending.outcome.flags = sorted(flags.union(pending.outcome.flags))

    def _late_gates(self, pending: PendingOutcome) -> None:
        """Gates that look at the score, once it is known; then a gate may set the score."""
        if pending.view is not None:
            pending.view.score = pending.scored
            self._gates(pending, pending.view, self.late_gates)
            pending.view = None
        for gate in pending.fired:
            if isinstance(gate.effect, Decided) and gate.effect.score is not None:
                pending.outcome.score = round2(gate.effect.score)

    def settle(self, pending: PendingOutcome, standing: Json) -> None:
        """Items and score that need the group, then the grade before the quotas.

        ``standing``, the group context, holds ``ranks`` and ``carried``, by item.
        """
        if pending.scope is not None:
            return
        outcome = pending.outcome
        with localcontext(EXACT):
            for item in self.late:
                if isinstance(item, RankItem):
                    pending.values[item.id] = item.value(standing["ranks"][item.id])
                elif isinstance(item, CarriedItem):
                    pending.values[item.id] = item.value(standing["carried"][item.id])
                elif isinstance(item, SumItem):
                    pending.values[item.id] = item.value(pending.values)
            if isinstance(self.part.score, TotalScore):
                outcome.score = self.part.score.value(pending.values, self.settings)
            pending.scored = outcome.score
            if pending.fired or self.late_gates:
                self._late_gates(pending)
        outcome.items = self.printed(pending)
        outcome.grade = self._grade(pending)
        if outcome.grade == "undetermined":
            outcome.status = UNDETERMINED

    def printed(self, pending: PendingOutcome) -> dict[str, Decimal]:
        """The items in the order of the pack; the groups of a questionnaire in their own."""
        if self.order_printed is None:
            return dict(pending.values)
        values = pending.values
        return {name: values[name] for name in self.order_printed if name in values}

    def _grade(self, pending: PendingOutcome) -> str | None:
        if pending.rule is not None:
            return pending.rule.grade
        if pending.decided is not None:
            return pending.decided
        if pending.outcome.score is None and self.part.without_score is not None:
            return self.part.without_score
        grade = self.band(pending.outcome.score)
        ceiling = pending.outcome.ceiling
        if grade is not None and ceiling is not None:
            return max(grade, ceiling, key=self.order.index)
        return grade

    def band(self, score: Decimal | None) -> str | None:
        """The grade of a score by the bands alone."""
        if score is None or not self.part.bands:
            return None
        reached = (b.grade for b in self.part.bands if b.at_least is None or score >= b.at_least)
        return next(reached, None)

    def drop(self, pending: PendingOutcome, line: Json) -> None:
        """Apply what one quota decided about a candidate for its grade."""
        if line["verdict"] == "seated":
            return
        quota = next(q for q in self.part.quotas if q.grade == line["grade"])
        pending.outcome.grade = quota.next
        flags = {*pending.outcome.flags, FLAG_OF[line["verdict"]], *quota.dropped_flags}
        pending.outcome.flags = sorted(flags)

    def award(self, pending: PendingOutcome, line: Json) -> None:
        """Apply what an award decided about a score: its flag, or a tie that found too few seats."""
        flags = set(pending.outcome.flags)
        if line["verdict"] == "seated":
            flags.add(line["flag"])
        elif line["verdict"] == "tie" and line["taken"] < line["seats"]:
            flags.add(FLAG_OF["tie"])
        pending.outcome.flags = sorted(flags)

    def conclude(self, pending: PendingOutcome) -> Outcome:
        """The bonus of the grade that was reached; the outcome is done."""
        if pending.scope is None:
            pending.outcome.bonus = pay(self.part, pending.outcome.grade, pending.outcome.gates)
        return pending.outcome

    def run(self, subject: Subject, standing: Json) -> PendingOutcome:
        """All three steps for one subject, with the group context ``standing``."""
        pending = self.own(subject)
        self.settle(pending, standing)
        if "award" in standing:
            self.award(pending, standing["award"])
        for line in standing.get("quotas", ()):
            self.drop(pending, line)
        self.conclude(pending).standing = standing
        return pending


def _has_all(item: OwnItem, pending: PendingOutcome, view: View, rated: Collection[str]) -> bool:
    """Whether nothing is missing that the item reads."""
    if isinstance(item, TallyItem | ShareItem):
        return not any(each.what == "fact" for each in pending.missing)
    return not any(item.lacking(view, rated))


def _scored(subject: Subject) -> bool:
    return any(past.score is not None for past in subject.history)


def pay(part: Part, grade: str | None, gates: Collection[str]) -> Decimal | None:
    """The bonus of a grade, with the gates that pay it as another; None where nothing is paid at all."""
    if part.bonus is None or grade is None:
        return None
    for name in gates:
        effect = part.gates[name].effect
        if isinstance(effect, BonusAs) and effect.grade == grade:
            grade = effect.paid_as
    amount = part.bonus.by_grade.get(grade)
    return None if amount is None else round2(amount)


def rated_names(part: Part, subject: Subject) -> set[str]:
    """What was rated: ids of rating items, and ``id#round`` for a vote that counts in a round."""
    names: set[str] = set()
    if not subject.ratings:
        return names
    rounds = part.rounds_items
    for rating in subject.ratings:
        if rating.score is not None:
            names.add(rating.item)
        elif rating.item in rounds and rating.level in rounds[rating.item].points:
            names.add(f"{rating.item}#{rating.round}")
    return names
