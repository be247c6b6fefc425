"""The result of one department: score, grade, items, how every figure came about; its chief may appeal from here."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessment.appeals.own_appeals import told_appeals
from assessment.decisions.selectors import decision_on, decisions_passing
from assessment.models import Result
from assessment.policy import Action
from assessment.results.explanation import explanation_for
from assessment.results.selectors import results_seen_by
from assessment.results.shares import shares_of
from assessment.results.subject_rows import Words, rows_for, words_for
from organization.decorators import UnitRequest, unit_page


@require_GET
@unit_page(Action.VIEW_RESULTS, Action.OWN_RESULTS, Action.APPEAL_FOR_DEPARTMENT)
def department_result(request: UnitRequest, pk: int) -> HttpResponse:
    """For those who review results, and from publication on for the department's people and its chief.

    Only the reviewers read whose points were carried over.
    """
    result = get_object_or_404(results_seen_by(request.access, "department"), pk=pk)
    try:
        words = words_for(result)
    except KeyError as unknown:
        raise Http404 from unknown
    reviews = request.access.covers(Action.VIEW_RESULTS, result.department_id)
    (row,) = rows_for([result], words, [])
    context = {
        "result": result,
        "row": row,
        "period": result.close.period,
        "scheme_title": words.scheme.title.get(words.language),
        "sections": explanation_for(result, words.language, reviews=reviews),
        "shares": shares_of(result, words.part),
        "has_grades": words.part.gives_grades,
        "ceiling": words.grade(result.ceiling),
        "decided": decision_on(result),
        "passing": decisions_passing(result),
        "runs": request.access.can(Action.RUN_PERIODS),
        **_appeals(request, result, words),
    }
    return render(request, "assessment/mine/department.html", context)


def _appeals(request: UnitRequest, result: Result, words: Words) -> dict[str, Any]:
    """The department's appeals and what may still be appealed: for its chief."""
    if not (
        request.access.can(Action.APPEAL_FOR_DEPARTMENT)
        and request.access.covers(Action.APPEAL_FOR_DEPARTMENT, result.department_id)
    ):
        return {}
    appeals = told_appeals(result.close.period, result, result.subject, request.user, timezone.localdate())
    grades = [words.grade(grade) for grade in appeals.revised.grade] if appeals.revised else []
    return {"appeals": appeals, "revised_grades": grades, "of_department": True}
