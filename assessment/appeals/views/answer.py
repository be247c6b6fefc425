"""Answering an appeal: taking it up, giving it away, rejecting; the differences of upholding, and their confirmation."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessment.appeals import handle_appeal
from assessment.appeals.correct_facts import Corrections
from assessment.appeals.correction_choices import chosen_in, corrections_in
from assessment.appeals.difference_tables import (
    SHOWN,
    decision_lines,
    department_context,
    longer_titles,
    rows_of_preview,
)
from assessment.appeals.run_jobs import PREVIEW, UPHOLD, start_preview, start_uphold
from assessment.appeals.views.common import (
    appeal_address,
    by_field,
    go_to,
    handled_or_404,
    refusal,
    step_page,
)
from assessment.appeals.views.detail import page_of
from assessment.models import Appeal
from assessment.policy import Action
from assessment.results.subject_rows import Words
from foundation.ids import row_id
from organization.decorators import UnitRequest, unit_page
from organization.jobs import is_stalled, pick_up
from organization.models import Job, User

FIELDS = ("corrections", "answer")


@require_POST
@unit_page(Action.HANDLE_APPEALS)
@step_page
def take_up(request: UnitRequest, appeal: Appeal) -> str:
    """Begin to handle an appeal oneself."""
    handle_appeal.take_up(actor=request.user, appeal=appeal)
    return _("You handle this appeal now.")


@require_POST
@unit_page(Action.HANDLE_APPEALS)
@step_page
def assign(request: UnitRequest, appeal: Appeal) -> str:
    """Give an appeal to somebody who may judge it."""
    handler = User.objects.filter(pk=row_id(request.POST.get("handler", "")) or 0).first()
    if handler is None:
        raise ValidationError(_("Choose who handles the appeal."))
    handle_appeal.assign(actor=request.user, appeal=appeal, handler=handler)
    return _("%(name)s handles this appeal now.") % {"name": handler}


@require_POST
@unit_page(Action.HANDLE_APPEALS)
def answer(request: UnitRequest, appeal_id: int) -> HttpResponse:
    """The answer: rejected at once, or the differences of upholding put to work. A refusal leaves the form as it is."""
    appeal = handled_or_404(request, appeal_id)
    try:
        if request.POST.get("verdict") == "reject":
            handle_appeal.reject(actor=request.user, appeal=appeal, answer=request.POST.get("answer", ""))
            messages.success(request, _("The appeal is answered: not upheld."))
            return go_to(request, appeal_address(request, appeal))
        job = start_preview(
            actor=request.user,
            appeal=appeal,
            corrections=corrections_in(appeal, request.POST),
            answer=request.POST.get("answer", ""),
        )
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as refused:
        if request.htmx:
            return refusal(request, refused, FIELDS)
        errors, others = by_field(refused, FIELDS)
        context = page_of(request, appeal, chosen_in(request.POST)) | {"errors": errors, "refusals": others}
        return render(request, "assessment/appeals/appeal.html", context, status=422)
    return go_to(request, _work_address(request, appeal, job))


def _work_address(request: UnitRequest, appeal: Appeal, job: Job) -> str:
    return reverse("appeal_work", args=[request.unit.code, appeal.pk, job.pk])


def _work(request: UnitRequest, appeal: Appeal, job_id: UUID) -> Job:
    rows = Job.objects.filter(unit=request.unit, started_by=request.user, kind__in=(PREVIEW, UPHOLD))
    job = get_object_or_404(rows, pk=job_id)
    if job.params.get("appeal") != appeal.pk:
        raise Http404
    return job


@require_GET
@unit_page(Action.HANDLE_APPEALS)
def work(request: UnitRequest, appeal_id: int, job_id: UUID) -> HttpResponse:
    """Progress while it is computed; then everyone who is touched, to be confirmed; after upholding the appeal again."""
    appeal = handled_or_404(request, appeal_id)
    job = _work(request, appeal, job_id)
    pick_up(job)
    if job.is_over and (job.outcome or {}).get("upheld"):
        messages.success(request, _("The appeal is upheld."))
        return go_to(request, appeal_address(request, appeal))
    if request.htmx and job.is_over:
        return HttpResponse(headers={"HX-Refresh": "true"})
    template = "working.html" if request.htmx else "work.html"
    return render(request, f"assessment/appeals/{template}", _shown(request, appeal, job))


def _shown(request: UnitRequest, appeal: Appeal, job: Job) -> dict[str, Any]:
    context: dict[str, Any] = {
        "appeal": appeal,
        "job": job,
        "stalled": is_stalled(job),
        "answer": job.params["answer"],
        "errors": {},
        "refusals": [],
    }
    preview = (job.outcome or {}).get("preview")
    if preview is None:
        return context
    period = appeal.period
    scheme = period.rules
    words = Words(scheme, scheme.part(period.parsed_key.cadence))
    rows = rows_of_preview(preview, words, period.key)
    if words.part.departments is not None:
        own = words.of_kind("department")
        context |= department_context(rows_of_preview(preview, own, period.key), own)
    return context | {
        "appellant": str(appeal.subject),
        "preview": preview,
        "changed": (job.outcome or {}).get("changed", False),
        "rows": rows[:SHOWN],
        "more": max(len(rows) - SHOWN, 0),
        "has_bonus": words.part.bonus is not None,
        "has_grades": bool(words.part.grades),
        "decisions": decision_lines(preview),
        "longer": longer_titles(preview),
        "touches_judge": request.access.staff is not None
        and any(row["staff"] == request.access.staff.pk for row in rows),
        "confirms": appeal.state == Appeal.State.ACCEPTED and appeal.handler_id == job.started_by_id,
    }


@require_POST
@unit_page(Action.HANDLE_APPEALS)
def confirm(request: UnitRequest, appeal_id: int, job_id: UUID) -> HttpResponse:
    """Uphold the appeal as its differences are shown."""
    appeal = handled_or_404(request, appeal_id)
    job = _work(request, appeal, job_id)
    preview = (job.outcome or {}).get("preview")
    if preview is None:
        return redirect(_work_address(request, appeal, job))
    written = request.POST.get("answer", "")
    try:
        started = start_uphold(
            actor=request.user,
            appeal=appeal,
            corrections=Corrections.from_json(job.params["corrections"]),
            answer=written,
            shown=preview["fingerprint"],
        )
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as refused:
        errors, others = by_field(refused, FIELDS)
        others += errors.pop("corrections", [])
        context = _shown(request, appeal, job) | {"answer": written, "errors": errors, "refusals": others}
        return render(request, "assessment/appeals/work.html", context, status=422)
    return redirect(_work_address(request, appeal, started))
