"""«My assessment»: one page, one's own data only."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from assessment.appeals.own_appeals import told_appeals
from assessment.decisions.selectors import decision_on, decisions_passing
from assessment.mine.acknowledge import acknowledge
from assessment.mine.result_view import grade_title, tell
from assessment.mine.running_items import running_items
from assessment.mine.selectors import OwnPeriod, own_periods, so_far, states_in_force, trend_of
from assessment.models import Result
from assessment.policy import Action
from assessment.results.department_table import department_of
from assessment.results.shares import shares_of
from assessment.schemes.maxima import highest_score
from organization.decorators import UnitRequest, unit_page
from organization.models import StaffMember
from organization.subjects import SubjectRef


@require_GET
@unit_page(Action.OWN_RESULTS)
def mine_page(request: UnitRequest) -> HttpResponse:
    """The asked period, or the published one that waits for a signature, or the running one, or the latest."""
    staff = own_staff(request)
    periods = own_periods(staff)
    chosen = _choose(periods, request.GET.get("period", ""))
    context: dict[str, Any] = {
        "staff": staff,
        "periods": periods,
        "chosen": chosen,
        "states": states_in_force(staff, timezone.localdate()),
    }
    if chosen is not None:
        context |= _running(chosen, staff) if chosen.is_running else _closed(chosen)
        context["trend"] = trend_of(periods, chosen.period.cadence)
        context["appeals"] = told_appeals(
            chosen.period,
            chosen.result if chosen.is_told else None,
            SubjectRef.to(staff),
            request.user,
            timezone.localdate(),
        )
        revised = context["appeals"].revised
        if revised is not None and chosen.result is not None:
            scheme, language = chosen.result.close.version.rules, get_language() or "zh-hans"
            context["revised_grades"] = [grade_title(scheme, grade, language) for grade in revised.grade]
    return render(request, "assessment/mine/page.html", context)


def own_staff(request: UnitRequest) -> StaffMember:
    """The asker as a person of the unit's roster, or 404."""
    if request.access.staff is None:
        raise Http404
    return request.access.staff


def _choose(periods: list[OwnPeriod], key: str) -> OwnPeriod | None:
    if key:
        chosen = next((own for own in periods if own.period.key == key), None)
        if chosen is None:
            raise Http404
        return chosen
    waiting = next((own for own in periods if own.awaits_signature), None)
    running = next((own for own in periods if own.is_running), None)
    return waiting or running or (periods[0] if periods else None)


def _running(own: OwnPeriod, staff: StaffMember) -> dict[str, Any]:
    now = so_far(own.period, staff)
    if now is None:
        return {}
    language = get_language() or "zh-hans"
    part = own.period.part
    items = running_items(own.period, now.subject, now.outcome, language)
    return {
        "outcome": now.outcome,
        "items": items,
        "has_maxima": any(item.maximum is not None for item in items),
        "waiting": [part.rating_items[item].title.get(language) for item in now.outcome.waiting],
        "fired": [part.gates[gate].title.get(language) for gate in now.outcome.gates],
        "highest": highest_score(part),
    }


def _closed(own: OwnPeriod) -> dict[str, Any]:
    result = own.result
    if result is None:
        return {}
    language = get_language() or "zh-hans"
    scheme = result.close.version.rules
    decided = decision_on(result) if own.is_told else None
    told = tell(result, language, is_decided=decided is not None)
    context: dict[str, Any] = {
        "told": told,
        "items": told.items,
        "has_maxima": told.has_maxima,
        "highest": told.highest,
    }
    if own.is_told:
        context |= {
            "grade": grade_title(scheme, result.final_grade, language),
            "decided": decided,
            "passing": decisions_passing(result),
            "own_department": department_of(result),
            "shares": shares_of(result, scheme.part(own.period.cadence)),
        }
    return context


@require_POST
@unit_page(Action.OWN_RESULTS)
def acknowledge_result(request: UnitRequest, result_id: int) -> HttpResponse:
    """Sign for one's own published result."""
    staff = own_staff(request)
    result = get_object_or_404(
        Result.objects.select_related("staff", "close__period__unit"), pk=result_id, staff=staff
    )
    try:
        acknowledge(actor=request.user, result=result)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{reverse('mine', args=[request.unit.code])}?period={result.close.period.key}")
