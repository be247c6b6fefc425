"""The grid of figures: people × the figures that the scheme asks for, saved as one types; below it the departments."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment.data_entry.ratings.figure_grid import (
    chosen_month,
    department_lines,
    figure_lines,
    months_to_choose,
)
from assessment.data_entry.ratings.missing import gaps
from assessment.data_entry.ratings.period_choice import asked_period, periods_of
from assessment.data_entry.ratings.views.duties import departments_to_choose, own_period
from assessment.models import Period
from assessment.periods.membership import members
from assessment.policy import Action
from assessment.ratings.give_scores import read_score
from assessment.ratings.rated_items import department_columns, figure_columns, month_title, months_of
from assessment.ratings.set_department_facts import DepartmentFigureRow, set_department_figures
from assessment.ratings.set_figures import figure_departments, set_figure
from foundation.ids import row_id
from organization.decorators import UnitRequest, unit_page
from organization.selectors import name_matches

PEOPLE_PER_PAGE = 60


@unit_page(Action.RECORD_ENTRIES, Action.ASSIGN_DUTIES)
def figures(request: UnitRequest) -> HttpResponse:
    """The figures of the asker's departments in a period."""
    period = asked_period(request.unit, request.GET.get("period", ""))
    if period is None:
        return render(request, "assessment/ratings/no_period.html", {"heading": _("Figures")})
    month = chosen_month(period, request.GET.get("month"))
    if month is None:
        raise Http404
    scope = figure_departments(request.access)
    people = members(period, scope)
    department, text = request.GET.get("department", ""), request.GET.get("q", "")
    if (wanted := row_id(department)) is not None:
        people = people.filter(department_id=wanted)
    if text.strip():
        people = people.filter(name_matches(text, prefix="staff__"))
    required = {(gap.staff_id, gap.item) for gap in gaps(period) if gap.what == "fact"}
    if request.GET.get("only") == "missing":
        people = people.filter(staff_id__in={staff_id for staff_id, _item in required})
    page = Paginator(people, PEOPLE_PER_PAGE).get_page(request.GET.get("page", "1"))
    departments = departments_to_choose(request, scope)
    context = {
        "period": period,
        "title": period.title,
        "periods": [(each, each.title) for each in periods_of(request.unit)],
        "month": month,
        "months": [(each, month_title(each)) for each in months_to_choose(period)],
        "columns": figure_columns(period, month),
        "page": page,
        "rows": figure_lines(period, month, list(page.object_list), required),
        "department_columns": department_columns(period),
        "department_rows": department_lines(period, [each for each in departments if each.is_active]),
        "departments": departments,
        "department": department,
        "text": text,
        "only_missing": request.GET.get("only") == "missing",
        "missing": _missing(period, scope, required),
        "is_open": period.takes_entries and period.claim is None,
    }
    return render(request, "assessment/ratings/figures.html", context)


def _missing(period: Period, scope: frozenset[int] | None, required: set[tuple[int, str]]) -> int:
    """How many of the asker's people lack a required figure."""
    if not required:
        return 0
    mine = set(members(period, scope).values_list("staff_id", flat=True))
    return len({pk for pk, _item in required} & mine)


@require_POST
@unit_page(Action.RECORD_ENTRIES, Action.ASSIGN_DUTIES)
def figure_set(request: UnitRequest, period_id: int, staff_id: int, name: str) -> HttpResponse:
    """Save one cell; answers what stands beside it."""
    period = own_period(request, period_id)
    place = members(period, figure_departments(request.access)).filter(staff_id=staff_id).first()
    month = request.GET.get("month", "")
    if month and month not in months_of(period):
        raise Http404
    if place is None or name not in {column.name for column in figure_columns(period, month)}:
        raise Http404
    error = ""
    try:
        set_figure(
            actor=request.user,
            period=period,
            staff=place.staff,
            name=name,
            value=request.POST.get("value", ""),
            month=month,
        )
    except ValidationError as refused:
        error = " ".join(refused.messages)
    return _saved(request, f"{staff_id}-{name}", error)


@require_POST
@unit_page(Action.RECORD_ENTRIES, Action.ASSIGN_DUTIES)
def department_figure_set(
    request: UnitRequest, period_id: int, department_id: int, name: str
) -> HttpResponse:
    """Save one figure of a department."""
    period = own_period(request, period_id)
    own = departments_to_choose(request, figure_departments(request.access))
    department = next((each for each in own if each.pk == department_id and each.is_active), None)
    if department is None:
        raise Http404
    error = ""
    try:
        value = read_score(request.POST.get("value", ""))
        row = DepartmentFigureRow(department, name, value)
        set_department_figures(actor=request.user, period=period, rows=[row])
    except ValidationError as refused:
        error = " ".join(refused.messages)
    return _saved(request, f"d-{department_id}-{name}", error)


def _saved(request: UnitRequest, cell: str, error: str) -> HttpResponse:
    context = {"cell": cell, "error": error}
    return render(request, "assessment/ratings/figure_saved.html", context, status=422 if error else 200)
