"""The office's pages: the list of periods, the board of one, its parts that load or poll by themselves."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessment.closing.reopen_period import newer_parts, rolled_up_in
from assessment.decisions.pending import Matter, grades_of_each_kind, matters_of
from assessment.decisions.titles import matter_title
from assessment.models import Close, Period
from assessment.office.periods import board_parts
from assessment.office.periods.blockers import blockers
from assessment.office.periods.period_list import periods_by_year
from assessment.office.periods.views.common import period_or_404
from assessment.periods.change_state import may_step
from assessment.periods.deadlines import deadlines_of, publication_days, publication_end
from assessment.periods.proposals import proposals
from assessment.policy import Action
from assessment.results.department_table import stored_table
from assessment.results.differences import differences, previous_close
from assessment.results.subject_rows import Words, people, rows_for, words_of
from organization.calendar import YearNotLoaded
from organization.decorators import UnitRequest, unit_page
from organization.jobs import pick_up

State = Period.State
PAGE = 50
SEES = (Action.RUN_PERIODS, Action.VIEW_RESULTS)


def _sees_everyone(request: UnitRequest) -> None:
    """The board is about the whole unit: a role held for some departments only does not open it."""
    access = request.access
    if (
        access.departments(Action.VIEW_RESULTS) is not None
        and access.departments(Action.RUN_PERIODS) is not None
    ):
        raise Http404


@unit_page(*SEES)
@require_GET
def period_list(request: UnitRequest) -> HttpResponse:
    """All periods by year with their next step, and what can be opened next."""
    _sees_everyone(request)
    today = timezone.localdate()
    runs = request.access.can(Action.RUN_PERIODS)
    return render(
        request,
        "assessment/periods/list.html",
        {
            "years": periods_by_year(request.unit, today),
            "proposals": proposals(request.unit, today) if runs else [],
            "runs": runs,
        },
    )


@unit_page(*SEES)
@require_GET
def period_board(request: UnitRequest, pk: int) -> HttpResponse:
    """One period: where it stands, what blocks it, seats, matters, people, history."""
    _sees_everyone(request)
    period = period_or_404(request, pk)
    today = timezone.localdate()
    lines = board_parts.department_lines(period)
    deadlines = deadlines_of(period, today)
    computed = _computed(request, period) if period.current_close else {}
    open_matters = computed["open_count"] if computed and not period.takes_entries else None
    context = {
        "period": period,
        "scheme_title": words_title(period),
        "runs": request.access.can(Action.RUN_PERIODS),
        "decides": request.access.can(Action.DECIDE),
        "lines": lines,
        "missing": [line.department for line in lines if not line.hand_in],
        "deadlines": deadlines,
        "steps": board_parts.steps_across(period, lines, deadlines, open_matters),
        "job": board_parts.closing_job(period),
        "verification": board_parts.verification_job(period),
        "can": {name: may_step(period, name) for name in ("submit", "close", "review", "publish", "reopen")},
        "can_file": board_parts.is_late(period, today),
        **_publication(period, today),
        "publication_days": publication_days(period),
        "longer": rolled_up_in(period) if may_step(period, "reopen") else None,
        "newer": "、".join(each.title for each in newer_parts(period)),
        "history": board_parts.step_lines(period),
        "asks_blockers": period.takes_entries,
        **computed,
    }
    return render(request, "assessment/periods/board.html", context)


def _publication(period: Period, today: date) -> dict[str, Any]:
    """The last day of a publication that would begin today, or what keeps it from being known."""
    if period.state not in (State.CLOSED, State.REVIEWED):
        return {}
    try:
        return {"publication_last": publication_end(period, today)}
    except YearNotLoaded as missing:
        return {"publication_problem": missing.messages[0]}


def words_title(period: Period) -> str:
    """The scheme's title in the reader's language."""
    english = (get_language() or "zh-hans").startswith("en")
    return period.scheme.title_en if english else period.scheme.title_zh


def _computed(request: UnitRequest, period: Period) -> dict[str, Any]:
    """What a board shows of the close that counts."""
    close = period.current_close
    assert close is not None
    words = words_of(close)
    old, cards, matters, grades = previous_close(close), list[Any](), list[Any](), list[Any]()
    for current in grades_of_each_kind(close):
        own, found = words.of_kind(current.kind), matters_of(current)
        cards += board_parts.seat_cards(current, own, found)
        matters += [_matter(matter, own) for matter in found]
        grades.append(board_parts.grade_counts(current, own))
    return {
        "close": close,
        "superseded": period.takes_entries,
        "cards": cards,
        "grade_counts": grades[0],
        "matters": matters,
        "open_count": sum(1 for each in matters if each["matter"].is_open),
        "old": old,
        "department_table": stored_table(close),
        **_all_changes(old, close, words),
        "revisions": list(Close.objects.filter(period=period, revision__isnull=False).order_by("-revision")),
        **_people(request, close, words),
    }


def _matter(matter: Matter, words: Words) -> dict[str, Any]:
    return {"matter": matter, "title": matter_title(matter, words), "count": len(matter.people)}


def _all_changes(old: Close | None, close: Close, words: Words) -> dict[str, Any]:
    """What a revision changed in the results of people and, where the scheme assesses them, of departments."""
    if old is None:
        return {"changes": [], "department_changes": []}
    departments = words.of_kind("department") if words.part.departments is not None else None
    return {
        "changes": _changes(old, close, words),
        "department_changes": _changes(old, close, departments) if departments is not None else [],
        "has_department_grades": departments is not None and departments.part.gives_grades,
    }


def _changes(old: Close, close: Close, words: Words) -> list[dict[str, Any]]:
    """The differences of two revisions with their words: those of the people, or of the departments."""
    titles = {column.key: column.title for column in words.columns(close.period.key)}
    return [
        {
            "row": each,
            "items": [
                (titles.get(item, item), before, after) for item, (before, after) in each.items.items()
            ],
            "grade": tuple(words.grade(grade) for grade in each.grade),
            "seats": [words.grade(grade) for grade in each.seats],
            "flags": tuple(words.flags(flags) for flags in each.flags),
        }
        for each in differences(old, close, words.kind)
    ]


def _people(request: UnitRequest, close: Close, words: Words) -> dict[str, Any]:
    """A page of the people of a close, narrowed by the query string."""
    asked = {
        name: request.GET.get(name, "").strip()
        for name in ("q", "category", "department", "grade", "remarked")
    }
    rows = people(
        close,
        words.scheme,
        text=asked["q"],
        category=asked["category"],
        department=asked["department"],
        grade=asked["grade"],
        remarked=bool(asked["remarked"]),
    )
    if not words.part.history:
        rows = rows.defer("facts", "standing")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    columns = words.columns(close.period.key)
    everyone = close.results.people().order_by()
    return {
        "asked": asked,
        "filtered": any(asked.values()),
        "page": page,
        "columns": columns,
        "rows": rows_for(page.object_list, words, columns),
        "has_grades": words.part.gives_grades,
        "has_remarks": bool(words.part.grades or words.part.gates),
        "categories": [(code, words.category(code)) for code in words.scheme.categories],
        "departments": sorted(set(everyone.values_list("department_name", flat=True))),
        "grades": [(code, words.grade(code)) for code in words.part.grades],
    }


@unit_page(*SEES)
@require_GET
def period_blockers(request: UnitRequest, pk: int) -> HttpResponse:
    """What blocks the close; loaded by the board, since it looks at everyone's facts."""
    _sees_everyone(request)
    period = period_or_404(request, pk)
    found = blockers(period)
    return render(
        request,
        "assessment/periods/blockers.html",
        {
            "period": period,
            "blockers": found,
            "hard": [each for each in found if each.hard],
        },
    )


@unit_page(*SEES)
@require_GET
def period_job(request: UnitRequest, pk: int, kind: str) -> HttpResponse:
    """Progress of the close or the verification; the board reloads when it is over."""
    _sees_everyone(request)
    period = period_or_404(request, pk)
    finders = {"close": board_parts.closing_job, "verify": board_parts.verification_job}
    job = finders[kind](period)
    if job is None or job.is_over:
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    pick_up(job)
    return render(request, "assessment/periods/job.html", {"period": period, "job": job, "kind": kind})


@unit_page(*SEES)
@require_GET
def period_revision(request: UnitRequest, pk: int, revision: int) -> HttpResponse:
    """The results of an earlier revision, as they were."""
    _sees_everyone(request)
    period = period_or_404(request, pk)
    close = get_object_or_404(
        Close.objects.select_related("version", "started_by"), period=period, revision=revision
    )
    close.period = period
    words = words_of(close)
    old = previous_close(close)
    return render(
        request,
        "assessment/periods/revision.html",
        {
            "period": period,
            "close": close,
            "is_current": close.pk == period.current_close_id,
            "scheme_title": words_title(period),
            "old": old,
            "department_table": stored_table(close),
            **_all_changes(old, close, words),
            "note": _("Superseded: kept as it was."),
            **_people(request, close, words),
        },
    )
