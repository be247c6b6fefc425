"""Import pages: template, upload, check with a message for every row, recording, error sheet."""

from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessment.data_entry.entries.sheet.check import MAX_ROWS, Checked, check_sheet, entry_parts
from assessment.data_entry.entries.sheet.import_entries import KIND, start_import
from assessment.data_entry.entries.sheet.template import template_of
from assessment.models import Period
from assessment.policy import Action
from foundation.excel.error_sheet import error_workbook
from foundation.uploads import CONTENT_TYPES, UploadRefused, check_upload
from organization.decorators import UnitRequest, unit_page
from organization.jobs import is_stalled, pick_up
from organization.models import Job

SALT = "ledger.import"
KEPT_FOR = 7 * 86400  # seconds that the address of a check is good for
SHOWN = 100


@unit_page(Action.RECORD_ENTRIES)
def import_page(request: UnitRequest) -> HttpResponse:
    """GET: templates and the upload. POST: keep the file and go to its check."""
    error = ""
    if request.method == "POST":
        try:
            return redirect(f"{_url(request, 'import_check')}?file={_keep(request)}")
        except UploadRefused as refusal:
            error = refusal.messages[0]
    periods = Period.objects.taking_facts().filter(unit=request.unit)
    taking = periods.select_related("scheme", "version__scheme").order_by("-starts_on")
    context = {
        "periods": [period for period in taking if entry_parts(period)],
        "error": error,
        "max_rows": MAX_ROWS,
        "jobs": Job.objects.filter(unit=request.unit, kind=KIND, started_by=request.user)[:8],
    }
    return render(request, "assessment/ledger/import.html", context, status=422 if error else 200)


@require_GET
@unit_page(Action.RECORD_ENTRIES)
def import_template(request: UnitRequest, period_id: int) -> HttpResponse:
    """The sheet to fill in for a period."""
    period = get_object_or_404(
        Period.objects.select_related("unit", "scheme", "version__scheme"), pk=period_id, unit=request.unit
    )
    name = _("Entries %(period)s.xlsx") % {"period": period.key}
    return _workbook(template_of(period, get_language() or "zh-hans"), name)


@require_GET
@unit_page(Action.RECORD_ENTRIES)
def import_check(request: UnitRequest) -> HttpResponse:
    """What the file would do: errors by row, what is known, what looks like a repetition, what is new."""
    token, checked, name = _checked(request)
    context: dict[str, Any] = {"token": token, "name": name, "checked": checked, "shown": SHOWN, "error": ""}
    if checked is None:
        context["error"] = name
    return render(
        request, "assessment/ledger/import_check.html", context, status=422 if checked is None else 200
    )


@require_GET
@unit_page(Action.RECORD_ENTRIES)
def import_errors(request: UnitRequest) -> HttpResponse:
    """The uploaded rows with what is wrong in each, to be corrected and uploaded again."""
    _token, checked, name = _checked(request)
    if checked is None:
        raise Http404
    stem = name.removesuffix(".xlsx")
    content = error_workbook(_("Entries"), checked.table, checked.columns)
    return _workbook(content, _("%(name)s errors.xlsx") % {"name": stem})


@require_POST
@unit_page(Action.RECORD_ENTRIES)
def import_record(request: UnitRequest) -> HttpResponse:
    """Record the file: long work with progress."""
    said = _opened(request, request.POST.get("file", ""))
    job = start_import(
        actor=request.user,
        unit=request.unit,
        path=said["path"],
        name=said["name"],
        with_twins=request.POST.get("twins") == "record",
    )
    return redirect(_url(request, "import_job", job.pk))


@require_GET
@unit_page(Action.RECORD_ENTRIES)
def import_job(request: UnitRequest, job_id: UUID) -> HttpResponse:
    """How far the recording is, and what came of it."""
    job = get_object_or_404(Job, pk=job_id, unit=request.unit, kind=KIND, started_by=request.user)
    pick_up(job)
    template = "import_progress.html" if request.htmx else "import_job.html"
    context = {"job": job, "stalled": is_stalled(job), "running": not job.is_over}
    return render(request, f"assessment/ledger/{template}", context)


def _keep(request: UnitRequest) -> str:
    """Check and keep the upload; a signed word for it, good for this login and unit only."""
    file = request.FILES.get("file")
    if file is None:
        raise UploadRefused(_("Choose a file."), code="missing")
    known = check_upload(file, allowed={"xlsx"})
    path = default_storage.save(f"imports/{uuid4()}.xlsx", file)
    said = {"path": path, "name": known.name, "unit": request.unit.pk, "user": request.user.pk}
    return signing.dumps(said, salt=SALT, compress=True)


def _opened(request: UnitRequest, token: str) -> dict[str, Any]:
    try:
        said: dict[str, Any] = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature as error:
        raise Http404 from error
    if (said["unit"], said["user"]) != (request.unit.pk, request.user.pk):
        raise Http404
    return said


def _checked(request: UnitRequest) -> tuple[str, Checked | None, str]:
    """The token, the check and the file's name; without a check the last says why."""
    token = request.GET.get("file", "")
    said = _opened(request, token)
    try:
        with default_storage.open(said["path"]) as file:
            checked = check_sheet(actor=request.user, unit=request.unit, file=file, name=said["name"])
    except FileNotFoundError:
        return token, None, _("The upload is no longer there. Upload the file again.")
    except ValidationError as refusal:
        return token, None, refusal.messages[0]
    return token, checked, said["name"]


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _url(request: UnitRequest, name: str, *args: object) -> str:
    return reverse(name, args=[request.unit.code, *args])
