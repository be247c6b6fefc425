"""One appeal: for the person what was said and answered; for those who answer it also the matter and what to correct."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from assessment.appeals.appeal_lines import lines_of
from assessment.appeals.correction_choices import Chosen, choices_of, chosen_of_job
from assessment.appeals.difference_tables import SHOWN, department_context, longer_lines, rows_between
from assessment.appeals.impartiality import conflict_of, judges_of
from assessment.appeals.selectors import may_handle, speaks_for
from assessment.appeals.views.common import appeal_or_404
from assessment.models import Appeal
from assessment.policy import Action
from assessment.results.subject_rows import words_of
from organization.decorators import UnitRequest, unit_page
from organization.models import Job


@require_GET
@unit_page(Action.OWN_RESULTS, Action.APPEAL_FOR_DEPARTMENT, Action.VIEW_APPEALS)
def appeal(request: UnitRequest, appeal_id: int) -> HttpResponse:
    """The page of an appeal; ``?from=`` names the work whose answer and corrections are taken up again."""
    found = appeal_or_404(request, appeal_id)
    return render(request, "assessment/appeals/appeal.html", page_of(request, found))


def page_of(request: UnitRequest, found: Appeal, chosen: Chosen | None = None) -> dict[str, Any]:
    """Everything that the page shows to this asker; ``chosen`` is what came back in a refused form."""
    today = timezone.localdate()
    (line,) = lines_of([found], today)
    access = request.access
    is_own = speaks_for(access, found)
    context: dict[str, Any] = {
        "appeal": found,
        "line": line,
        "steps": found.steps.all(),
        "is_own": is_own,
        "may_withdraw": found.filed_by_id == request.user.pk and found.is_open,
        "lists": access.can(Action.VIEW_APPEALS),
        "sees_everyone": access.departments(Action.VIEW_RESULTS) is None,
        "sees_entry": access.can(Action.VIEW_ENTRIES) or is_own,
    }
    if found.recomputed_as is not None and access.departments(Action.VIEW_APPEALS) is None:
        context |= _recomputed(found)
    return context | _handling(request, found, chosen)


def _recomputed(found: Appeal) -> dict[str, Any]:
    """What the new revision changed, and the longer periods that have still to be computed again."""
    close = found.recomputed_as
    assert close is not None
    close.period = found.period
    words = words_of(close)
    rows, departments = rows_between(close, words), dict[str, Any]()
    if words.part.departments is not None:
        own = words.of_kind("department")
        departments = department_context(rows_between(close, own), own)
    return departments | {
        "appellant": str(found.subject),
        "changes": rows[:SHOWN],
        "more": max(len(rows) - SHOWN, 0),
        "has_grades": bool(words.part.grades),
        "has_bonus": words.part.bonus is not None,
        "longer": longer_lines(found),
    }


def _handling(request: UnitRequest, found: Appeal, chosen: Chosen | None) -> dict[str, Any]:
    """Taking up, giving to somebody else, the answer: for those who answer appeals."""
    if not may_handle(request.access) or not found.is_open:
        return {}
    conflict = conflict_of(request.user, found)
    judges = judges_of(found, request.access.on)
    answers = found.state == Appeal.State.ACCEPTED and found.handler_id == request.user.pk and not conflict
    context: dict[str, Any] = {
        "handles": True,
        "conflict": conflict,
        "others": [judge for judge in judges if not judge.conflict and judge.user.pk != found.handler_id],
        "nobody": not any(not judge.conflict for judge in judges),
        "may_take_up": found.state == Appeal.State.FILED and not conflict,
        "may_assign": found.filed_by_id != request.user.pk,
        "answers": answers,
    }
    if answers:
        chosen = chosen or _begun(request, found)
        context |= {"choices": choices_of(found, chosen, get_language() or "zh-hans")}
    return context


def _begun(request: UnitRequest, found: Appeal) -> Chosen:
    """What was chosen and written before, so that nothing typed is lost on the way back."""
    job_id = _uuid(request.GET.get("from", ""))
    job = Job.objects.filter(pk=job_id, started_by=request.user).first() if job_id else None
    if job is None or job.params.get("appeal") != found.pk:
        return Chosen()
    return chosen_of_job(job.params)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
