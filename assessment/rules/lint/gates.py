"""Findings about gates: those that contradict or shadow each other, and those that change nothing."""

from typing import Any

from assessment.rules.vocabulary.conditions import GateCondition, leaves
from assessment.rules.vocabulary.results import Ceiling, Gate

from .findings import Hits, Values, error, hit, warning
from .grades import given
from .phrases import phrase
from .study import PartStudy, Study

WORDS = {
    "gates_contradict": error(
        zh="「{title}」与「{other}」条件相同，后果却不同：{effect}；{other_effect}。",
        en="“{title}” and “{other}” have the same condition but different effects: {effect}; {other_effect}.",
        do_zh="按原文只保留一个后果，或写明两者条件的区别。",
        do_en="Keep one effect as the plan has it, or state how the conditions differ.",
    ),
    "gate_shadowed": warning(
        zh="「{title}」从不起决定作用：凡符合其条件的，也符合「{other}」（{other_effect}），其后果（{effect}）不会更重。",
        en="“{title}” never decides: whoever meets it also meets “{other}” ({other_effect}), and its own effect ({effect}) is no stronger.",
        do_zh="核对两者的界限与后果：通常情形越重，后果越重。",
        do_en="Check the bounds and effects of both: the graver case usually has the graver effect.",
    ),
    "gate_never_tried": warning(
        zh="「{title}」从不起作用：凡符合其条件的，已因「{other}」不纳入考核范围。",
        en="“{title}” never matters: whoever meets it is already out of scope because of “{other}”.",
        do_zh="删去该条件，或缩小「{other}」的范围。",
        do_en="Remove it, or narrow “{other}”.",
    ),
    "ceiling_without_effect": warning(
        zh="「{title}」限定等次不高于{grade}，而本部分没有更高的等次可评，限制不起作用。",
        en="“{title}” limits the grade to {grade}, but nobody can get a better grade here: it changes nothing.",
        do_zh="改为更低的等次，或删去该限制。",
        do_en="Name a lower grade, or remove the ceiling.",
    ),
    "rule_swallowed": error(
        zh="规则「{title}」永远轮不到：凡符合其条件的，前面的「{others}」已经作出决定，结果不同。",
        en="The rule “{title}” is never reached: whoever meets it is already decided by “{others}” above, with another result.",
        do_zh="调整规则的先后次序或界限（重的情形在前）。",
        do_en="Reorder the rules or correct their bounds (the graver case first).",
    ),
    "rule_idle": warning(
        zh="规则「{title}」永远轮不到：前面的「{others}」已经作出同样的决定。",
        en="The rule “{title}” is never reached: “{others}” above decide the same already.",
        do_zh="删去该规则，或核对界限。",
        do_en="Remove it, or check the bounds.",
    ),
}
_DECIDED = ("out_of_scope", "unqualified", "undetermined")


def _strength(each: PartStudy, gate: Gate) -> int | None:
    """How much a gate decides, 0 the most; None when it decides no grade."""
    kind = gate.effect.kind
    if kind in _DECIDED:
        return _DECIDED.index(kind)
    if isinstance(gate.effect, Ceiling):
        return len(_DECIDED) + len(each.part.grades) - list(each.part.grades).index(gate.effect.grade)
    return None


def pairs(study: Study) -> Hits:
    """Gates with one condition and two effects, and gates that another makes pointless."""
    for each in study.parts:
        deciding = [
            (number, gate)
            for number, gate in enumerate(each.part.gates.values())
            if _strength(each, gate) is not None and not each.logic.never(gate.when)
        ]
        for number, gate in deciding:
            for place, other in deciding:
                if number != place:
                    yield from _pair(each, number, gate, other, earlier=place < number)


def _pair(each: PartStudy, number: int, gate: Gate, other: Gate, *, earlier: bool) -> Hits:
    if not each.logic.implies(gate.when, other.when):
        return
    mine, its = _strength(each, gate) or 0, _strength(each, other) or 0
    same = each.logic.implies(other.when, gate.when)
    path = (*each.path, "gates", number)
    words: Values = {"title": gate.title, "other": other.title}
    effects: Values = {"effect": phrase(each, gate.effect), "other_effect": phrase(each, other.effect)}
    if same and mine != its:
        if earlier:
            yield hit("gates_contradict", *path, about=other.id, **words, **effects)
    elif its == 0 and mine > 0:
        yield hit("gate_never_tried", *path, about=other.id, **words)
    elif _pointless(each, gate, other, mine, its) and (not same or earlier):
        yield hit("gate_shadowed", *path, about=other.id, **words, **effects)


def _pointless(each: PartStudy, gate: Gate, other: Gate, mine: int, its: int) -> bool:
    """Whether a gate whose condition implies the other's adds nothing."""
    used = _referred(each)
    if gate.id in used or mine < its:
        return False
    if getattr(gate.effect, "score", None) is not None or getattr(gate.effect, "bonus", None) is not None:
        return False
    return mine > its or set(gate.flags) <= set(other.flags)


def _referred(each: PartStudy) -> set[str]:
    """Gates that a rule or another gate looks at."""
    conditions = [gate.when for gate in each.part.gates.values()]
    conditions += [rule.when for rule in each.part.rules if rule.when is not None]
    return {leaf.gate for one in conditions for leaf in leaves(one) if isinstance(leaf, GateCondition)}


def idle(study: Study) -> Hits:
    """Ceilings above which there is nothing."""
    for each in study.parts:
        order, possible = list(each.part.grades), given(each)
        for number, gate in enumerate(each.part.gates.values()):
            path = (*each.path, "gates", number)
            if isinstance(gate.effect, Ceiling):
                grade = gate.effect.grade
                if not any(order.index(better) < order.index(grade) for better in possible):
                    words: Values = {"title": gate.title, "grade": each.grade(grade)}
                    yield hit("ceiling_without_effect", *path, "effect", **words)


def tables(study: Study) -> Hits:
    """Rules that the ones above never let through."""
    for each in study.parts:
        above: list[Any] = []
        for number, rule in enumerate(each.part.rules):
            reachable = rule.when is None or not each.logic.never(rule.when)
            conditions = [other.when for other in above]
            if reachable and above and each.logic.covered(rule.when, conditions):
                swallowing = _swallowing(each, rule, above)
                alike = all((o.grade, o.flags) == (rule.grade, rule.flags) for o in swallowing)
                code = "rule_idle" if alike or rule.when is None else "rule_swallowed"
                titles = [other.title for other in swallowing]
                yield hit(code, *each.path, "rules", number, title=rule.title, others=titles)
            above.append(rule)


def _swallowing(each: PartStudy, rule: Any, above: list[Any]) -> list[Any]:
    """The one rule above that takes everything, or all that together do."""
    for other in above:
        if each.logic.covered(rule.when, [other.when]):
            return [other]
    return [other for other in above if rule.when is None or not each.logic.never(rule.when, other.when)]


RULES = (pairs, idle, tables)
