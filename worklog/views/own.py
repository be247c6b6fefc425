"""My weeks: one's own journals, the weeks that are missing, and the form of one week."""

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
from worklog.policy import Action
from worklog.selectors import ROWS, Week, names_used, weeks_of
from worklog.write_journals import record_week

Rows = list[tuple[str, str, str]]


@unit_page(Action.WRITE)
def weeks(request: UnitRequest) -> HttpResponse:
    """The last weeks, and the form of the week asked for: else of the latest that is not written."""
    return _page(request, request.GET.get("week", ""))


def _page(
    request: UnitRequest, asked: str, rows: Rows | None = None, errors: list[str] | None = None
) -> HttpResponse:
    if request.access.staff is None:
        raise Http404
    found = weeks_of(request.access.staff)
    week = _chosen(found, asked)
    context = {
        "weeks": found,
        "week": week,
        "levels": [level.title.get(language()) for level in week.period.item.levels] if week else [],
        "rows": rows or (_rows(request, week) if week else []),
        "errors": errors or [],
    }
    return render(request, "worklog/weeks.html", context, status=422 if errors else 200)


def _chosen(found: list[Week], asked: str) -> Week | None:
    if asked:
        week = next((each for each in found if each.code == asked), None)
        if week is None:
            raise Http404
        return week
    open_ones = [each for each in found if each.takes_journal and each.journal is None]
    return next(iter(open_ones or found), None)


def _rows(request: UnitRequest, week: Week) -> Rows:
    """What stands in the form: the week as it was written, else the goals of the last one."""
    rows = [(goal.name, goal.text, goal.own) for goal in week.goals]
    if not rows and request.access.staff is not None:
        rows = [(name, "", "") for name in names_used(request.access.staff)]
    return rows + [("", "", "")] * max(ROWS - len(rows), 1)


@require_POST
@unit_page(Action.WRITE)
def week_save(request: UnitRequest, week: str) -> HttpResponse:
    """Hand a week in, or change it before it is reviewed."""
    staff = request.access.staff
    if staff is None or week not in {each.code for each in weeks_of(staff)}:
        raise Http404
    posted = [request.POST.getlist(name) for name in ("goal", "text", "score")]
    rows = [(g.strip(), t.strip(), s.strip()) for g, t, s in zip(*posted, strict=False)]
    try:
        scores, goals = _read(rows)
        record_week(actor=request.user, staff=staff, week=week, scores=scores, goals=goals)
    except ValidationError as error:
        return _page(request, week, rows, error.messages)
    messages.success(request, _("The week was handed in."))
    return redirect(f"{reverse('weeks', args=[request.unit.code])}?week={week}")


def _read(rows: Rows) -> tuple[dict[str, Decimal], dict[str, str]]:
    """The scores and texts of the rows that say anything. ValidationError for a row without goal or score, or a goal
    that stands twice."""
    scores: dict[str, Decimal] = {}
    goals: dict[str, str] = {}
    for name, text, typed in rows:
        if not (text or typed):
            continue
        score = read_score(typed)
        if not name or score is None:
            raise ValidationError(_("Each goal needs a name and your own score."))
        if name in scores:
            raise ValidationError(_("“%(goal)s” stands twice.") % {"goal": name})
        scores[name], goals[name] = score, text
    return scores, goals
