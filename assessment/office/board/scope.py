"""What of a period's board is asked for, and the departments that the asker sees on it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from assessment.models import Entry, Figure, Period, Result
from assessment.periods.membership import members
from assessment.policy import Action
from foundation.ids import row_id
from organization.models import Department
from organization.policy import Access
from organization.selectors import name_matches

Departments = Collection[int] | None


@dataclass(frozen=True)
class BoardFilter:
    """The filters of the page."""

    department: str = ""
    category: str = ""
    text: str = ""
    deductions: bool = False
    incomplete: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter is set."""
        return bool(self.department or self.category or self.text or self.deductions or self.incomplete)


@dataclass(frozen=True)
class DepartmentCount:
    """A department on the board with its people."""

    department: Department
    people: int


def shows_results(period: Period) -> bool:
    """Whether the board shows stored results; while facts flow (also after a reopening) it shows what stands now."""
    return not period.takes_entries and period.current_close_id is not None


def departments_shown(access: Access, asked: BoardFilter) -> Departments:
    """The departments that the asker sees on the board, narrowed to the one asked for; None for the whole unit."""
    scope = access.departments(Action.VIEW_BOARD)
    chosen = row_id(asked.department)
    if chosen is None:
        return scope
    return [chosen] if scope is None or chosen in scope else []


def department_counts(access: Access, period: Period) -> list[DepartmentCount]:
    """The departments with people in the period that the asker sees, in the order of the tree; two statements."""
    scope = access.departments(Action.VIEW_BOARD)
    if shows_results(period):
        place, rows = "department_id_then", results_in(period, scope).order_by()
    else:
        place, rows = "department_id", members(period, scope).order_by()
    counts = dict(rows.values_list(place).annotate(people=Count("staff_id")))
    found = Department.objects.filter(unit=period.unit_id, pk__in=counts)
    return [DepartmentCount(each, counts[each.pk]) for each in found]


def results_in(period: Period, departments: Departments) -> QuerySet[Any]:
    """The results that count of people of these departments (as of the close)."""
    rows = Result.objects.people().filter(close=period.current_close_id)
    return rows if departments is None else rows.filter(department_id_then__in=departments)


def narrowed(rows: QuerySet[Any], period: Period, asked: BoardFilter) -> QuerySet[Any]:
    """Rows with ``staff`` and ``category``, narrowed by category, text and deductions."""
    if asked.category:
        rows = rows.filter(category=asked.category)
    if asked.text.strip():
        rows = rows.filter(name_matches(asked.text, prefix="staff__"))
    if asked.deductions:
        rows = rows.filter(has_deductions(period))
    return rows


def has_deductions(period: Period) -> Q:
    """People with an entry that counts that takes points away, or a figure for which the scheme does."""
    entries = Entry.objects.counting().filter(period=period).filter(effect__lt=0, staff__isnull=False)
    costly = {
        each.fact
        for item in period.part.items.values()
        if item.kind == "tally"
        for each in item.each
        if each.points < 0
    }
    found = Q(staff_id__in=entries.order_by().values("staff_id"))
    if costly:
        figures = Figure.objects.filter(period=period, name__in=costly, value__gt=0)
        found |= Q(staff_id__in=figures.order_by().values("staff_id"))
    return found
