"""The working-day calendar: a year at a glance, and the upload of a year."""

import calendar as months
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from foundation.excel.error_sheet import describe
from foundation.uploads import UploadRefused, check_upload
from organization.calendar import loaded_years
from organization.decorators import UnitRequest, unit_page
from organization.forms.administration import YearUploadForm
from organization.forms.base import done
from organization.load_calendar import (
    COLUMNS,
    YearSheet,
    keep_error_sheet,
    load_year,
    read_sheet,
    template_workbook,
)
from organization.models import CalendarDay
from organization.policy import Action
from organization.views.form_page import at
from organization.workbook_response import workbook_response

WEEK = months.Calendar(firstweekday=0)


@require_GET
@unit_page(Action.EDIT_CALENDAR)
def calendar(request: UnitRequest) -> HttpResponse:
    """The year of today."""
    return _year_page(request, request.access.on.year)


@require_GET
@unit_page(Action.EDIT_CALENDAR)
def calendar_year(request: UnitRequest, year: int) -> HttpResponse:
    """Another year."""
    if not 2000 <= year <= 2100:
        raise Http404
    return _year_page(request, year)


def _year_page(request: UnitRequest, year: int) -> HttpResponse:
    years = loaded_years()
    newest = max(years, default=request.access.on.year)
    days = {row.day: row for row in CalendarDay.objects.filter(day__year=year)}
    context = {
        "year": year,
        "years": sorted({*years, newest + 1, year}, reverse=True),
        "loaded": year in years,
        "months": [_month(year, number, days) for number in range(1, 13)],
        "special": _stretches(days),
        "working": sum(row.is_working for row in days.values()),
    }
    return render(request, "organization/calendar.html", context)


def _month(year: int, number: int, days: dict[date, CalendarDay]) -> dict[str, Any]:
    weeks = [
        [{"day": day, "row": days.get(day), "inside": day.month == number} for day in week]
        for week in WEEK.monthdatescalendar(year, number)
    ]
    working = sum(row.is_working for day, row in days.items() if day.month == number)
    return {"first": date(year, number, 1), "weeks": weeks, "working": working}


def _stretches(days: dict[date, CalendarDay]) -> list[dict[str, Any]]:
    """Days with a name, those of one holiday that follow each other as one line."""
    found: list[dict[str, Any]] = []
    for day in sorted(days):
        row = days[day]
        same = (row.name, row.is_working)
        if found and same == found[-1]["same"] and found[-1]["last"] + timedelta(days=1) == day:
            found[-1]["last"] = day
            found[-1]["count"] += 1
        elif row.name:
            found.append(
                {
                    "first": day,
                    "last": day,
                    "count": 1,
                    "same": same,
                    "name": row.name,
                    "is_working": row.is_working,
                }
            )
    return found


@require_GET
@unit_page(Action.EDIT_CALENDAR)
def calendar_template(_request: UnitRequest, year: int) -> HttpResponse:
    """The sheet to fill in."""
    name = _("Working days %(year)s") % {"year": year}
    return workbook_response(template_workbook(year), f"{name}.xlsx")


@unit_page(Action.EDIT_CALENDAR)
def calendar_upload(request: UnitRequest) -> HttpResponse:
    """Take a year from a sheet: all of it or nothing."""
    form = YearUploadForm(request.POST or None, request.FILES or None)
    faults: list[dict[str, Any]] = []
    error_url = ""
    if request.method == "POST" and form.is_valid():
        sheet = _read(form)
        if sheet is not None and sheet.table.has_errors:
            form.add_error("file", _("Nothing was loaded: rows of the sheet have errors."))
            rows = [row for row in sheet.table.rows if row.errors]
            faults = [{"number": row.number, "text": describe(row, COLUMNS)} for row in rows]
            error_url = at(
                request, "job_file", keep_error_sheet(actor=request.user, unit=request.unit, sheet=sheet).pk
            )
        elif sheet is not None and sheet.year is not None and _load(request, form, sheet):
            return redirect("calendar_year", unit_code=request.unit.code, year=sheet.year)
    context = {
        "form": form,
        "faults": faults,
        "error_url": error_url,
        "next_year": max(loaded_years(), default=request.access.on.year) + 1,
    }
    return render(request, "organization/calendar_upload.html", context, status=422 if form.errors else 200)


def _read(form: YearUploadForm) -> YearSheet | None:
    file = form.cleaned_data["file"]
    try:
        if not file.name.lower().endswith(".csv"):
            check_upload(file, allowed={"xlsx"})
        return read_sheet(file, file.name)
    except UploadRefused as error:
        form.add_error("file", error)
        return None


def _load(request: UnitRequest, form: YearUploadForm, sheet: YearSheet) -> bool:
    count: list[int] = []

    def load() -> None:
        count.append(
            load_year(
                actor=request.user,
                unit=request.unit,
                year=sheet.year or 0,
                special=sheet.special,
                replace=form.cleaned_data["replace"],
            )
        )

    if not done(form, load):
        return False
    if count[0]:
        messages.success(
            request, _("%(count)s days of %(year)s were loaded.") % {"count": count[0], "year": sheet.year}
        )
    else:
        messages.info(request, _("Nothing changed: %(year)s is loaded exactly so.") % {"year": sheet.year})
    return True
