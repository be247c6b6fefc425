"""The sheet of a rater: one's own people, one cell for each score, saved as one types."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from assessment.data_entry.ratings.rater_sheets import SheetFilter, own_task, periods_to_rate, sheet_of
from assessment.models import Period, RatingTask
from assessment.policy import Action
from assessment.ratings.give_scores import give_score, hand_in_sheet, withdraw_sheet
from assessment.ratings.rated_items import period_title
from organization.decorators import UnitRequest, unit_page
from organization.models import StaffMember


@unit_page(Action.GIVE_SCORES)
def scores(request: UnitRequest) -> HttpResponse:
    """The asker's sheet of the period asked for, or of the open one."""
    periods = periods_to_rate(request.access)
    if not periods or request.access.staff is None:
        return render(request, "assessment/ratings/nothing_to_score.html")
    period = _chosen(periods, request.GET.get("period", ""))
    shown = SheetFilter(request.GET.get("department", ""), bool(request.GET.get("missing")))
    sheet = sheet_of(period, request.access.staff, page=request.GET.get("page", "1"), shown=shown)
    return render(
        request,
        "assessment/ratings/scores.html",
        {
            "sheet": sheet,
            "shown": shown,
            "period": period,
            "title": period_title(period),
            "periods": [(each, period_title(each)) for each in periods],
        },
    )


@require_POST
@unit_page(Action.GIVE_SCORES)
def score_give(request: UnitRequest, task_id: int) -> HttpResponse:
    """Save one cell; answers what stands beside it, and the counter."""
    task = own_task(request.access, task_id)
    if task is None:
        raise Http404
    error = ""
    try:
        give_score(actor=request.user, task=task, score=request.POST.get("score", ""))
    except ValidationError as refused:
        error = " ".join(refused.messages)
    return _saved(request, task, error)


def _saved(request: UnitRequest, task: RatingTask, error: str) -> HttpResponse:
    context = {"sheet": sheet_of(task.period, task.rater), "cell": task.pk, "error": error}
    return render(request, "assessment/ratings/score_saved.html", context, status=422 if error else 200)


@require_POST
@unit_page(Action.GIVE_SCORES)
def scores_hand_in(request: UnitRequest) -> HttpResponse:
    """Hand the sheet in, or say whom it lacks."""
    period, rater = _own_period(request)
    try:
        hand_in_sheet(actor=request.user, period=period, rater=rater)
    except ValidationError as error:
        return _sheet_with_errors(request, period, rater, error)
    return redirect(f"{reverse('scores', args=[request.unit.code])}?period={period.pk}")


@require_POST
@unit_page(Action.GIVE_SCORES)
def scores_withdraw(request: UnitRequest) -> HttpResponse:
    """Take a handed-in sheet back."""
    period, rater = _own_period(request)
    try:
        withdraw_sheet(actor=request.user, period=period, rater=rater)
    except ValidationError as error:
        return _sheet_with_errors(request, period, rater, error)
    return redirect(f"{reverse('scores', args=[request.unit.code])}?period={period.pk}")


def _sheet_with_errors(
    request: UnitRequest, period: Period, rater: StaffMember, error: ValidationError
) -> HttpResponse:
    context = {
        "sheet": sheet_of(period, rater),
        "period": period,
        "title": period_title(period),
        "periods": [(period, period_title(period))],
        "errors": error.messages,
    }
    return render(request, "assessment/ratings/scores.html", context, status=422)


def _own_period(request: UnitRequest) -> tuple[Period, StaffMember]:
    """The period of the form, if the asker scores somebody in it; else 404."""
    if request.access.staff is None:
        raise Http404
    return _chosen(
        periods_to_rate(request.access), request.POST.get("period", "") or "?"
    ), request.access.staff


def _chosen(periods: list[Period], asked: str) -> Period:
    if not asked:
        return periods[0]
    found = next((period for period in periods if asked in (str(period.pk), period.key)), None)
    if found is None:
        raise Http404
    return found
