"""The grid of figures: people × the figures that the scheme asks for, saved as one types."""

from collections import defaultdict
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment.models import Figure, Period
from assessment.policy import Action
from assessment.ratings.figures import figure_departments, set_figure
from assessment.ratings.items import FigureColumn, category_title, figure_columns, period_title
from assessment.ratings.missing import gaps
from assessment.ratings.people import members
from assessment.ratings.periods import asked_period, periods_of
from assessment.ratings.views.duties import departments_in, own_period
from foundation.ids import row_id
from organization.models import Assignment
from organization.selectors import name_matches
from organization.web import UnitRequest, unit_page

PEOPLE_PER_PAGE = 60


@unit_page(Action.RECORD_ENTRIES, Action.ASSIGN_DUTIES)
def figures(request: UnitRequest) -> HttpResponse:
    """The figures of the asker's departments in a period."""
    period = asked_period(request.unit, request.GET.get("period", ""))
    if period is None:
        return render(request, "assessment/ratings/no_period.html", {"heading": _("Figures")})
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
    columns = figure_columns(period)
    context = {
        "period": period,
        "title": period_title(period),
        "periods": [(each, period_title(each)) for each in periods_of(request.unit)],
        "columns": columns,
        "page": page,
        "rows": _rows(period, list(page.object_list), columns, required),
        "departments": departments_in(request, scope),
        "department": department,
        "text": text,
        "only_missing": request.GET.get("only") == "missing",
        "missing": len(
            {pk for pk, _item in required} & set(members(period, scope).values_list("staff_id", flat=True))
        )
        if required
        else 0,
        "is_open": period.takes_entries and period.claim is None,
    }
    return render(request, "assessment/ratings/figures.html", context)


def _rows(
    period: Period,
    places: list[Assignment],
    columns: list[FigureColumn],
    required: set[tuple[int, str]],
) -> list[dict[str, object]]:
    values: dict[int, dict[str, Decimal]] = defaultdict(dict)
    known = Figure.objects.filter(period=period, staff_id__in=[place.staff_id for place in places])
    for staff_id, name, value in known.values_list("staff_id", "name", "value"):
        values[staff_id][name] = value
    return [
        {
            "staff": place.staff,
            "department": place.department.name,
            "category": category_title(period, place.category),
            "cells": [
                {
                    "column": column,
                    "value": values[place.staff_id].get(column.name),
                    "is_missing": (place.staff_id, column.name) in required,
                }
                for column in columns
            ],
        }
        for place in places
    ]


@require_POST
@unit_page(Action.RECORD_ENTRIES, Action.ASSIGN_DUTIES)
def figure_set(request: UnitRequest, period_id: int, staff_id: int, name: str) -> HttpResponse:
    """Save one cell; answers what stands beside it."""
    period = own_period(request, period_id)
    place = members(period, figure_departments(request.access)).filter(staff_id=staff_id).first()
    if place is None or name not in {column.name for column in figure_columns(period)}:
        raise Http404
    error = ""
    try:
        set_figure(
            actor=request.user,
            period=period,
            staff=place.staff,
            name=name,
            value=request.POST.get("value", ""),
        )
    except ValidationError as refused:
        error = " ".join(refused.messages)
    context = {"staff": place.staff, "name": name, "error": error}
    return render(request, "assessment/ratings/figure_saved.html", context, status=422 if error else 200)
