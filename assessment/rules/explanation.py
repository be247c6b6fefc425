"""Why a result is what it is, as data: recomputed from the facts stored with it."""

from collections.abc import Mapping
from decimal import Decimal, localcontext
from typing import Any

from .evaluator import Evaluator, PendingOutcome
from .numbers import EXACT
from .periods import PeriodKey
from .scheme import Scheme
from .serialization import subject_from_facts
from .subjects import Json, Subject
from .vocabulary.conditions import View
from .vocabulary.items import AnyItem, CarriedItem, EntriesItem, GivenItem, RankItem
from .vocabulary.results import BonusAs, Ceiling, Decided, Gate, HistoryScore, IndexScore, OutOfScope


def explain(
    scheme: Scheme,
    period: PeriodKey,
    settings: Mapping[str, Decimal] | None,
    facts: Json,
    standing: Json,
) -> Json:
    """The explanation of one result, ready for JSON.

    ``facts`` is what :func:`facts_of` stored, ``standing`` its group context. The
    figures come from the same code as the scoring, so they are equal to it.
    Keys: ``outcome`` (as printed), ``items``, ``score``, ``gates``, ``grade``, ``quotas``, ``bonus``.
    """
    with localcontext(EXACT):
        subject = subject_from_facts(facts)
        return _explain(Evaluator(scheme, period, settings, kind=subject.kind), subject, standing)


def _explain(evaluator: Evaluator, subject: Subject, standing: Json) -> Json:
    scheme, period = evaluator.scheme, evaluator.period
    pending = evaluator.run(subject, standing)
    view = evaluator.view(subject)
    view.fired, view.score = list(pending.outcome.gates), pending.scored
    return {
        "id": subject.id,
        "kind": subject.kind,
        "scheme": scheme.id,
        "hash": scheme.hash,
        "period": period.key,
        "category": subject.category,
        "outcome": pending.outcome.as_dict(),
        "items": [_item(evaluator, item, pending, view) for item in _printed(evaluator, pending)],
        "score": _score(evaluator, pending, view),
        "gates": [
            _gate(gate, view) for gate in evaluator.part.gates.values() if gate.id in pending.outcome.gates
        ],
        "grade": _grade(evaluator, pending, view),
        "quotas": list(standing.get("quotas", ())),
        "award": standing.get("award"),
        "bonus": _bonus(evaluator, pending, view),
    }


def _printed(evaluator: Evaluator, pending: PendingOutcome) -> list[AnyItem]:
    return [item for name, item in evaluator.part.items.items() if name in pending.outcome.items]


def _item(evaluator: Evaluator, item: AnyItem, pending: PendingOutcome, view: View) -> Json:
    account: Json
    if isinstance(item, EntriesItem):
        account = item.account(view, evaluator.part.clauses)
    elif isinstance(item, GivenItem):
        account = item.account(view, evaluator.part.given_items)
    elif isinstance(item, RankItem):
        account = item.account(view, pending.outcome.standing["ranks"][item.id])
    elif isinstance(item, CarriedItem):
        account = item.account(pending.outcome.standing["carried"][item.id])
    elif item.kind == "sum":
        account = item.account(pending.values)
    else:
        account = item.account(view)
    return {"item": item.id, "kind": item.kind, "value": str(pending.outcome.items[item.id]), **account}


def _score(evaluator: Evaluator, pending: PendingOutcome, view: View) -> Json | None:
    if pending.outcome.score is None:
        return None
    score = evaluator.part.score
    if isinstance(score, HistoryScore):
        account = score.account(view)
    elif isinstance(score, IndexScore):
        account = score.account(view.subject, evaluator.settings)
    else:
        account = score.account(pending.values, evaluator.settings)
    for gate in pending.fired:
        if isinstance(gate.effect, Decided) and gate.effect.score is not None:
            account["set_by"] = gate.id
    return {"value": str(pending.outcome.score), **account}


def _gate(gate: Gate, view: View) -> Json:
    effect: Json = {"kind": gate.effect.kind}
    if isinstance(gate.effect, Ceiling):
        effect["grade"] = gate.effect.grade
    elif isinstance(gate.effect, BonusAs):
        effect |= {"grade": gate.effect.grade, "paid_as": gate.effect.paid_as}
    return {"gate": gate.id, "effect": effect, "flags": list(gate.flags), "because": gate.when.evidence(view)}


def _grade(evaluator: Evaluator, pending: PendingOutcome, view: View) -> Json | None:
    """What decided the grade before the quotas, strongest reason first."""
    outcome = pending.outcome
    if pending.scope is not None or not (evaluator.part.decides_grades or pending.decided):
        return None
    if pending.rule is not None:
        when = pending.rule.when
        because = when.evidence(view) if when is not None else []
        return {"by": "rule", "rule": pending.rule.id, "grade": pending.rule.grade, "because": because}
    if pending.decided is not None:
        deciding = [g for g in outcome.gates if evaluator.part.gates[g].effect.kind == pending.decided]
        return {"by": "gate", "gates": deciding, "grade": pending.decided}
    if outcome.score is None:
        return {"by": "no_score", "grade": evaluator.part.without_score}
    band: Any = next(b for b in evaluator.part.bands if b.grade == evaluator.band(outcome.score))
    reached = {"by": "band", "band": band.grade, "at_least": _bound(band.at_least), "grade": band.grade}
    if band.at_least is None and len(evaluator.part.bands) > 1:
        reached["below"] = _bound(evaluator.part.bands[-2].at_least)
    if outcome.ceiling is not None and evaluator.order.index(outcome.ceiling) > evaluator.order.index(
        band.grade
    ):
        reached |= {"by": "ceiling", "grade": outcome.ceiling}
    return reached


def _bound(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _bonus(evaluator: Evaluator, pending: PendingOutcome, view: View) -> Json | None:
    outcome = pending.outcome
    if outcome.bonus is None:
        return None
    if pending.scope is not None:
        effect = pending.scope.effect
        pay = effect.bonus if isinstance(effect, OutOfScope) else None
        account = {"gate": pending.scope.id, **(pay.account(view) if pay is not None else {})}
        return {"value": str(outcome.bonus), **account}
    account = {"rule": "by_grade", "grade": outcome.grade}
    for name in outcome.gates:
        effect = evaluator.part.gates[name].effect
        if isinstance(effect, BonusAs) and effect.grade == outcome.grade:
            account |= {"gate": name, "paid_as": effect.paid_as}
    return {"value": str(outcome.bonus), **account}
