"""The office's pages: preparing an evaluation, issuing codes, beginning and end, how many codes are spent."""

from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assessment.facade import Period, members, read_score
from evaluation.models import Campaign, Group
from evaluation.policy import Action
from evaluation.questionnaire import answers_to_choose, questionnaire
from evaluation.run_campaigns import NewGroup, end_campaign, issue_codes, open_campaign, prepare_campaign
from evaluation.selectors import campaign_in, periods_with_questionnaire, progress_of
from foundation.ids import row_id
from organization.decorators import UnitRequest, unit_page
from organization.models import Department

MOST_GROUPS = 6


@unit_page(Action.RUN)
def evaluations(request: UnitRequest) -> HttpResponse:
    """The periods with a questionnaire and what became of it."""
    rows = [(each, each.title, campaign_in(each)) for each in periods_with_questionnaire(request.unit)]
    return render(request, "evaluation/evaluations.html", {"rows": rows})


@unit_page(Action.RUN)
def evaluation(request: UnitRequest, period_id: int) -> HttpResponse:
    """The evaluation of a period, or the form that prepares it."""
    return _page(request, _period(request, period_id))


def _page(request: UnitRequest, period: Period, errors: list[str] | None = None) -> HttpResponse:
    campaign = campaign_in(period)
    context = {
        "period": period,
        "title": period.title,
        "campaign": campaign,
        "errors": errors or [],
        "answers": answers_to_choose(period),
        "is_open": period.takes_entries and period.claim is None,
        "ballot_address": request.build_absolute_uri(reverse("ballot")),
        "posted": request.POST if errors else {},
    }
    if campaign is None:
        context |= _typed(request, period)
    else:
        context["progress"] = progress_of(campaign)
        context["asked"] = questionnaire(campaign)
    return render(request, "evaluation/evaluation.html", context, status=422 if errors else 200)


def _typed(request: UnitRequest, period: Period) -> dict[str, Any]:
    """The form that prepares an evaluation, with what was typed into it."""
    ticked = {row_id(pk) for pk in request.POST.getlist("department")}
    people = {row_id(pk) for pk in request.POST.getlist("staff")}
    departments = Department.objects.filter(unit=request.unit, is_active=True)
    return {
        "departments": [(each, each.pk in ticked) for each in departments],
        "groups": [
            (number, request.POST.get(f"group-{number}", ""), request.POST.get(f"weight-{number}", ""))
            for number in range(1, MOST_GROUPS + 1)
        ],
        "people": [
            {"value": place.staff_id, "label": place.staff.name}
            for place in (members(period) if people else ())
            if place.staff_id in people
        ],
    }


@require_POST
@unit_page(Action.RUN)
def evaluation_prepare(request: UnitRequest, period_id: int) -> HttpResponse:
    """Set up groups and subjects."""
    period = _period(request, period_id)
    chosen = {row_id(pk) for pk in request.POST.getlist("department")}
    people = {row_id(pk) for pk in request.POST.getlist("staff")}
    try:
        prepare_campaign(
            actor=request.user,
            period=period,
            title=request.POST.get("title", "").strip(),
            groups=_groups(request),
            departments=[d for d in Department.objects.filter(unit=request.unit) if d.pk in chosen],
            staff=[place.staff for place in members(period) if place.staff_id in people],
        )
    except ValidationError as error:
        return _page(request, period, error.messages)
    messages.success(request, _("The evaluation is prepared."))
    return _back(request, period)


def _groups(request: UnitRequest) -> list[NewGroup]:
    found = []
    for number in range(1, MOST_GROUPS + 1):
        name = request.POST.get(f"group-{number}", "").strip()
        if name:
            weight = read_score(request.POST.get(f"weight-{number}", ""))
            found.append(NewGroup(f"group-{number}", name, Decimal(1) if weight is None else weight))
    return found


@never_cache
@require_POST
@unit_page(Action.RUN)
def evaluation_issue(request: UnitRequest, period_id: int) -> HttpResponse:
    """Issue codes: on the page or as a file, this once."""
    period = _period(request, period_id)
    pk = row_id(request.POST.get("group", ""))
    group = get_object_or_404(
        Group.objects.select_related("campaign__period"), pk=pk, campaign__period=period
    )
    count = row_id(request.POST.get("count", "").strip()) or 0
    try:
        codes = [_in_fours(code) for code in issue_codes(actor=request.user, group=group, count=count)]
    except ValidationError as error:
        return _page(request, period, error.messages)
    address = request.build_absolute_uri(reverse("ballot"))
    if request.POST.get("as") == "file":
        return _file(f"{group.campaign.title} {group.name}", [address, "", *codes])
    context = {"period": period, "group": group, "codes": codes, "ballot_address": address}
    return render(request, "evaluation/codes.html", context)


def _in_fours(code: str) -> str:
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def _file(name: str, lines: list[str]) -> HttpResponse:
    """Lines as a text file that Windows opens in the right encoding."""
    content = "\ufeff" + "\r\n".join(lines) + "\r\n"
    response = HttpResponse(content.encode(), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.txt"
    return response


@require_POST
@unit_page(Action.RUN)
def evaluation_move(request: UnitRequest, period_id: int, step: str) -> HttpResponse:
    """Begin the evaluation, or end it."""
    period = _period(request, period_id)
    campaign = get_object_or_404(Campaign, period=period)
    move = {"open": open_campaign, "end": end_campaign}.get(step)
    if move is None:
        raise Http404
    try:
        move(actor=request.user, campaign=campaign)
    except ValidationError as error:
        return _page(request, period, error.messages)
    return _back(request, period)


def _period(request: UnitRequest, period_id: int) -> Period:
    found = next((each for each in periods_with_questionnaire(request.unit) if each.pk == period_id), None)
    if found is None:
        raise Http404
    return found


def _back(request: UnitRequest, period: Period) -> HttpResponse:
    return redirect("evaluation", request.unit.code, period.pk)
