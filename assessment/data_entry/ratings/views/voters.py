"""Naming those who vote, and those who score departments: steps of the page of the duties, for the whole unit only."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment.data_entry.ratings.duty_roster import own_people
from assessment.data_entry.ratings.views.duties import back_to_duties, duties_page, own_period
from assessment.models import Period
from assessment.policy import Action
from assessment.ratings.set_department_facts import set_department_raters
from assessment.ratings.set_voters import set_voters
from foundation.ids import row_id
from organization.decorators import UnitRequest, unit_page
from organization.models import StaffMember

Setting = Callable[[Period, list[StaffMember]], tuple[int, int]]


@require_POST
@unit_page(Action.ASSIGN_DUTIES)
def duties_voters(request: UnitRequest, period_id: int) -> HttpResponse:
    """Set who votes in one round and role."""

    def setting(period: Period, people: list[StaffMember]) -> tuple[int, int]:
        return set_voters(
            actor=request.user,
            period=period,
            item=request.POST.get("item", ""),
            round=row_id(request.POST.get("round", "")) or 0,
            role=request.POST.get("role", ""),
            voters=people,
        )

    return _set(request, period_id, setting)


@require_POST
@unit_page(Action.ASSIGN_DUTIES)
def duties_departments(request: UnitRequest, period_id: int) -> HttpResponse:
    """Set who scores the departments on one item."""

    def setting(period: Period, people: list[StaffMember]) -> tuple[int, int]:
        item = request.POST.get("item", "")
        return set_department_raters(actor=request.user, period=period, item=item, raters=people)

    return _set(request, period_id, setting)


def _set(request: UnitRequest, period_id: int, setting: Setting) -> HttpResponse:
    period = own_period(request, period_id)
    if request.access.departments(Action.ASSIGN_DUTIES) is not None:
        raise Http404
    people = own_people(period, request.POST.getlist("rater"), None)
    try:
        made, removed = setting(period, people)
    except ValidationError as error:
        return duties_page(request, period, error.messages)
    messages.success(
        request,
        _("Saved: %(made)s to give are new, %(removed)s were taken away.")
        % {"made": made, "removed": removed},
    )
    return back_to_duties(request, period)
