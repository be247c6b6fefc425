"""Conditions: what they look at must exist, and be known by then."""

from collections.abc import Iterator
from typing import Any

from assessment.rules.faults import message
from assessment.rules.vocabulary.conditions import (
    EntriesCondition,
    EveryPastCondition,
    FactCondition,
    GateCondition,
    PastCondition,
    ScoreCondition,
    ShareCondition,
    StateCondition,
    StatesCondition,
    SumCondition,
    leaves,
)
from assessment.rules.vocabulary.items import RatedItem, TallyItem
from assessment.rules.vocabulary.pack import SubjectPart
from assessment.rules.vocabulary.results import FixedPay, HistoryScore, OutOfScope
from assessment.rules.yaml_source import Path

from .place import Found, PartPlace

_OF_PEOPLE = (StateCondition, StatesCondition)


def faults(place: PartPlace) -> Iterator[Found]:
    """References of every condition of a part."""
    for path, condition in _conditions(place.part):
        for leaf in leaves(condition):
            if place.of_departments and isinstance(leaf, _OF_PEOPLE):
                yield place.at(*path), message("department_without_states")
            elif isinstance(leaf, ScoreCondition):
                yield from _score(place, path)
            else:
                yield from _leaf(place, leaf, path)


def _leaf(place: PartPlace, leaf: Any, path: Path) -> Iterator[Found]:
    for fact in _facts(leaf):
        yield from place.known(fact, place.facts, "fact_unknown", *path)
    if isinstance(leaf, EntriesCondition):
        for clause in leaf.entries:
            yield from place.known(clause, place.recordable, "clause_for_entries_unknown", *path)
    elif isinstance(leaf, StateCondition | StatesCondition):
        for kind in leaf.states if isinstance(leaf, StatesCondition) else (leaf.state,):
            yield from place.known(kind, place.states, "state_unknown", *path)
    elif isinstance(leaf, PastCondition):
        scored = {"scored"} if isinstance(place.part.score, HistoryScore) else set()
        yield from place.known(leaf.past, _past_grades(place) | scored, "earlier_grade_unknown", *path)
    elif isinstance(leaf, EveryPastCondition):
        yield from place.known(leaf.every_past, _past_grades(place), "earlier_grade_unknown", *path)
    elif isinstance(leaf, GateCondition):
        yield from place.known(leaf.gate, _gates_before(place.part, path), "gate_before_unknown", *path)


def _facts(leaf: Any) -> tuple[str, ...]:
    if isinstance(leaf, FactCondition):
        return (leaf.fact,)
    if isinstance(leaf, SumCondition):
        return leaf.facts
    return (leaf.share, leaf.of) if isinstance(leaf, ShareCondition) else ()


def _score(place: PartPlace, path: Path) -> Iterator[Found]:
    """The score is known when the gates are tried, and to nothing before."""
    in_gate = path[0] == "gates" and path[2] == "when"
    if not in_gate or isinstance(place.part.gates[int(path[1])].effect, OutOfScope):
        where = message("score_not_known")
        yield place.at(*path), where


def _gates_before(part: SubjectPart, path: Path) -> set[str]:
    """The gates that have been tried when the condition at this path is: a later one would never hold."""
    if path[0] not in ("gates", "rules"):
        return set()
    gates = part.gates
    if path[0] == "gates":
        number = int(path[1])
        gates = () if isinstance(gates[number].effect, OutOfScope) else gates[:number]
    return {gate.id for gate in gates if not isinstance(gate.effect, OutOfScope)}


def _past_grades(place: PartPlace) -> set[str]:
    """The grades of the earlier periods of the same kind of subject."""
    score = place.part.score
    earlier = place.part_of(score.of) if isinstance(score, HistoryScore) else None
    return set() if earlier is None else set(earlier.grades)


def _conditions(part: SubjectPart) -> Iterator[tuple[Path, Any]]:
    return ((path, stated) for path, stated in _places(part) if stated is not None)


def _places(part: SubjectPart) -> Iterator[tuple[Path, Any]]:
    """Every place for a condition with what stands there, None where nothing does."""
    for number, fact in enumerate(part.facts):
        yield ("facts", number, "required_when"), fact.required_when
    for number, item in enumerate(part.items):
        if isinstance(item, TallyItem):
            yield ("items", number, "zero_when"), item.zero_when
        if isinstance(item, RatedItem):
            yield ("items", number, "unless"), item.unless
    for number, gate in enumerate(part.gates):
        yield ("gates", number, "when"), gate.when
        if isinstance(gate.effect, OutOfScope) and isinstance(gate.effect.bonus, FixedPay):
            yield ("gates", number, "effect", "bonus", "nothing_when"), gate.effect.bonus.nothing_when
    for number, rule in enumerate(part.rules):
        yield ("rules", number, "when"), rule.when
