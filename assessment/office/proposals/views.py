"""待确认事项: what rooms propose for the ledger, decided one by one or several at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessment.ledger.decide_proposals import (
    decide_several,
    decides_proposals,
    keep_recalled,
    proposals_of,
    take_back_recalled,
)
from assessment.models import ProposedEntry
from assessment.office.proposals.lines import ProposalFilter, lines_of, periods_and_rooms, read_tokens
from assessment.policy import Action
from organization.decorators import UnitRequest, unit_page

PAGE = 50
LATELY = 15
State = ProposedEntry.State


@require_GET
@unit_page(Action.RUN_PERIODS)
def proposals(request: UnitRequest) -> HttpResponse:
    """What waits for the office, the oldest first within each period; what no longer holds; what was decided lately."""
    return _page(request)


def _page(request: UnitRequest, errors: list[str] | None = None) -> HttpResponse:
    if not decides_proposals(request.access):
        raise Http404
    asked = ProposalFilter.of(request.GET)
    waiting = proposals_of(request.access, State.PROPOSED)
    order = waiting.order_by("period__starts_on", "period_id", "occurred_on", "pk")
    page = Paginator(asked.narrowed(order), PAGE).get_page(request.GET.get("page"))
    recalled = proposals_of(request.access, State.RECALLED).order_by("withdrawn_at", "pk")
    decided = proposals_of(request.access, State.CONFIRMED, State.DISMISSED, State.WITHDRAWN)
    periods, rooms = periods_and_rooms(waiting)
    context = {
        "asked": asked,
        "page": page,
        "lines": lines_of(page.object_list, request.user),
        "recalled": lines_of(recalled, request.user),
        "decided": lines_of(decided.exclude(decided_at=None).order_by("-decided_at")[:LATELY], request.user),
        "periods": periods,
        "rooms": rooms,
        "errors": errors or [],
        "chosen": request.POST.getlist("proposal"),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "assessment/proposals/list.html", context, status=422 if errors else 200)


@require_POST
@unit_page(Action.RUN_PERIODS)
def confirm(request: UnitRequest) -> HttpResponse:
    """Confirm the proposals chosen, or the one whose button was pressed."""
    return _decide(request, None)


@require_POST
@unit_page(Action.RUN_PERIODS)
def dismiss(request: UnitRequest) -> HttpResponse:
    """Do not confirm the proposals chosen, for one reason."""
    return _decide(request, request.POST.get("reason", ""))


def _decide(request: UnitRequest, dismiss_because: str | None) -> HttpResponse:
    only = request.POST.get("only")
    seen = read_tokens([only] if only else request.POST.getlist("proposal"))
    rows = proposals_of(request.access).filter(pk__in=seen).order_by("occurred_on", "pk")
    chosen = [(row, seen[row.pk]) for row in rows]
    if not chosen:
        return _page(request, [_("Choose at least one.")])
    if dismiss_because is not None and not dismiss_because.strip():
        return _page(request, [_("Say why these entries are not confirmed.")])
    done, refused = decide_several(actor=request.user, proposals=chosen, dismiss_because=dismiss_because)
    if done:
        text = (
            _("Recorded in the ledger: %(count)s.")
            if dismiss_because is None
            else _("Not confirmed: %(count)s.")
        )
        messages.success(request, text % {"count": done})
    return _page(request, refused) if refused else _back(request)


@require_POST
@unit_page(Action.RUN_PERIODS)
def settle_recall(request: UnitRequest, proposal_id: int) -> HttpResponse:
    """Reverse the entry of a proposal that no longer holds, or let it stand with the reason."""
    row = proposals_of(request.access).filter(pk=proposal_id).first()
    if row is None:
        raise Http404
    try:
        if request.POST.get("do") == "keep":
            keep_recalled(actor=request.user, proposal=row, reason=request.POST.get("reason", ""))
            messages.success(request, _("The entry stands."))
        else:
            take_back_recalled(actor=request.user, proposal=row)
            messages.success(request, _("The entry is reversed."))
    except ValidationError as error:
        return _page(request, [f"{row.about} {row.occurred_on}: {text}" for text in error.messages])
    return _back(request)


def _back(request: UnitRequest) -> HttpResponse:
    """The list as it was narrowed."""
    return redirect(f"{reverse('proposals', args=[request.unit.code])}?{request.GET.urlencode()}".rstrip("?"))
