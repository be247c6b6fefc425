"""Uploading duties or figures: template, preview, confirmation, error sheet."""

from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment.data_entry.ratings import duty_sheet, figure_sheet
from assessment.data_entry.ratings.figure_grid import chosen_month
from assessment.data_entry.ratings.figure_sheet import FIGURES
from assessment.data_entry.ratings.upload_sheet import (
    ImportKind,
    Parsed,
    check_file,
    held,
    hold,
    let_go,
    read_upload,
)
from assessment.data_entry.ratings.views.duties import own_period
from assessment.models import Period
from assessment.policy import Action
from assessment.ratings.rated_items import period_title
from organization.decorators import UnitRequest, unit_page
from organization.subjects import SubjectKind
from organization.write_audit import log_act

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINES_SHOWN = 200


def workbook(content: bytes, name: str) -> HttpResponse:
    """A workbook as a download."""
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


def _page(
    request: UnitRequest,
    kind: ImportKind,
    names: dict[str, str],
    period: Period,
    parsed: Parsed | None = None,
    token: str = "",
    error: str = "",
) -> HttpResponse:
    context = {
        "heading": kind.title(),
        "names": names,
        "period": period,
        "title": period_title(period),
        "parsed": parsed,
        "lines": _lines(parsed),
        "token": token,
        "error": error,
        "is_open": period.takes_entries and period.claim is None,
        "about": f"?kind={kind.about}" if kind.about else "",
    }
    refused = bool(error or (parsed and parsed.faults))
    return render(request, "assessment/ratings/import.html", context, status=422 if refused else 200)


def _lines(parsed: Parsed | None) -> list[tuple[int, list[str], str]]:
    """Rows with errors first, so that they are seen."""
    if parsed is None:
        return []
    return sorted(parsed.lines, key=lambda line: (not line[2], line[0]))[:LINES_SHOWN]


def _upload(request: UnitRequest, kind: ImportKind, names: dict[str, str], period_id: int) -> HttpResponse:
    period = own_period(request, period_id)
    if request.method != "POST":
        return _page(request, kind, names, period)
    try:
        content = check_file(request.FILES.get("file"))
        parsed = read_upload(kind, request.access, period, content)
    except ValidationError as error:
        return _page(request, kind, names, period, error=" ".join(error.messages))
    return _page(request, kind, names, period, parsed, hold(request.user, content))


def _confirm(request: UnitRequest, kind: ImportKind, names: dict[str, str], period_id: int) -> HttpResponse:
    period, token = own_period(request, period_id), request.POST.get("token", "")
    content = held(request.user, token)
    if content is None:
        return _page(request, kind, names, period, error=_("The upload is no longer there. Upload it again."))
    try:
        parsed = read_upload(kind, request.access, period, content)
        if parsed.faults:
            return _page(request, kind, names, period, parsed, token)
        changed = kind.write(request.user, period, parsed.rows)
    except ValidationError as error:
        return _page(request, kind, names, period, error=" ".join(error.messages))
    let_go(request.user, token)
    log_act(
        actor=request.user,
        unit=request.unit,
        action=f"ratings.import.{names['import']}",
        target=period.key,
        after={"rows": len(parsed.table.rows), "changed": changed},
    )
    messages.success(request, _("Imported: %(count)s changes.") % {"count": changed})
    return redirect(f"{reverse(names['page'], args=[request.unit.code])}?period={period.pk}")


def _errors(request: UnitRequest, kind: ImportKind, period_id: int) -> HttpResponse:
    content = held(request.user, request.POST.get("token", ""))
    if content is None:
        raise Http404
    parsed = read_upload(kind, request.access, own_period(request, period_id), content)
    return workbook(parsed.error_sheet(kind.title()), f"{kind.title()} {_('errors')}")


DUTY_PAGES = {
    "page": "duties",
    "import": "duties_import",
    "confirm": "duties_confirm",
    "errors": "duties_errors",
    "template": "duties_template",
}
FIGURE_PAGES = {
    "page": "figures",
    "import": "figures_import",
    "confirm": "figures_confirm",
    "errors": "figures_errors",
    "template": "figures_template",
}


def _figures(request: UnitRequest) -> tuple[ImportKind, SubjectKind]:
    """The sheet of people's figures, or that of departments (``?kind=department``)."""
    kind: SubjectKind = "department" if request.GET.get("kind") == "department" else "staff"
    return FIGURES[kind], kind


@unit_page(Action.ASSIGN_DUTIES)
def duties_template(request: UnitRequest, period_id: int) -> HttpResponse:
    """The sheet of the duties to fill in."""
    period = own_period(request, period_id)
    return workbook(duty_sheet.template(request.access, period), f"{_('Duties and raters')} {period.key}")


@unit_page(Action.ASSIGN_DUTIES)
def duties_import(request: UnitRequest, period_id: int) -> HttpResponse:
    """Upload duties and see what would change."""
    return _upload(request, duty_sheet.DUTIES, DUTY_PAGES, period_id)


@require_POST
@unit_page(Action.ASSIGN_DUTIES)
def duties_confirm(request: UnitRequest, period_id: int) -> HttpResponse:
    """Write the uploaded duties, all or none."""
    return _confirm(request, duty_sheet.DUTIES, DUTY_PAGES, period_id)


@require_POST
@unit_page(Action.ASSIGN_DUTIES)
def duties_errors(request: UnitRequest, period_id: int) -> HttpResponse:
    """The upload handed back with its errors."""
    return _errors(request, duty_sheet.DUTIES, period_id)


@unit_page(Action.RECORD_ENTRIES, Action.ASSIGN_DUTIES)
def figures_template(request: UnitRequest, period_id: int) -> HttpResponse:
    """The sheet of the figures to fill in."""
    period = own_period(request, period_id)
    month = chosen_month(period, request.GET.get("month"))
    if month is None:
        raise Http404
    sheet, kind = _figures(request)
    content = figure_sheet.template(request.access, period, kind, month)
    return workbook(content, f"{sheet.title()} {month or period.key}")


@unit_page(Action.RECORD_ENTRIES, Action.ASSIGN_DUTIES)
def figures_import(request: UnitRequest, period_id: int) -> HttpResponse:
    """Upload figures and see what would change."""
    return _upload(request, _figures(request)[0], FIGURE_PAGES, period_id)


@require_POST
@unit_page(Action.RECORD_ENTRIES, Action.ASSIGN_DUTIES)
def figures_confirm(request: UnitRequest, period_id: int) -> HttpResponse:
    """Write the uploaded figures, all or none."""
    return _confirm(request, _figures(request)[0], FIGURE_PAGES, period_id)


@require_POST
@unit_page(Action.RECORD_ENTRIES, Action.ASSIGN_DUTIES)
def figures_errors(request: UnitRequest, period_id: int) -> HttpResponse:
    """The upload handed back with its errors."""
    return _errors(request, _figures(request)[0], period_id)
