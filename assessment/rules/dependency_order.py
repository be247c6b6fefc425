"""What comes when: gates and items that can be tried at once, and those that wait."""

from .vocabulary.conditions import GateCondition, ScoreCondition, View, leaves
from .vocabulary.items import AnyItem, EntriesItem, GivenItem, RatedItem
from .vocabulary.results import Gate


def applies(item: AnyItem, view: View) -> bool:
    """Whether the subject has this item at all."""
    if isinstance(item, GivenItem):
        return item.required or bool(item.duties_of(view.subject.duties))
    return not (isinstance(item, RatedItem) and item.is_spared(view))


def by_score(gates: list[Gate]) -> tuple[list[Gate], list[Gate]]:
    """Gates that can be tried at once, and those that look at the score or at such a gate."""
    early: list[Gate] = []
    late: list[Gate] = []
    waiting: set[str] = set()
    for gate in gates:
        parts = list(leaves(gate.when))
        waits = any(isinstance(each, ScoreCondition) for each in parts)
        if waits or any(isinstance(each, GateCondition) and each.gate in waiting for each in parts):
            waiting.add(gate.id)
            late.append(gate)
        else:
            early.append(gate)
    return early, late


def by_turn(items: list[AnyItem]) -> tuple[list[AnyItem], list[AnyItem]]:
    """Items that can be computed at once, and those that wait for the group."""
    early: list[AnyItem] = []
    late: list[AnyItem] = []
    waiting: set[str] = set()
    for item in items:
        if item.of_group or waiting.intersection(item.needs):
            waiting.add(item.id)
            late.append(item)
        elif not isinstance(item, EntriesItem):
            early.append(item)
    return early, late
