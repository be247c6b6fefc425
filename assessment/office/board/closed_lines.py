"""The board of a closed period: stored results. An unpublished grade is told only to those who review results."""

from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Subquery

from assessment.models import Period, Result
from assessment.office.board.lines import BoardColumn, BoardRow, cells_of
from assessment.office.board.running_lines import PAGE
from assessment.office.board.scope import BoardFilter, Departments, narrowed
from assessment.policy import Action
from assessment.results.selectors import PUBLIC_STATES, current_results
from assessment.results.subject_rows import Words, rows_for
from assessment.rules import OUT_OF_SCOPE, subject_from_facts
from organization.models import Department
from organization.policy import Access


def tells_grades(access: Access, period: Period) -> bool:
    """Whether the asker reads any grade on this board."""
    return period.state in PUBLIC_STATES or access.can(Action.VIEW_RESULTS)


def closed_page(period: Period, asked: BoardFilter, departments: Departments, page: str) -> Page:  # type: ignore[type-arg]
    """A page of the results that count, by department and number. Two statements."""
    rows = current_results(period)
    if departments is not None:
        rows = rows.filter(department_id_then__in=departments)
    place = Department.objects.filter(pk=OuterRef("department_id_then")).values("position")
    rows = narrowed(rows, period, asked).annotate(place=Subquery(place))
    return Paginator(rows.order_by("place", "department_name", "number"), PAGE).get_page(page)


def closed_lines(
    access: Access, period: Period, words: Words, columns: list[BoardColumn], results: list[Any]
) -> list[BoardRow]:
    """The lines of these results; no statement."""
    return [_line(access, period, words, columns, result) for result in results]


def _line(
    access: Access, period: Period, words: Words, columns: list[BoardColumn], result: Result
) -> BoardRow:
    reviews = access.covers(Action.VIEW_RESULTS, result.department_id_then)
    told = reviews or period.state in PUBLIC_STATES
    (row,) = rows_for([result], words, [])
    is_assessed = result.status != OUT_OF_SCOPE
    values = {key: None if value is None else Decimal(value) for key, value in result.items.items()}
    return BoardRow(
        staff_id=result.subject.id,
        number=result.number,
        name=result.name,
        department=result.department_name,
        category=row.category,
        cells=cells_of(words, columns, subject_from_facts(result.facts), values) if is_assessed else [],
        score=result.score,
        is_assessed=is_assessed,
        told=told,
        grade=row.grade if told else "",
        tone=row.tone if told else "",
        remarks=row.remarks if reviews else [],
    )
