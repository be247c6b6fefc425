"""The result of one department: score, items, and how every figure came about."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from assessment.policy import Action
from assessment.results.explanation import explanation_for
from assessment.results.selectors import results_seen_by
from assessment.results.shares import shares_of
from assessment.results.subject_rows import rows_for, words_for
from organization.decorators import UnitRequest, unit_page


@require_GET
@unit_page(Action.VIEW_RESULTS, Action.OWN_RESULTS)
def department_result(request: UnitRequest, pk: int) -> HttpResponse:
    """For those who review results, and from publication on for the people of the department.

    Only the reviewers read whose points were carried over.
    """
    result = get_object_or_404(results_seen_by(request.access, "department"), pk=pk)
    language = get_language() or "zh-hans"
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
        "scheme_title": words.scheme.title.get(language),
        "sections": explanation_for(result, language, reviews=reviews),
        "shares": shares_of(result, words.part),
        "has_grades": words.part.gives_grades,
        "ceiling": words.grade(result.ceiling),
        "reviews": reviews,
        "runs": request.access.can(Action.RUN_PERIODS),
    }
    return render(request, "assessment/results/department.html", context)
