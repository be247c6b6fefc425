"""评定: the periods that wait for the leading group, and one period's matters with the people side by side."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessment.decisions.candidates import MatterCard, cards
from assessment.decisions.decide import decide, revoke
from assessment.decisions.pending import Kind, grades_of_each_kind, matters_of, matters_to_decide, parts_of
from assessment.models import Decision, Period
from assessment.office.periods.board_parts import SeatCard, seat_cards
from assessment.office.periods.views.board import words_title
from assessment.office.periods.views.common import period_or_404
from assessment.policy import Action
from assessment.results.department_table import stored_table
from assessment.results.subject_rows import words_of
from foundation.ids import row_id
from organization.decorators import UnitRequest, unit_page

State = Period.State
READERS = (Action.DECIDE, Action.RUN_PERIODS)


def _sees_everyone(request: UnitRequest) -> None:
    """A review is about the whole unit: a role held for some departments only does not open it."""
    if not any(request.access.covers_unit(action) for action in READERS):
        raise Http404


@unit_page(Action.DECIDE)
@require_GET
def review_list(request: UnitRequest) -> HttpResponse:
    """Closed periods with what is open in them; below, the latest ones that are decided."""
    _sees_everyone(request)
    rows = (
        Period.objects.closed()
        .filter(unit=request.unit, current_close__isnull=False)
        .select_related("unit", "scheme", "version", "current_close__version")
    )
    waiting, done = [], []
    for period in rows.order_by("-ends_on", "-starts_on"):
        assert period.current_close is not None
        period.current_close.period = period
        if period.state == State.CLOSED:
            waiting.append((period, len(matters_to_decide(period.current_close))))
        elif period.current_close.decisions.exists():
            done.append(period)
    return render(request, "assessment/decisions/list.html", {"waiting": waiting, "done": done[:20]})


@unit_page(*READERS)
@require_GET
def review_page(request: UnitRequest, pk: int) -> HttpResponse:
    """One period: open matters as forms (for the leading group), decided ones with their signature."""
    return _page(request, _closed_period(request, pk), {"proposal": request.GET.get("proposal", "")})


def _closed_period(request: UnitRequest, pk: int) -> Period:
    _sees_everyone(request)
    period = period_or_404(request, pk)
    if period.current_close is None:
        raise Http404
    return period


def _page(request: UnitRequest, period: Period, asked: dict[str, Any], status: int = 200) -> HttpResponse:
    close = period.current_close
    assert close is not None
    shown, seats, is_open = list[MatterCard](), list[SeatCard](), False
    for current in grades_of_each_kind(close):
        words, matters = words_of(close).of_kind(current.kind), matters_of(current)
        shown += cards(current, words, matters, asked=asked)
        seats += seat_cards(current, words, matters)
        is_open = is_open or any(matter.is_open for matter in matters)
    revoked = close.decisions.filter(revoked_at__isnull=False).select_related("decided_by", "revoked_by")
    context = {
        "period": period,
        "close": close,
        "scheme_title": words_title(period),
        "open": [card for card in shown if card.matter.is_open],
        "decided": [card for card in shown if not card.matter.is_open],
        "revoked": revoked,
        "seats": seats,
        "signs": request.access.can(Action.DECIDE) and period.state == State.CLOSED,
        "revokes": request.access.can(Action.DECIDE) and period.state in (State.CLOSED, State.REVIEWED),
        "finishes": period.state == State.CLOSED and not is_open,
        "runs": request.access.can(Action.RUN_PERIODS),
        "department_table": stored_table(close),
    }
    return render(request, "assessment/decisions/review.html", context, status=status)


@unit_page(Action.DECIDE)
@require_POST
def decide_matter(request: UnitRequest, pk: int) -> HttpResponse:
    """Sign a decision. A refused one comes back with what was chosen and why it is refused."""
    period = _closed_period(request, pk)
    assert period.current_close is not None
    subject, reason = request.POST.get("subject", ""), request.POST.get("reason", "")
    grades = _chosen(request, subject)
    try:
        decide(
            actor=request.user,
            close=period.current_close,
            subject=subject,
            grades=grades,
            reason=reason,
            minutes=request.FILES.get("minutes"),
        )
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as refused:
        known = {matter.subject for matter in matters_to_decide(period.current_close)}
        if subject not in known:
            messages.error(request, " ".join(refused.messages))
            return redirect("review", request.unit.code, period.pk)
        asked = {"subject": subject, "reason": reason, "grades": grades, "errors": refused.messages}
        return _page(request, period, asked, status=422)
    messages.success(request, _("The decision is signed and on record."))
    return redirect("review", request.unit.code, period.pk)


def _chosen(request: UnitRequest, subject: str) -> dict[int, str]:
    """Result → grade: the seats that are ticked, or the grades that are chosen."""
    kind, grade, _group = parts_of(subject)
    if kind != Kind.PENDING:
        ticked = map(row_id, request.POST.getlist("seat"))
        return {pk: grade for pk in ticked if pk is not None}
    chosen = {}
    for name in request.POST:
        pk, grade = row_id(name.removeprefix("grade_")), request.POST.get(name, "")
        if name.startswith("grade_") and pk is not None and grade:
            chosen[pk] = grade
    return chosen


def _decision(request: UnitRequest, pk: int) -> Decision:
    _sees_everyone(request)
    rows = Decision.objects.select_related("close__period__unit")
    return get_object_or_404(rows, pk=pk, close__period__unit=request.unit)


@unit_page(Action.DECIDE)
@require_POST
def revoke_decision(request: UnitRequest, pk: int) -> HttpResponse:
    """Take a decision back, with a reason."""
    decision = _decision(request, pk)
    try:
        revoke(actor=request.user, decision=decision, reason=request.POST.get("reason", ""))
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The decision is revoked; the matter is open again."))
    return redirect("review", request.unit.code, decision.close.period_id)


@unit_page(*READERS)
@require_GET
def minutes(request: UnitRequest, pk: int) -> FileResponse:
    """The minutes of a decision."""
    decision = _decision(request, pk)
    if not decision.minutes:
        raise Http404
    return FileResponse(decision.minutes.open("rb"), as_attachment=True, filename=decision.minutes_name)
