"""Pages of insight: distribution, points by clause, trends, raters; each of one closed period."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessment.models import Period
from assessment.office.insight.clause_costs import by_department, costs_of, tallies_of, titles_of
from assessment.office.insight.distribution import distribution_of
from assessment.office.insight.make_workbook import start_sheet
from assessment.office.insight.period_choice import Look, look
from assessment.office.insight.raters import leniency_of
from assessment.office.insight.trends import trend_of
from assessment.policy import Action
from organization.decorators import UnitRequest, unit_page

CHARTED = 10  # clauses in the drawing


def _frame(request: UnitRequest, seen: Look, here: str) -> dict[str, Any]:
    """What every page of insight shows: the periods to choose from, the tables to go to."""
    names = [
        ("insight", _("Distribution")),
        ("insight_clauses", _("Points by clause")),
        ("insight_trends", _("Trends")),
    ]
    if seen.scope.sees_raters:
        names.append(("insight_raters", _("Raters")))
    asked = f"?period={seen.period.pk}" if seen.period else ""
    tabs = [
        {"title": title, "url": reverse(name, args=[request.unit.code]) + asked, "here": name == here}
        for name, title in names
    ]
    return {"tabs": tabs, "look": seen, "period": seen.period, "periods": seen.periods, "scope": seen.scope}


def _page(request: UnitRequest, seen: Look, here: str, **context: Any) -> HttpResponse:
    name = here if seen.period else "insight_nothing"
    return render(request, f"assessment/insight/{name}.html", _frame(request, seen, here) | context)


@require_GET
@unit_page(Action.VIEW_INSIGHT)
def distribution_page(request: UnitRequest) -> HttpResponse:
    """Grades by category against the caps, and by department."""
    seen = look(request.access, request.GET.get("period"))
    if seen.period is None:
        return _page(request, seen, "insight")
    spread = distribution_of(seen.close, seen.scope, seen.words)
    grades = [seen.words.grade(code) for code in seen.words.part.grades]
    return _page(request, seen, "insight", spread=spread, grades=grades)


@require_GET
@unit_page(Action.VIEW_INSIGHT)
def clauses_page(request: UnitRequest) -> HttpResponse:
    """Which clauses and figures cost how many points; one of them by department when asked."""
    seen = look(request.access, request.GET.get("period"))
    if seen.period is None:
        return _page(request, seen, "insight_clauses")
    tallies = tallies_of(seen.close, seen.scope, seen.words)
    costs = costs_of(tallies, seen.scope, seen.words)
    context: dict[str, Any] = {
        "costs": costs,
        "chart": [(line.short, -line.points, None, "minus") for line in costs.taken[:CHARTED]],
    }
    chosen = request.GET.get("clause")
    if chosen:
        told = {line.code for line in [*costs.taken, *costs.given]}
        if chosen not in told:
            raise Http404
        context["chosen"] = titles_of(chosen, seen.words)[0]
        context["by_department"] = by_department(tallies[chosen], seen.scope)
    return _page(request, seen, "insight_clauses", **context)


@require_GET
@unit_page(Action.VIEW_INSIGHT)
def trends_page(request: UnitRequest) -> HttpResponse:
    """Scores and grades over the periods of the same scheme."""
    seen = look(request.access, request.GET.get("period"))
    if seen.period is None:
        return _page(request, seen, "insight_trends")
    words = seen.words
    points = trend_of(seen.period, seen.scope, words)
    grades = [words.grade(code) for code in words.part.grades]
    charts = [
        (title, [(point.period.key, point.grades[place][1]) for point in points])
        for place, title in enumerate(grades)
        if any(point.grades[place][1] for point in points)
    ]
    return _page(
        request,
        seen,
        "insight_trends",
        points=points,
        grades=grades,
        charts=charts,
        means=[(point.period.key, point.mean) for point in points],
    )


@require_GET
@unit_page(Action.VIEW_RATERS)
def raters_page(request: UnitRequest) -> HttpResponse:
    """How strict raters are; for those who may see raters of the whole unit."""
    seen = look(request.access, request.GET.get("period"))
    if not seen.scope.sees_raters:
        raise Http404
    if seen.period is None:
        return _page(request, seen, "insight_raters")
    return _page(request, seen, "insight_raters", lines=leniency_of(seen.close, seen.scope, seen.words))


@require_POST
@unit_page(Action.VIEW_INSIGHT)
def insight_sheet(request: UnitRequest, period_id: int) -> HttpResponse:
    """Make the workbook of what the asker sees of a period, and show its progress."""
    period = get_object_or_404(Period.objects.select_related("unit"), pk=period_id, unit=request.unit)
    job = start_sheet(actor=request.user, period=period)
    return redirect("job", request.unit.code, job.pk)
