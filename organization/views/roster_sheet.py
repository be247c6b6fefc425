"""The roster as a sheet: template, upload, what would change, confirm."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from foundation.excel.error_sheet import describe
from organization.categories import category_titles
from organization.decorators import UnitRequest, unit_page
from organization.forms.administration import RosterUploadForm
from organization.forms.base import done
from organization.jobs import start_job
from organization.models import RosterImport, StaffState
from organization.policy import Action
from organization.roster.apply_uploads import KIND
from organization.roster.columns import roster_columns, template_workbook
from organization.roster.keep_uploads import discard, error_sheet, keep_upload, refuse_unless_pending, reread
from organization.roster.plan import ACTS
from organization.views.form_page import at, require_whole_unit
from organization.workbook_response import workbook_response

PER_PAGE = 100
FAULTS_SHOWN = 200


@unit_page(Action.EDIT_ROSTER)
def roster_upload(request: UnitRequest) -> HttpResponse:
    """Take a sheet and compare it with the roster; the uploads of the last time below."""
    require_whole_unit(request, Action.EDIT_ROSTER)
    form = RosterUploadForm(
        request.POST or None, request.FILES or None, initial={"effective_on": request.access.on}
    )
    kept: list[RosterImport] = []

    def save() -> None:
        try:
            kept.append(keep_upload(actor=request.user, unit=request.unit, **form.cleaned_data))
        except ValidationError as error:
            raise ValidationError({"file": error.messages}) from error

    if request.method == "POST" and form.is_valid() and done(form, save):
        return redirect("roster_preview", unit_code=request.unit.code, upload_id=kept[0].pk)
    context = {
        "form": form,
        "uploads": RosterImport.objects.filter(unit=request.unit).select_related("uploaded_by")[:10],
    }
    return render(request, "organization/roster_upload.html", context, status=422 if form.errors else 200)


@require_GET
@unit_page(Action.EDIT_ROSTER)
def roster_template(request: UnitRequest) -> HttpResponse:
    """The sheet to fill in, with the unit's departments and categories to choose from."""
    require_whole_unit(request, Action.EDIT_ROSTER)
    return workbook_response(template_workbook(request.unit), _("Roster template") + ".xlsx")


@require_GET
@unit_page(Action.EDIT_ROSTER)
def roster_preview(request: UnitRequest, upload_id: int) -> HttpResponse:
    """What an upload would change, or what is wrong in its rows."""
    upload = _upload(request, upload_id)
    context: dict[str, Any] = {"upload": upload, "faults": [], "stale": ""}
    if upload.state == RosterImport.State.FAULTY:
        columns = roster_columns(request.unit)
        rows = [row for row in reread(upload).rows if row.errors]
        context["fault_count"] = len(rows)
        context["faults"] = [
            {"number": row.number, "text": describe(row, columns)} for row in rows[:FAULTS_SHOWN]
        ]
        return render(request, "organization/roster_preview.html", context)
    if upload.state == RosterImport.State.PENDING:
        try:
            refuse_unless_pending(upload)
        except ValidationError as error:
            context["stale"] = " ".join(error.messages)
    act = request.GET.get("act", "")
    changes = [change for change in upload.plan if not act or change["act"] == act]
    changes.sort(key=lambda change: (change["row"] is None, change["row"] or 0, ACTS.index(change["act"])))
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    titles = category_titles(request.unit)
    context |= {
        "page": page,
        "changes": [_shown(change, titles) for change in page],
        "counts": [(name, _acts()[name], _count(upload, name)) for name in ACTS if _count(upload, name)],
        "act": act,
    }
    return render(request, "organization/roster_preview.html", context)


@require_POST
@unit_page(Action.EDIT_ROSTER)
def roster_confirm(request: UnitRequest, upload_id: int) -> HttpResponse:
    """Apply exactly what was shown, as a job."""
    upload = _upload(request, upload_id)
    try:
        refuse_unless_pending(upload)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("roster_preview", unit_code=request.unit.code, upload_id=upload.pk)
    params = {"upload": upload.pk, "back": at(request, "roster_preview", upload.pk)}
    job = start_job(kind=KIND, unit=request.unit, actor=request.user, params=params)
    return redirect("job", unit_code=request.unit.code, job_id=job.pk)


@require_POST
@unit_page(Action.EDIT_ROSTER)
def roster_discard(request: UnitRequest, upload_id: int) -> HttpResponse:
    """Put an upload aside."""
    discard(actor=request.user, upload=_upload(request, upload_id))
    messages.info(request, _("The upload was discarded. Nothing was changed."))
    return redirect("roster_upload", unit_code=request.unit.code)


@require_GET
@unit_page(Action.EDIT_ROSTER)
def roster_errors(request: UnitRequest, upload_id: int) -> HttpResponse:
    """The uploaded rows with a column of errors."""
    upload = _upload(request, upload_id)
    if upload.state != RosterImport.State.FAULTY:
        raise Http404
    return workbook_response(error_sheet(upload), _("Roster with errors") + ".xlsx")


def _upload(request: UnitRequest, upload_id: int) -> RosterImport:
    require_whole_unit(request, Action.EDIT_ROSTER)
    rows = RosterImport.objects.select_related("unit", "uploaded_by")
    return get_object_or_404(rows, pk=upload_id, unit=request.unit)


def _acts() -> dict[str, str]:
    return {
        "hire": _("New"),
        "transfer": _("Transfer"),
        "edit": _("Name or position"),
        "joined": _("Joined"),
        "leave": _("Leaves"),
    }


def _count(upload: RosterImport, act: str) -> int:
    return sum(change["act"] == act for change in upload.plan)


def _shown(change: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    def text(values: dict[str, Any]) -> str:
        return " · ".join(_value(key, value, titles) for key, value in values.items() if value)

    on = change["on"]
    return change | {
        "on": date.fromisoformat(on) if on else None,
        "title": _acts()[change["act"]],
        "was": text(change["before"]),
        "becomes": text(change["after"]),
    }


def _value(key: str, value: Any, titles: dict[str, str]) -> str:
    if key == "category":
        return str(titles.get(value, value))
    if key == "state":
        return str(StaffState.Kind(value).label)
    return str(value)
