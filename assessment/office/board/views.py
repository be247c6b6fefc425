"""The board's page, and the overview that it loads by itself."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessment.data_entry.ratings.period_choice import asked_period, periods_of
from assessment.models import Period
from assessment.office.board.closed_lines import closed_lines, closed_page, tells_grades
from assessment.office.board.hand_in_lines import hand_in_lines
from assessment.office.board.lines import columns_of, foot_of, highest, words_for
from assessment.office.board.overview import can_lack, incomplete, overview_of
from assessment.office.board.running_lines import running_lines, running_page
from assessment.office.board.scope import BoardFilter, department_counts, departments_shown, shows_results
from assessment.policy import Action
from assessment.results.department_table import DepartmentTable, running_table, stored_table, without_grades
from assessment.results.selectors import PUBLIC_STATES
from organization.decorators import UnitRequest, unit_page
from organization.policy import Access


@require_GET
@unit_page(Action.VIEW_BOARD)
def board(request: UnitRequest) -> HttpResponse:
    """People × items of a period, for the asker's departments."""
    period = asked_period(request.unit, request.GET.get("period", ""))
    if period is None:
        return render(request, "assessment/ratings/no_period.html", {"heading": _("Board")})
    asked = _asked(request)
    words = words_for(period)
    columns = columns_of(words, period)
    counts = department_counts(request.access, period)
    page, lines = _lines(request, period, asked, words, columns)
    context = {
        "period": period,
        "periods": list(periods_of(request.unit).defer("version__text")),
        "scheme_title": words.scheme.title.get(words.language),
        "asked": asked,
        "columns": columns,
        "page": page,
        "lines": lines,
        "foot": foot_of(columns, [line for line in lines if line.is_assessed]),
        "highest": highest(words),
        "counts": counts,
        "people": sum(each.people for each in counts),
        "categories": [(code, title.get(words.language)) for code, title in words.scheme.categories.items()],
        "is_stored": shows_results(period),
        "is_public": period.state in PUBLIC_STATES,
        "can_lack": can_lack(period) and period.takes_entries,
        "opens_entries": request.access.can(Action.VIEW_ENTRIES),
        "department_table": _departments(request, period, asked),
        "links_departments": request.access.departments(Action.VIEW_RESULTS) is None,
        **_told(request.access, period),
        **_handing(request.access, period, counts),
    }
    return render(request, "assessment/board/board.html", context)


@require_GET
@unit_page(Action.VIEW_BOARD)
def board_overview(request: UnitRequest, period_id: int) -> HttpResponse:
    """Mean, entries, most used clauses and what lacks, for the asker's departments."""
    period = get_object_or_404(periods_of(request.unit), pk=period_id)
    found = overview_of(period, departments_shown(request.access, _asked(request)))
    lacking: dict[int, list[Any]] = {}
    for each in found.lacking:
        lacking.setdefault(each.department_id, []).append(each)
    names = [each.department for each in department_counts(request.access, period)]
    context = {
        "period": period,
        "overview": found,
        "lacking": [(each, lacking[each.pk]) for each in names if each.pk in lacking],
        "can_lack": can_lack(period) and period.takes_entries,
        "is_stored": shows_results(period),
        "into_card": period.takes_entries and request.access.can(Action.HAND_IN),
        "most": found.used[0].entries if found.used else 0,
    }
    return render(request, "assessment/board/overview.html", context)


def _asked(request: UnitRequest) -> BoardFilter:
    said = request.GET
    return BoardFilter(
        department=said.get("department", ""),
        category=said.get("category", ""),
        text=said.get("q", "").strip(),
        deductions=bool(said.get("deductions")),
        incomplete=bool(said.get("incomplete")),
    )


def _lines(
    request: UnitRequest, period: Period, asked: BoardFilter, words: Any, columns: Any
) -> tuple[Any, Any]:
    departments, number = departments_shown(request.access, asked), request.GET.get("page", "1")
    if shows_results(period):
        page = closed_page(period, asked, departments, number)
        return page, closed_lines(request.access, period, words, columns, list(page.object_list))
    only = incomplete(period, departments) if asked.incomplete else None
    page = running_page(period, asked, departments, only, number)
    return page, running_lines(request.access, period, words, columns, list(page.object_list))


def _departments(request: UnitRequest, period: Period, asked: BoardFilter) -> DepartmentTable | None:
    """The departments as such, where the scheme assesses them; those that the asker sees, grades as people's are told."""
    shown = departments_shown(request.access, asked)
    if shows_results(period) and period.current_close is not None:
        table = stored_table(period.current_close, shown)
        told = period.state in PUBLIC_STATES or request.access.covers_unit(Action.VIEW_RESULTS)
        return table if table is None or told else without_grades(table)
    return running_table(period, shown)


def _told(access: Access, period: Period) -> dict[str, bool]:
    """Which of the columns about grades the page has."""
    part = words_for(period).part
    return {
        "has_grades": part.gives_grades and shows_results(period) and tells_grades(access, period),
        "has_remarks": bool(part.grades or part.gates) and access.can(Action.VIEW_RESULTS),
    }


def _handing(access: Access, period: Period, counts: list[Any]) -> dict[str, Any]:
    """The card of the hand-ins, while there is something to hand in."""
    if not period.takes_entries or not access.can(Action.HAND_IN):
        return {"hand_ins": []}
    lines = hand_in_lines(access, period, counts)
    return {
        "hand_ins": lines,
        "hand_ins_missing": sum(1 for line in lines if line.hand_in is None),
        "runs": access.can(Action.RUN_PERIODS),
    }
