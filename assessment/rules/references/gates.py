"""Gates: what their effects refer to, and where they may stand."""

from collections.abc import Iterator

from assessment.rules.faults import message
from assessment.rules.vocabulary.conditions import GateCondition, leaves
from assessment.rules.vocabulary.results import (
    BonusAs,
    Ceiling,
    Decided,
    Gate,
    Listed,
    MonthlyPay,
    OutOfScope,
)

from .place import Found, PartPlace


def faults(place: PartPlace) -> Iterator[Found]:
    """References of the gates."""
    for number, gate in enumerate(place.part.gates):
        yield from place.known_flags(gate.flags, "gates", number, "flags")
        yield from _effect(place, gate, number)


def _effect(place: PartPlace, gate: Gate, number: int) -> Iterator[Found]:
    part, effect = place.part, gate.effect
    path: tuple[str | int, ...] = ("gates", number, "effect")
    if isinstance(effect, Ceiling):
        yield from place.known_grade(effect.grade, *path, "grade")
    elif isinstance(effect, BonusAs):
        paid = part.bonus.by_grade if part.bonus else {}
        yield from place.known(effect.grade, paid, "paid_grade_unknown", *path, "grade")
        yield from place.known(effect.paid_as, paid, "paid_grade_unknown", *path, "paid_as")
    elif isinstance(effect, OutOfScope) and isinstance(effect.bonus, MonthlyPay) and not place.of_departments:
        yield from place.known(effect.bonus.before, place.states, "state_unknown", *path, "bonus", "before")
    elif isinstance(effect, Decided):
        yield from place.known_grade(effect.kind, *path, "kind")
        if part.rules:
            yield place.at(*path), message("gate_beside_rules")
    elif isinstance(effect, Listed) and not (gate.flags or part.rules or _looked_at(place, gate)):
        yield place.at(*path), message("listed_unused")


def _looked_at(place: PartPlace, gate: Gate) -> bool:
    """Whether another gate looks at this one."""
    found = (leaf for other in place.part.gates for leaf in leaves(other.when))
    return any(isinstance(leaf, GateCondition) and leaf.gate == gate.id for leaf in found)
