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
from assessment.periods.membership import members, places_in
from assessment.policy import Action
from assessment.ratings.rated_items import figure_columns, month_title, months_of, period_title
from assessment.ratings.set_figures import figure_departments, own_departments, set_figure
from foundation.ids import row_id
from organization.decorators import UnitRequest, unit_page
from organization.selectors import name_matches
from organization.subjects import Someone, SubjectRef

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
    required = {(gap.subject, gap.item) for gap in gaps(period, department_ids=None) if gap.what == "fact"}
    if request.GET.get("only") == "missing":
        people = people.filter(staff_id__in={who.id for who, _item in required if not who.is_department})
    page = Paginator(people, PEOPLE_PER_PAGE).get_page(request.GET.get("page", "1"))
    departments = departments_to_choose(request, scope)
    places = own_departments(period, scope)
    context = {
        "period": period,
        "title": period_title(period),
        "periods": [(each, period_title(each)) for each in periods_of(request.unit)],
        "month": month,
        "months": [(each, month_title(each)) for each in months_to_choose(period)],
        "columns": figure_columns(period, month),
        "page": page,
        "rows": figure_lines(period, month, list(page.object_list), required),
        "department_columns": figure_columns(period, month, "department"),
        "department_rows": department_lines(period, month, places, required),
        "departments": departments,
        "department": department,
        "text": text,
        "only_missing": request.GET.get("only") == "missing",
        "missing": _missing(period, scope, required),
        "is_open": period.takes_entries and period.claim is None,
    }
    return render(request, "assessment/ratings/figures.html", context)


def _missing(period: Period, scope: frozenset[int] | None, required: set[tuple[SubjectRef, str]]) -> int:
    """How many of the asker's people and departments lack a required figure."""
    if not required:
        return 0
    mine = places_in(period)
    return len({who for who, _item in required if scope is None or mine.get(who) in scope})


@require_POST
@unit_page(Action.RECORD_ENTRIES, Action.ASSIGN_DUTIES)
def figure_set(request: UnitRequest, period_id: int, subject: SubjectRef, name: str) -> HttpResponse:
    """Save one cell of a person or department; answers what stands beside it."""
    period = own_period(request, period_id)
    about = _one_of(period, figure_departments(request.access), subject)
    month = request.GET.get("month", "")
    if month and month not in months_of(period, subject.kind):
        raise Http404
    if about is None or name not in {each.name for each in figure_columns(period, month, subject.kind)}:
        raise Http404
    error = ""
    try:
        set_figure(
            actor=request.user,
            period=period,
            about=about,
            name=name,
            value=request.POST.get("value", ""),
            month=month,
        )
    except ValidationError as refused:
        error = " ".join(refused.messages)
    return _saved(request, f"{subject}-{name}", error)


def _one_of(period: Period, scope: frozenset[int] | None, subject: SubjectRef) -> Someone | None:
    """The person or department, if it is in the period and in the scope."""
    if subject.is_department:
        return next((each for each in own_departments(period, scope) if each.pk == subject.id), None)
    place = members(period, scope).filter(staff_id=subject.id).first()
    return None if place is None else place.staff


def _saved(request: UnitRequest, cell: str, error: str) -> HttpResponse:
    context = {"cell": cell, "error": error}
    return render(request, "assessment/ratings/figure_saved.html", context, status=422 if error else 200)
