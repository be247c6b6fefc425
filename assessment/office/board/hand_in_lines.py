"""The departments of the board with their hand-ins, and what the asker may do about them."""

from dataclasses import dataclass

from assessment.models import HandIn, Period
from assessment.office.board.scope import DepartmentCount
from assessment.periods.hand_in import handed_in
from assessment.policy import Action
from organization.models import Department, Role
from organization.policy import Access


@dataclass(frozen=True)
class HandInLine:
    """A department, whether it has handed in, and whether the asker hands it in or takes it back as its admin."""

    department: Department
    people: int
    hand_in: HandIn | None
    is_own: bool


def hand_in_lines(access: Access, period: Period, counts: list[DepartmentCount]) -> list[HandInLine]:
    """The departments that the asker hands in for, those that have not first; one statement."""
    there = handed_in(period)
    lines = [
        HandInLine(each.department, each.people, there.get(each.department.pk), _is_admin(access, each))
        for each in counts
        if access.covers(Action.HAND_IN, each.department.pk)
    ]
    return sorted(lines, key=lambda line: line.hand_in is not None)


def _is_admin(access: Access, row: DepartmentCount) -> bool:
    """The office hands in for others with a reason, on its own page of the period."""
    if Role.DEPARTMENT_ADMIN not in access.scopes:
        return False
    scope = access.scopes[Role.DEPARTMENT_ADMIN]
    return scope is None or row.department.pk in scope
