"""The departments on a rater's own sheet. Reads nothing of any other rater."""

from dataclasses import dataclass, field
from decimal import Decimal

from assessment.models import DepartmentRating, Period
from assessment.ratings.rated_items import ScoredItem, department_items
from organization.models import Department, StaffMember
from organization.policy import Access


@dataclass(frozen=True)
class DepartmentCell:
    """One score to give on a department, with the highest."""

    task: DepartmentRating
    item: ScoredItem
    maximum: Decimal


@dataclass
class DepartmentSheetRow:
    """One department; ``cells`` follow the columns, None where the rater scores nothing."""

    department: Department
    cells: list[DepartmentCell | None]


@dataclass
class DepartmentSheet:
    """What one rater has to score departments on; ``total`` counts what the scheme requires and what was given."""

    columns: list[ScoredItem] = field(default_factory=list)
    rows: list[DepartmentSheetRow] = field(default_factory=list)
    given: int = 0
    total: int = 0


def department_sheet(period: Period, rater: StaffMember) -> DepartmentSheet:
    """The departments that somebody scores in a period, by item."""
    part = period.part.departments
    tasks = list(
        DepartmentRating.objects.filter(period=period, rater=rater)
        .select_related("department")
        .order_by("department__position", "department__code")
    )
    if part is None or not tasks:
        return DepartmentSheet()
    by_place = {(task.department_id, task.item): task for task in tasks}
    columns = [item for item in department_items(period).values() if any(t.item == item.id for t in tasks)]
    sheet = DepartmentSheet(columns)
    for department in dict.fromkeys(task.department for task in tasks):
        cells: list[DepartmentCell | None] = []
        for item in columns:
            task = by_place.get((department.pk, item.id))
            if task is None:
                cells.append(None)
                continue
            cells.append(DepartmentCell(task, item, part.maximum(item.id, [])))
            sheet.given += task.score is not None
            sheet.total += task.score is not None or item.required
        sheet.rows.append(DepartmentSheetRow(department, cells))
    return sheet


def own_department_task(access: Access, task_id: int) -> DepartmentRating | None:
    """A task of the asker on a department of the unit; None for anybody else's."""
    if access.staff is None:
        return None
    tasks = DepartmentRating.objects.filter(rater=access.staff, period__unit=access.unit)
    related = ("period__unit", "period__version", "department", "rater")
    return tasks.select_related(*related).filter(pk=task_id).first()
