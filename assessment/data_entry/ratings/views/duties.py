"""Pages of the duties: who scores whom on what."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment.data_entry.ratings.duty_roster import (
    DutyFilter,
    duty_page,
    own_people,
    people_matching,
    raters_matching,
)
from assessment.data_entry.ratings.missing import rating_progress
from assessment.data_entry.ratings.period_choice import asked_period, periods_of
from assessment.data_entry.ratings.voters import panels, votes_of
from assessment.models import Period, RatingTask
from assessment.periods.membership import members
from assessment.policy import Action
from assessment.ratings.assign_duties import (
    DutyRow,
    assign_duties,
    carry_over,
    latest_with_duties,
    remove_duty,
)
from assessment.ratings.rated_items import duty_items
from organization.decorators import UnitRequest, unit_page
from organization.models import Department, StaffMember
from organization.subjects import KINDS


@unit_page(Action.ASSIGN_DUTIES)
def duties(request: UnitRequest) -> HttpResponse:
    """People × duties of the asker's departments, with raters and with what lacks."""
    period = asked_period(request.unit, request.GET.get("period", ""))
    if period is None:
        return render(request, "assessment/ratings/no_period.html", {"heading": _("Duties and raters")})
    return duties_page(request, period)


def duties_page(request: UnitRequest, period: Period, errors: list[str] | None = None) -> HttpResponse:
    """The page of a period, with what is wrong with a step that was refused."""
    wanted = DutyFilter(
        department=request.GET.get("department", ""),
        text=request.GET.get("q", ""),
        only_lacking=request.GET.get("only") == "lacking",
    )
    scope = request.access.departments(Action.ASSIGN_DUTIES)
    page, lines = duty_page(request.access, period, wanted, page=request.GET.get("page", "1"))
    is_office = scope is None
    progress = rating_progress(period, scope)
    context = {
        "period": period,
        "title": period.title,
        "periods": [(each, each.title) for each in periods_of(request.unit)],
        "page": page,
        "lines": lines,
        "wanted": wanted,
        "items": list(duty_items(period).values()),
        "panels": panels(period, "staff") if is_office else [],
        "votes": [vote for kind in KINDS for vote in votes_of(period, kind)] if is_office else [],
        "department_panels": panels(period, "department") if is_office else [],
        "departments": departments_to_choose(request, scope),
        "progress": progress,
        "owing": sum(not row.is_complete for row in progress),
        "source": latest_with_duties(period, whole_unit=is_office),
        "errors": errors or [],
        "is_open": period.takes_entries and period.claim is None,
    }
    return render(request, "assessment/ratings/duties.html", context, status=422 if errors else 200)


def departments_to_choose(request: UnitRequest, scope: frozenset[int] | None) -> list[Department]:
    """The departments of the unit that a scope holds."""
    found = Department.objects.filter(unit=request.unit)
    return list(found if scope is None else found.filter(pk__in=scope))


@unit_page(Action.ASSIGN_DUTIES)
def find_people(request: UnitRequest, period_id: int) -> HttpResponse:
    """People for the search box: those the asker assigns duties to."""
    period = own_period(request, period_id)
    found = people_matching(request.access, period, request.GET.get("q", ""))
    return render(request, "assessment/ratings/found_people.html", {"found": found})


@unit_page(Action.ASSIGN_DUTIES)
def find_raters(request: UnitRequest, period_id: int) -> HttpResponse:
    """Raters for the search box: anybody of the unit in the period."""
    found = raters_matching(own_period(request, period_id), request.GET.get("q", ""))
    return render(request, "assessment/ratings/found_people.html", {"found": found})


@require_POST
@unit_page(Action.ASSIGN_DUTIES)
def duties_add(request: UnitRequest, period_id: int) -> HttpResponse:
    """Give one duty to several people, scored by one rater."""
    period = own_period(request, period_id)
    scope = request.access.departments(Action.ASSIGN_DUTIES)
    people = own_people(period, request.POST.getlist("staff"), scope)
    rater = _one_of_unit(period, request.POST.get("rater", ""))
    if not people or rater is None:
        missing = _("Choose at least one person.") if not people else _("Choose a rater.")
        return duties_page(request, period, [missing])
    item, title = request.POST.get("item", ""), request.POST.get("title", "")
    try:
        made = assign_duties(
            actor=request.user,
            period=period,
            rows=[DutyRow(staff, item, rater, title) for staff in people],
        )
    except ValidationError as error:
        return duties_page(request, period, error.messages)
    messages.success(request, _("Duties assigned: %(count)s.") % {"count": made})
    return back_to_duties(request, period)


def _one_of_unit(period: Period, pk: str) -> StaffMember | None:
    return next(iter(own_people(period, [pk], None)), None)


@require_POST
@unit_page(Action.ASSIGN_DUTIES)
def duty_remove(request: UnitRequest, task_id: int) -> HttpResponse:
    """Take a duty away that nobody has scored yet."""
    task = get_object_or_404(
        RatingTask.objects.select_related("period__unit", "period__version"),
        pk=task_id,
        period__unit=request.unit,
    )
    scope = request.access.departments(Action.ASSIGN_DUTIES)
    seen = members(task.period, scope).filter(staff_id=task.staff_id).exists()
    if not seen and scope is not None:
        raise Http404
    try:
        remove_duty(actor=request.user, task=task)
    except ValidationError as error:
        return duties_page(request, task.period, error.messages)
    messages.success(request, _("The duty was removed."))
    return back_to_duties(request, task.period)


@require_POST
@unit_page(Action.ASSIGN_DUTIES)
def duties_carry_over(request: UnitRequest, period_id: int) -> HttpResponse:
    """Copy duties and raters of the period before."""
    period = own_period(request, period_id)
    try:
        done = carry_over(actor=request.user, period=period)
    except ValidationError as error:
        return duties_page(request, period, error.messages)
    messages.success(
        request,
        _("Carried over from %(period)s: %(made)s. Left behind, no longer in the period: %(left)s.")
        % {"period": done.source.title, "made": done.made, "left": done.left_behind},
    )
    return back_to_duties(request, period)


def own_period(request: UnitRequest, period_id: int) -> Period:
    """A period of the unit, or 404."""
    return get_object_or_404(periods_of(request.unit), pk=period_id)


def back_to_duties(request: UnitRequest, period: Period) -> HttpResponse:
    """To the page of the period, after a step."""
    return redirect(f"{reverse('duties', args=[request.unit.code])}?period={period.pk}")
