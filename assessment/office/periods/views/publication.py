"""公示: the published lists, open to every member of the unit; name, department and grade, nothing else."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessment.decisions.titles import group_title
from assessment.models import Close, Period
from assessment.office.periods.publish_period import publication_departments, publication_rows
from assessment.office.periods.views.board import words_title
from assessment.periods.deadlines import publication_days
from assessment.policy import Action
from assessment.results.subject_rows import Words, words_of
from organization.decorators import UnitRequest, unit_page

State = Period.State
SHOWN = (State.PUBLISHED, State.FINAL)


@unit_page(Action.READ_PUBLICATIONS)
@require_GET
def publication_list(request: UnitRequest) -> HttpResponse:
    """Publications that run, then those that are over."""
    rows = Period.objects.filter(unit=request.unit, state__in=SHOWN).select_related("scheme")
    rows = rows.order_by("-published_on", "-ends_on")
    return render(
        request,
        "assessment/periods/publications.html",
        {
            "running": [row for row in rows if row.state == State.PUBLISHED],
            "over": [row for row in rows if row.state == State.FINAL],
        },
    )


@unit_page(Action.READ_PUBLICATIONS)
@require_GET
def publication_page(request: UnitRequest, pk: int) -> HttpResponse:
    """One list. Where a part of a scheme knows no grades, the score is what is published."""
    rows = Period.objects.select_related("unit", "scheme", "version", "current_close__version")
    period = get_object_or_404(rows, pk=pk, unit=request.unit, state__in=SHOWN)
    close = period.current_close
    assert close is not None  # a published period has one
    close.period = period
    words = words_of(close)
    return render(
        request,
        "assessment/periods/publication.html",
        {
            "period": period,
            "scheme_title": words_title(period),
            "groups": publication_rows(close, words),
            "has_grades": words.part.gives_grades,
            "many_groups": len(words.scheme.categories) > 1,
            **_departments(close, words),
            "days": publication_days(period),
            "today": timezone.localdate(),
        },
    )


def _departments(close: Close, words: Words) -> dict[str, Any]:
    """The departments of the list, where the scheme assesses them."""
    if words.part.departments is None:
        return {}
    own = words.of_kind("department")
    rows = publication_departments(close, own)
    return {
        "departments": rows,
        "departments_title": group_title(None, own),
        "grades_departments": own.part.gives_grades,
        "remarks_departments": any(row.remarks for row in rows),
    }
