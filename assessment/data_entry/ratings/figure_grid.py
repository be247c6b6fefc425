"""The grid of figures: which months there are to choose from, and what stands in the cells."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from assessment.models import Figure, Period
from assessment.ratings.rated_items import FigureColumn, category_title, figure_columns, months_of
from organization.models import Assignment, Department
from organization.subjects import KINDS, Someone, SubjectKind, SubjectRef, among


@dataclass(frozen=True)
class FigureCell:
    """One figure: what stands, and whether the scheme requires one that lacks."""

    column: FigureColumn
    value: Decimal | None
    is_missing: bool = False


@dataclass(frozen=True)
class FigureLine:
    """One person or department with its figures; ``department`` is where a person works."""

    about: Someone
    cells: list[FigureCell]
    department: str = ""
    category: str = ""

    @property
    def subject(self) -> SubjectRef:
        """Whose line it is."""
        return SubjectRef.to(self.about)


def months_to_choose(period: Period) -> list[str]:
    """The months whose figures are kept, and ``""`` first where there are figures of the whole period as well."""
    months = sorted({month for kind in KINDS for month in months_of(period, kind)})
    has_others = any(figure_columns(period, kind=kind) for kind in KINDS)
    return ["", *months] if months and has_others else months


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
    period: Period, month: str, places: Sequence[Assignment], required: Collection[tuple[SubjectRef, str]]
) -> list[FigureLine]:
    """The figures of these people; one statement."""
    cells = _cells(period, month, "staff", [place.staff for place in places], required)
    return [
        FigureLine(place.staff, own, place.department.name, category=category_title(period, place.category))
        for place, own in zip(places, cells, strict=True)
    ]


def department_lines(
    period: Period,
    month: str,
    departments: Sequence[Department],
    required: Collection[tuple[SubjectRef, str]],
) -> list[FigureLine]:
    """The figures of these departments; nothing where the scheme asks for none."""
    if not figure_columns(period, month, "department"):
        return []
    cells = _cells(period, month, "department", departments, required)
    return [FigureLine(place, own) for place, own in zip(departments, cells, strict=True)]


def _cells(
    period: Period,
    month: str,
    kind: SubjectKind,
    everyone: Sequence[Someone],
    required: Collection[tuple[SubjectRef, str]],
) -> list[list[FigureCell]]:
    """The cells of each, in the order of the columns; one statement."""
    subjects = [SubjectRef.to(each) for each in everyone]
    known = Figure.objects.filter(among(subjects), period=period, month=month)
    rows = known.values_list(f"{kind}_id", "name", "value")
    values = {(subject_id, name): value for subject_id, name, value in rows}
    columns = figure_columns(period, month, kind)
    return [
        [
            FigureCell(
                column,
                values.get((subject.id, column.name)),
                not month and (subject, column.name) in required,
            )
            for column in columns
        ]
        for subject in subjects
    ]
