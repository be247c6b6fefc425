"""A rater's own sheet: their people by what they are scored on. Reads nothing of any other rater."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Q

from assessment.data_entry.ratings.department_sheets import DepartmentSheet, department_sheet
from assessment.facts.scope import out_of_scope
from assessment.models import Period, RatingSheet, RatingTask
from assessment.periods.membership import members
from assessment.ratings.duties import duties_of
from assessment.ratings.rated_items import (
    ScoredItem,
    category_title,
    column_key,
    maximum_shown,
    scored_items,
)
from organization.models import Assignment, StaffMember
from organization.policy import Access

PEOPLE_PER_PAGE = 150


@dataclass
class Cell:
    """One score to give: its task, the highest score, and what is wrong with the one that stands."""

    task: RatingTask
    item: ScoredItem
    maximum: Decimal | None
    is_over: bool = False
    is_asked: bool = True

    @property
    def level_title(self) -> str:
        """The level that was given, in words; empty without one."""
        return dict(self.item.levels).get(self.task.level, "")


@dataclass
class SheetRow:
    """One person of the sheet; ``cells`` follow the columns, None where the rater scores nothing."""

    staff: StaffMember
    department: str
    category: str
    cells: list[Cell | None]
    is_asked: bool

    @property
    def lacks(self) -> bool:
        """Whether a score is still to be given or to be corrected."""
        return self.is_asked and any(cell and (not cell.task.is_given or cell.is_over) for cell in self.cells)


@dataclass(frozen=True)
class SheetFilter:
    """What of a sheet is shown; it never changes the counts."""

    department: str = ""
    only_missing: bool = False

    def keeps(self, row: SheetRow) -> bool:
        """Whether the row is shown."""
        if self.department and row.department != self.department:
            return False
        return not self.only_missing or row.lacks


@dataclass
class Sheet:
    """What one rater has to do in one period."""

    period: Period
    columns: list[ScoredItem]
    rows: list[SheetRow] = field(default_factory=list)
    page: Page | None = None  # type: ignore[type-arg]
    given: int = 0
    total: int = 0
    missing: list[str] = field(default_factory=list)
    to_correct: list[str] = field(default_factory=list)
    handed_in_at: datetime | None = None
    takes_facts: bool = True
    departments: list[str] = field(default_factory=list)
    scored_departments: DepartmentSheet = field(default_factory=DepartmentSheet)

    @property
    def is_open(self) -> bool:
        """Whether the rater may write."""
        return self.takes_facts and self.handed_in_at is None


def periods_to_rate(access: Access) -> list[Period]:
    """The periods in which the asker scores somebody or a department: those that take facts first, then the latest closed ones."""
    if access.staff is None:
        return []
    asked = Q(rating_tasks__rater=access.staff) | Q(department_ratings__rater=access.staff)
    mine = Period.objects.filter(asked, unit=access.unit)
    found = list(mine.select_related("version").distinct().order_by("-starts_on")[:12])
    return sorted(found, key=lambda period: not period.takes_entries)


def own_task(access: Access, task_id: int) -> RatingTask | None:
    """A task of the asker in the unit; None for anybody else's."""
    if access.staff is None:
        return None
    tasks = RatingTask.objects.filter(rater=access.staff, period__unit=access.unit)
    return (
        tasks.select_related("period__unit", "period__version", "staff", "rater").filter(pk=task_id).first()
    )


def sheet_of(
    period: Period, rater: StaffMember, *, page: str | int = 1, shown: SheetFilter | None = None
) -> Sheet:
    """The rater's sheet; the counts are of the whole sheet, the rows of one page. A fixed number of statements."""
    tasks: dict[int, dict[str, RatingTask]] = defaultdict(dict)
    for task in RatingTask.objects.filter(period=period, rater=rater).select_related("staff"):
        tasks[task.staff_id][column_key(task.item, task.round)] = task
    places = {row.staff_id: row for row in members(period).filter(staff_id__in=tasks)}
    outside = out_of_scope(period, tasks.keys()) | (tasks.keys() - places.keys())
    used = {item for items in tasks.values() for item in items}
    sheet = Sheet(period, [item for item in scored_items(period) if item.key in used])
    sheet.takes_facts = period.takes_entries and period.claim is None
    handed_in = RatingSheet.objects.filter(period=period, rater=rater).first()
    sheet.handed_in_at = handed_in.handed_in_at if handed_in else None
    duties = duties_of(period, list(tasks))
    order = [*places, *(pk for pk in tasks if pk not in places)]
    rows = [_row(sheet, tasks[pk], places.get(pk), pk in outside, duties[pk]) for pk in order]
    sheet.departments = list(dict.fromkeys(row.department for row in rows if row.department))
    kept = [row for row in rows if shown is None or shown.keeps(row)]
    sheet.scored_departments = department_sheet(period, rater)
    sheet.given += sheet.scored_departments.given
    sheet.total += sheet.scored_departments.total
    sheet.page = Paginator(kept, PEOPLE_PER_PAGE).get_page(page)
    sheet.rows = list(sheet.page.object_list)
    return sheet


def _row(
    sheet: Sheet, tasks: dict[str, RatingTask], place: Assignment | None, is_outside: bool, duties: list[str]
) -> SheetRow:
    part = sheet.period.part
    cells: list[Cell | None] = []
    for column in sheet.columns:
        task = tasks.get(column.key)
        if task is None:
            cells.append(None)
            continue
        maximum = None if column.levels else maximum_shown(part, column.id, duties)
        cell = Cell(task, column, maximum, is_asked=not is_outside)
        if not is_outside:
            sheet.total += 1
            sheet.given += task.is_given
            cell.is_over = task.score is not None and part.over_maximum(column.id, task.score, duties)
            if not task.is_given and task.staff.name not in sheet.missing:
                sheet.missing.append(task.staff.name)
            if cell.is_over and task.staff.name not in sheet.to_correct:
                sheet.to_correct.append(task.staff.name)
        cells.append(cell)
    staff = next(iter(tasks.values())).staff
    return SheetRow(
        staff=staff,
        department=place.department.name if place else "",
        category=category_title(sheet.period, place.category) if place else "",
        cells=cells,
        is_asked=not is_outside,
    )
