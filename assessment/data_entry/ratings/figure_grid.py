"""The grid of figures: which months there are to choose from, and what stands in the cells."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from assessment.models import DepartmentFigure, Figure, Period
from assessment.ratings.rated_items import (
    FigureColumn,
    category_title,
    department_columns,
    figure_columns,
    months_of,
)
from organization.models import Assignment, Department, StaffMember


@dataclass(frozen=True)
class FigureCell:
    """One figure: what stands, and whether the scheme requires one that lacks."""

    column: FigureColumn
    value: Decimal | None
    is_missing: bool = False


@dataclass(frozen=True)
class FigureLine:
    """One person with their figures."""

    staff: StaffMember
    department: str
    category: str
    cells: list[FigureCell]


@dataclass(frozen=True)
class DepartmentLine:
    """One department with its figures."""

    department: Department
    cells: list[FigureCell]


def months_to_choose(period: Period) -> list[str]:
    """The months whose figures are kept, and ``""`` first where there are figures of the whole period as well."""
    months = months_of(period)
    return ["", *months] if months and figure_columns(period) else months


def chosen_month(period: Period, asked: str | None) -> str | None:
    """The month asked for; without one the figures of the whole period, else the month that is over or runs.

    None when there is no such month.
    """
    months = months_to_choose(period)
    if asked is not None:
        return asked if asked in (months or [""]) else None
    if not months or "" in months:
        return ""
    today = timezone.localdate().isoformat()[:7]
    return max((month for month in months if month <= today), default=months[0])


def figure_lines(
    period: Period, month: str, places: Sequence[Assignment], required: Collection[tuple[int, str]]
) -> list[FigureLine]:
    """The figures of these people; one statement."""
    values: dict[int, dict[str, Decimal]] = defaultdict(dict)
    ids = [place.staff_id for place in places]
    known = Figure.objects.filter(period=period, month=month, staff_id__in=ids)
    for staff_id, name, value in known.values_list("staff_id", "name", "value"):
        values[staff_id][name] = value
    columns = figure_columns(period, month)
    return [
        FigureLine(
            staff=place.staff,
            department=place.department.name,
            category=category_title(period, place.category),
            cells=[
                FigureCell(
                    column,
                    values[place.staff_id].get(column.name),
                    not month and (place.staff_id, column.name) in required,
                )
                for column in columns
            ],
        )
        for place in places
    ]


def department_lines(period: Period, departments: Sequence[Department]) -> list[DepartmentLine]:
    """The figures of these departments; nothing where the scheme asks for none."""
    columns = department_columns(period)
    if not columns:
        return []
    known = DepartmentFigure.objects.filter(period=period, department__in=departments)
    values = {(d, name): value for d, name, value in known.values_list("department_id", "name", "value")}
    return [
        DepartmentLine(each, [FigureCell(column, values.get((each.pk, column.name))) for column in columns])
        for each in departments
    ]
