"""The result of one department: score, items, and how every figure came about."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from assessment.policy import Action
from assessment.results.department_rows import (
    department_results_seen_by,
    flags_in_words,
    part_of_departments,
    shares_of,
)
from assessment.results.explanation import explanation_of, without_people
from organization.decorators import UnitRequest, unit_page


@require_GET
@unit_page(Action.VIEW_RESULTS, Action.OWN_RESULTS)
def department_result(request: UnitRequest, pk: int) -> HttpResponse:
    """For those who review results, and from publication on for the people of the department.

    Only the reviewers read whose points were carried over.
    """
    result = get_object_or_404(department_results_seen_by(request.access), pk=pk)
    language = get_language() or "zh-hans"
    scheme = result.close.version.rules
    part = part_of_departments(scheme, result.close.period)
    if part is None:
        raise Http404
    sections = explanation_of(result, language)
    reviews = request.access.covers(Action.VIEW_RESULTS, result.department_id)
    context = {
        "result": result,
        "period": result.close.period,
        "scheme_title": scheme.title.get(language),
        "sections": sections if reviews else without_people(sections, part),
        "shares": shares_of(result, part),
        "remarks": flags_in_words(scheme, result.flags, language),
        "reviews": reviews,
        "runs": request.access.can(Action.RUN_PERIODS),
    }
    return render(request, "assessment/results/department.html", context)
