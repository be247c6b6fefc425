"""Weeks to review: a week of everybody whom the asker reviews, one save for each person; missing weeks are marked."""

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment.facade import language, read_score
from organization.decorators import UnitRequest, unit_page
from worklog.models import WeeklyJournal
from worklog.periods import WeekOf
from worklog.policy import Action
from worklog.selectors import to_review, weeks_asked_for
from worklog.write_journals import mark_week, review_week


@unit_page(Action.REVIEW, Action.MARK)
def weeks_review(request: UnitRequest) -> HttpResponse:
    """The journals of a week: of the one asked for, else of the latest."""
    return _page(request, request.GET.get("week", ""))


def _page(request: UnitRequest, asked: str, errors: list[str] | None = None) -> HttpResponse:
    weeks = weeks_asked_for(request.unit)
    if asked and asked not in dict(weeks):
        raise Http404
    context: dict[str, object] = {"weeks": [week for week, _period in weeks], "errors": errors or []}
    if weeks:
        week = asked or weeks[0][0]
        found = dict(weeks)[week]
        lines = to_review(request.access, week, found.item)
        context |= {
            "week": week,
            "levels": [(level.code, level.title.get(language())) for level in found.item.levels],
            "maximum": found.item.maximum,
            "written": [line for line in lines if line.is_written],
            "others": [line for line in lines if not line.is_written],
            "is_open": found.period.takes_entries and found.period.claim is None,
        }
    return render(request, "worklog/review.html", context, status=422 if errors else 200)


@require_POST
@unit_page(Action.REVIEW)
def week_review(request: UnitRequest, journal_id: int) -> HttpResponse:
    """Save one's scores of one person's week."""
    journal = WeeklyJournal.objects.filter(unit=request.unit, pk=journal_id).first()
    found = _week(request, journal.week) if journal else None
    if journal is None or found is None:
        raise Http404
    lines = to_review(request.access, journal.week, found.item)
    line = next((each for each in lines if each.staff.pk == journal.staff_id), None)
    if line is None or line.level is None:
        raise Http404
    try:
        review_week(actor=request.user, journal=journal, scores=_scores(request))
    except ValidationError as error:
        return _page(request, journal.week, [f"{line.staff.name}：{text}" for text in error.messages])
    messages.success(request, _("Saved: %(name)s.") % {"name": line.staff.name})
    return _back(request, journal.week)


def _scores(request: UnitRequest) -> dict[str, Decimal]:
    names, typed = request.POST.getlist("goal"), request.POST.getlist("score")
    read = {name: read_score(score) for name, score in zip(names, typed, strict=False)}
    return {name: score for name, score in read.items() if score is not None}


@require_POST
@unit_page(Action.MARK)
def week_mark(request: UnitRequest, week: str, staff_id: int) -> HttpResponse:
    """Put on record that somebody's week is missing or excused."""
    found = _week(request, week)
    lines = to_review(request.access, week, found.item) if found else []
    line = next((each for each in lines if each.staff.pk == staff_id and each.may_mark), None)
    if line is None:
        raise Http404
    state, reason = request.POST.get("state", ""), request.POST.get("reason", "")
    try:
        mark_week(actor=request.user, staff=line.staff, week=week, state=state, reason=reason)
    except ValidationError as error:
        return _page(request, week, [f"{line.staff.name}：{text}" for text in error.messages])
    messages.success(request, _("Saved: %(name)s.") % {"name": line.staff.name})
    return _back(request, week)


def _week(request: UnitRequest, week: str) -> WeekOf | None:
    return dict(weeks_asked_for(request.unit)).get(week)


def _back(request: UnitRequest, week: str) -> HttpResponse:
    return redirect(f"{reverse('weeks_review', args=[request.unit.code])}?week={week}")
