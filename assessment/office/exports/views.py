"""Pages of HR: the sheets of each period, those made before, the printable form of a person."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from assessment.models import Period
from assessment.office.exports.form import forms_of
from assessment.office.exports.make_export import JOB, may_export, start_export
from assessment.office.exports.sheets import KINDS
from assessment.policy import Action
from assessment.results.selectors import results_seen_by
from organization.decorators import UnitRequest, unit_page
from organization.models import Job
from organization.write_audit import log_act


@require_GET
@unit_page(Action.EXPORT)
def exports_page(request: UnitRequest) -> HttpResponse:
    """Closed periods with the sheets that can be made of each; below, what was made before."""
    periods = (
        Period.objects.filter(unit=request.unit, current_close__isnull=False)
        .select_related("scheme", "version__scheme", "current_close__version__scheme")
        .order_by("-starts_on", "-ends_on")
    )
    jobs = Job.objects.filter(unit=request.unit, kind=JOB, started_by=request.user)[:20]
    return render(
        request,
        "assessment/exports/list.html",
        {"rows": [_period_row(period) for period in periods], "jobs": [_job_row(job) for job in jobs]},
    )


def _period_row(period: Period) -> dict[str, Any]:
    assert period.current_close is not None  # the list's filter
    part = period.current_close.version.rules.part(period.cadence)  # type: ignore[arg-type]
    return {
        "period": period,
        "close": period.current_close,
        "kinds": [kind for kind in KINDS.values() if kind.suits(part, period.cadence)],
    }


def _job_row(job: Job) -> dict[str, Any]:
    kind = KINDS.get(job.params.get("kind", ""))
    return {"job": job, "title": kind.title if kind else job.params.get("kind", "")}


@require_POST
@unit_page(Action.EXPORT)
def make_export(request: UnitRequest, period_id: int, kind: str) -> HttpResponse:
    """Start an export and show its progress."""
    period = get_object_or_404(
        Period.objects.select_related("unit", "current_close__version__scheme"),
        pk=period_id,
        unit=request.unit,
    )
    try:
        job = start_export(actor=request.user, period=period, kind=kind)
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("exports", unit_code=request.unit.code)
    return redirect("job", unit_code=request.unit.code, job_id=job.pk)


@require_GET
@unit_page(Action.OWN_RESULTS, Action.VIEW_RESULTS, Action.EXPORT)
def result_form(request: UnitRequest, result_id: int) -> HttpResponse:
    """The assessment form (考核评定表) of one person, one A4 page to print; one's own or with the right to see results."""
    result = get_object_or_404(_with_form(results_seen_by(request.access)), pk=result_id)
    if result.staff_id != getattr(request.access.staff, "pk", None):
        log_act(
            actor=request.user,
            unit=request.unit,
            action="export.form",
            target=f"form {result.close.period.key} {result.number}",
        )
    return _forms_page(request, result.close.period, [result], result.name)


@require_GET
@unit_page(Action.EXPORT)
def period_forms(request: UnitRequest, period_id: int) -> HttpResponse:
    """The forms of everyone of a department, one page each, to print in one go."""
    period = get_object_or_404(
        Period.objects.select_related("unit").filter(current_close__isnull=False),
        pk=period_id,
        unit=request.unit,
    )
    if not may_export(request.user, period):
        raise Http404
    results = results_seen_by(request.access).filter(close=period.current_close_id)
    departments = list(
        dict.fromkeys(results.order_by("department_id_then").values_list("department_name", flat=True))
    )
    chosen = request.GET.get("department") or next(iter(departments), "")
    forms = list(_with_form(results.filter(department_name=chosen).order_by("category", "number")))
    if forms:
        log_act(
            actor=request.user,
            unit=request.unit,
            action="export.form",
            target=f"forms {period.key} {chosen}",
            after={"close": str(period.current_close_id), "people": len(forms)},
        )
    return _forms_page(request, period, forms, chosen, departments)


def _with_form(results: Any) -> Any:
    return results.select_related("close__period__unit", "close__version__scheme", "staff").prefetch_related(
        "decided__decision__decided_by"
    )


def _forms_page(
    request: UnitRequest,
    period: Period,
    results: list[Any],
    heading: str,
    departments: list[str] | None = None,
) -> HttpResponse:
    context = {
        "period": period,
        "heading": heading,
        "departments": departments or [],
        "forms": forms_of(results, request.user),
    }
    return render(request, "assessment/exports/form.html", context)
