"""Naming those who score everyone together and those who vote: steps of the page of the duties, for the whole unit only."""

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
from assessment.ratings.assign_duties import set_panel
from assessment.ratings.set_voters import set_voters
from foundation.ids import row_id
from organization.decorators import UnitRequest, unit_page
from organization.models import StaffMember
from organization.subjects import SubjectKind

Setting = Callable[[Period, list[StaffMember]], tuple[int, int]]


@require_POST
@unit_page(Action.ASSIGN_DUTIES)
def duties_panel(request: UnitRequest, period_id: int) -> HttpResponse:
    """Set who scores everyone, or every department, on one item."""

    def setting(period: Period, people: list[StaffMember]) -> tuple[int, int]:
        item = request.POST.get("item", "")
        return set_panel(actor=request.user, period=period, item=item, raters=people, kind=_kind(request))

    return _set(request, period_id, setting)


@require_POST
@unit_page(Action.ASSIGN_DUTIES)
def duties_voters(request: UnitRequest, period_id: int) -> HttpResponse:
    """Set who votes in one round and role, on everyone or on every department."""

    def setting(period: Period, people: list[StaffMember]) -> tuple[int, int]:
        return set_voters(
            actor=request.user,
            period=period,
            item=request.POST.get("item", ""),
            round=row_id(request.POST.get("round", "")) or 0,
            role=request.POST.get("role", ""),
            voters=people,
            kind=_kind(request),
        )

    return _set(request, period_id, setting)


def _kind(request: UnitRequest) -> SubjectKind:
    return "department" if request.POST.get("kind") == "department" else "staff"


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
