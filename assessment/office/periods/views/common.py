"""What the pages of periods share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from assessment.models import Period
from assessment.policy import Action
from organization.decorators import UnitRequest


def period_or_404(request: UnitRequest, pk: int) -> Period:
    """A period of the unit asked for, with everything the pages read from it."""
    rows = Period.objects.select_related(
        "unit", "scheme", "version", "current_close__version", "current_close__started_by"
    )
    period = get_object_or_404(rows, pk=pk, unit=request.unit)
    if period.current_close is not None:
        period.current_close.period = period
    return period


def to_board(request: UnitRequest, period: Period) -> HttpResponse:
    """Back to the board of a period, or to the asker's first page where the board is not theirs.

    A form on the people's board says so (``back=board``) and returns there.
    """
    access = request.access
    if request.POST.get("back") == "board" and access.can(Action.VIEW_BOARD):
        return redirect(f"{reverse('board', args=[request.unit.code])}?period={period.pk}")
    if access.can(Action.RUN_PERIODS) or access.departments(Action.VIEW_RESULTS) is None:
        return redirect("period", request.unit.code, period.pk)
    return redirect("unit_home", request.unit.code)


def step_page(act: Callable[[UnitRequest, Period], Any]) -> Callable[..., HttpResponse]:
    """A posted step of a period: act, tell what came of it, go back to the board.

    A refusal is told there in its own words; what the asker may not do is not found.
    """

    @wraps(act)
    def view(request: UnitRequest, pk: int) -> HttpResponse:
        period = period_or_404(request, pk)
        try:
            said = act(request, period)
        except PermissionDenied as error:
            raise Http404 from error
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            if isinstance(said, HttpResponse):
                return said
            if said:
                messages.success(request, said)
        return to_board(request, period)

    return view
