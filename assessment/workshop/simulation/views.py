"""Pages of the try-out: choose a period, follow the work, read old beside new."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from assessment.models import Draft, Result, TryOut
from assessment.policy import Action
from assessment.workshop.selectors import draft_or_404
from assessment.workshop.simulation.explanation import both_explanations
from assessment.workshop.simulation.make_workbook import start_sheet
from assessment.workshop.simulation.period_choice import choices_for, closed_periods, tryouts_of
from assessment.workshop.simulation.report_view import Telling
from assessment.workshop.simulation.run_simulation import comparison_of
from assessment.workshop.simulation.start_simulation import may_read, may_try, scheme_of_draft, start_tryout
from assessment.workshop.views.frame import draft_frame
from foundation.ids import row_id
from organization.decorators import UnitRequest, unit_page
from organization.jobs import is_stalled, pick_up

PAGE = 50
TAB = "tryouts"


def _draft(request: UnitRequest, draft_id: int) -> Draft:
    """The draft, for those who may see everyone's results; 404 for others."""
    if not may_read(request.access):
        raise Http404
    return draft_or_404(request.access, draft_id)


def _tryout(request: UnitRequest, draft_id: int, tryout_id: int) -> TryOut:
    draft = _draft(request, draft_id)
    rows = TryOut.objects.select_related("close__period__unit", "close__version__scheme", "job", "started_by")
    tryout = get_object_or_404(rows, pk=tryout_id, draft=draft)
    tryout.draft = draft
    return tryout


@require_GET
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def tryouts_page(request: UnitRequest, draft_id: int) -> HttpResponse:
    """The closed periods that a draft can be tried out on, and what it was tried out on."""
    draft = _draft(request, draft_id)
    context: dict[str, Any] = {"tryouts": tryouts_of(draft)[:20], "may_try": may_try(request.access)}
    try:
        scheme = scheme_of_draft(draft)
    except ValidationError as faulty:
        context["refused"] = " ".join(faulty.messages)
    else:
        context |= {"choices": choices_for(draft, scheme), "draft_hash": scheme.hash}
    return render(request, "assessment/workshop/try.html", context | draft_frame(request, draft, TAB))


@require_POST
@unit_page(Action.DRAFT_SCHEMES)
def start_try_page(request: UnitRequest, draft_id: int) -> HttpResponse:
    """Start a try-out, or go to the report that is there."""
    draft = _draft(request, draft_id)
    period = get_object_or_404(closed_periods(draft), pk=row_id(request.POST.get("period")))
    try:
        tryout = start_tryout(actor=request.user, draft=draft, period=period)
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("tryouts", request.unit.code, draft.pk)
    return redirect("tryout", request.unit.code, draft.pk, tryout.pk)


@require_GET
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def tryout_page(request: UnitRequest, draft_id: int, tryout_id: int) -> HttpResponse:
    """The report; while the work goes on its progress, which asks again by itself."""
    tryout = _tryout(request, draft_id, tryout_id)
    frame = draft_frame(request, tryout.draft, TAB) | {"tryout": tryout, "period": tryout.close.period}
    if "people" in tryout.report:
        if request.htmx:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "assessment/workshop/try_report.html", frame | _report(request, tryout))
    if tryout.job is not None:
        pick_up(tryout.job)
        frame |= {"job": tryout.job, "stalled": is_stalled(tryout.job)}
    template = "try_progress" if request.htmx else "try_waiting"
    return render(request, f"assessment/workshop/{template}.html", frame)


def _report(request: UnitRequest, tryout: TryOut) -> dict[str, Any]:
    telling = Telling(tryout, comparison_of(tryout))
    report = tryout.report
    pages = Paginator(report["changes"]["rows"], PAGE)
    page = pages.get_page(request.GET.get("page"))
    return {
        "report": report,
        "telling": telling,
        "page": page,
        "changed": telling.changed(page.object_list),
        "absent": telling.absent(report["absent"][:PAGE]),
    }


@require_GET
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def tryout_person_page(request: UnitRequest, draft_id: int, tryout_id: int, result_id: int) -> HttpResponse:
    """Why one person comes out otherwise: both explanations side by side."""
    tryout = _tryout(request, draft_id, tryout_id)
    kept = tryout.report.get("changes", {}).get("rows", [])
    row = next((each for each in kept if each["result"] == result_id), None)
    if row is None:
        raise Http404
    results = Result.objects.people().select_related("close__period", "close__version", "staff")
    result = get_object_or_404(results, pk=result_id, close=tryout.close_id)
    telling = Telling(tryout, comparison_of(tryout))
    language = get_language() or "zh-hans"
    rows = both_explanations(telling.comparison, result, row, language)
    context = {
        "tryout": tryout,
        "period": tryout.close.period,
        "changed": telling.changed([row])[0],
        "rows": rows,
        "same": [(title, old[0]) for title, old, _new, is_same in rows if is_same],
    }
    frame = draft_frame(request, tryout.draft, TAB)
    return render(request, "assessment/workshop/try_person.html", context | frame)


@require_POST
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def tryout_sheet(request: UnitRequest, draft_id: int, tryout_id: int) -> HttpResponse:
    """Make the workbook of a report and show its progress."""
    tryout = _tryout(request, draft_id, tryout_id)
    try:
        job = start_sheet(actor=request.user, tryout=tryout)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("tryout", request.unit.code, draft_id, tryout.pk)
    return redirect("job", request.unit.code, job.pk)
