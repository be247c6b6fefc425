"""Why a result is what it is, as data: recomputed from the facts stored with it."""

from collections.abc import Mapping
from decimal import Decimal, localcontext
from typing import Any

from .evaluator import Draft, Machine
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

    ``facts`` is what :func:`facts_of` stored, ``standing`` what the outcome carried. The
    figures come from the same code as the scoring, so they are equal to it.
    Keys: ``outcome`` (as printed), ``items``, ``score``, ``gates``, ``grade``, ``quotas``, ``bonus``.
    """
    with localcontext(EXACT):
        subject = subject_from_facts(facts)
        return _explain(Machine(scheme, period, settings, kind=subject.kind), subject, standing)


def _explain(machine: Machine, subject: Subject, standing: Json) -> Json:
    scheme, period = machine.scheme, machine.period
    draft = machine.run(subject, standing)
    view = machine.view(subject)
    view.fired, view.score = list(draft.outcome.gates), draft.scored
    return {
        "id": subject.id,
        "kind": subject.kind,
        "scheme": scheme.id,
        "hash": scheme.hash,
        "period": period.key,
        "category": subject.category,
        "outcome": draft.outcome.as_dict(),
        "items": [_item(machine, item, draft, view) for item in _printed(machine, draft)],
        "score": _score(machine, draft, view),
        "gates": [
            _gate(gate, view) for gate in machine.part.gates.values() if gate.id in draft.outcome.gates
        ],
        "grade": _grade(machine, draft, view),
        "quotas": list(standing.get("quotas", ())),
        "award": standing.get("award"),
        "bonus": _bonus(machine, draft, view),
    }


def _printed(machine: Machine, draft: Draft) -> list[AnyItem]:
    return [item for name, item in machine.part.items.items() if name in draft.outcome.items]


def _item(machine: Machine, item: AnyItem, draft: Draft, view: View) -> Json:
    account: Json
    if isinstance(item, EntriesItem):
        account = item.account(view, machine.part.clauses)
    elif isinstance(item, GivenItem):
        account = item.account(view, machine.part.given_items)
    elif isinstance(item, RankItem):
        account = item.account(view, draft.outcome.standing["ranks"][item.id])
    elif isinstance(item, CarriedItem):
        account = item.account(draft.outcome.standing["carried"][item.id])
    elif item.kind == "sum":
        account = item.account(draft.values)
    else:
        account = item.account(view)
    return {"item": item.id, "kind": item.kind, "value": str(draft.outcome.items[item.id]), **account}


def _score(machine: Machine, draft: Draft, view: View) -> Json | None:
    if draft.outcome.score is None:
        return None
    score = machine.part.score
    if isinstance(score, HistoryScore):
        account = score.account(view)
    elif isinstance(score, IndexScore):
        account = score.account(view.subject, machine.settings)
    else:
        account = score.account(draft.values, machine.settings)
    for gate in draft.fired:
        if isinstance(gate.effect, Decided) and gate.effect.score is not None:
            account["set_by"] = gate.id
    return {"value": str(draft.outcome.score), **account}


def _gate(gate: Gate, view: View) -> Json:
    effect: Json = {"kind": gate.effect.kind}
    if isinstance(gate.effect, Ceiling):
        effect["grade"] = gate.effect.grade
    elif isinstance(gate.effect, BonusAs):
        effect |= {"grade": gate.effect.grade, "paid_as": gate.effect.paid_as}
    return {"gate": gate.id, "effect": effect, "flags": list(gate.flags), "because": gate.when.evidence(view)}


def _grade(machine: Machine, draft: Draft, view: View) -> Json | None:
    """What decided the grade before the quotas, strongest reason first."""
    outcome = draft.outcome
    if draft.scope is not None or not (machine.part.grades_people or draft.decided):
        return None
    if draft.rule is not None:
        when = draft.rule.when
        because = when.evidence(view) if when is not None else []
        return {"by": "rule", "rule": draft.rule.id, "grade": draft.rule.grade, "because": because}
    if draft.decided is not None:
        deciding = [g for g in outcome.gates if machine.part.gates[g].effect.kind == draft.decided]
        return {"by": "gate", "gates": deciding, "grade": draft.decided}
    if outcome.score is None:
        return {"by": "no_score", "grade": machine.part.without_score}
    band: Any = next(b for b in machine.part.bands if b.grade == machine.band(outcome.score))
    reached = {"by": "band", "band": band.grade, "at_least": _bound(band.at_least), "grade": band.grade}
    if band.at_least is None and len(machine.part.bands) > 1:
        reached["below"] = _bound(machine.part.bands[-2].at_least)
    if outcome.ceiling is not None and machine.order.index(outcome.ceiling) > machine.order.index(band.grade):
        reached |= {"by": "ceiling", "grade": outcome.ceiling}
    return reached


def _bound(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _bonus(machine: Machine, draft: Draft, view: View) -> Json | None:
    outcome = draft.outcome
    if outcome.bonus is None:
        return None
    if draft.scope is not None:
        effect = draft.scope.effect
        pay = effect.bonus if isinstance(effect, OutOfScope) else None
        account = {"gate": draft.scope.id, **(pay.account(view) if pay is not None else {})}
        return {"value": str(outcome.bonus), **account}
    account = {"rule": "by_grade", "grade": outcome.grade}
    for name in outcome.gates:
        effect = machine.part.gates[name].effect
        if isinstance(effect, BonusAs) and effect.grade == outcome.grade:
            account |= {"gate": name, "paid_as": effect.paid_as}
    return {"value": str(outcome.bonus), **account}
