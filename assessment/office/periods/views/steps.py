"""Posted steps of a period. Each calls its service and goes back to the board."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment.closing.reopen_period import reopen_period
from assessment.closing.start_close import start_close
from assessment.decisions.finish_review import finish_review
from assessment.models import Period, Scheme
from assessment.office.periods.publish_period import finalise_period, publish_period
from assessment.office.periods.verify_job import start_verification
from assessment.office.periods.views.common import step_page
from assessment.periods.hand_in import hand_in, submit_period, withdraw_hand_in
from assessment.periods.open_period import open_period
from assessment.policy import Action
from foundation.dates import day
from foundation.ids import row_id
from organization.decorators import UnitRequest, unit_page
from organization.models import Department, Job
from organization.policy import require_whole_unit


@unit_page(Action.RUN_PERIODS)
@require_POST
def open_next(request: UnitRequest) -> HttpResponse:
    """Open a period that the list proposes."""
    scheme = get_object_or_404(Scheme, pk=_number(request, "scheme"))
    try:
        require_whole_unit(request.user, request.unit, Action.RUN_PERIODS)
        period = open_period(
            actor=request.user, unit=request.unit, scheme=scheme, key=request.POST.get("key", "")
        )
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("periods", request.unit.code)
    messages.success(request, _("%(period)s is open.") % {"period": period.title})
    return redirect("period", request.unit.code, period.pk)


def _number(request: UnitRequest, name: str) -> int:
    number = row_id(request.POST.get(name, ""))
    if number is None:
        raise Http404
    return number


def _department(request: UnitRequest) -> Department:
    return get_object_or_404(Department, pk=_number(request, "department"), unit=request.unit)


@unit_page(Action.HAND_IN)
@require_POST
@step_page
def hand_in_step(request: UnitRequest, period: Period) -> str:
    """A department hands in."""
    department = _department(request)
    hand_in(actor=request.user, period=period, department=department, note=request.POST.get("note", ""))
    return _("%(name)s has handed in.") % {"name": department}


@unit_page(Action.HAND_IN)
@require_POST
@step_page
def withdraw_step(request: UnitRequest, period: Period) -> str:
    """A department takes its hand-in back."""
    department = _department(request)
    withdraw_hand_in(actor=request.user, period=period, department=department)
    return _("The hand-in of %(name)s is withdrawn.") % {"name": department}


@unit_page(Action.RUN_PERIODS)
@require_POST
@step_page
def submit_step(request: UnitRequest, period: Period) -> str:
    """The office submits the period for everyone who is missing."""
    submit_period(actor=request.user, period=period, reason=request.POST.get("reason", ""))
    return _("%(period)s is submitted; it can be closed.") % {"period": period.title}


@unit_page(Action.RUN_PERIODS)
@require_POST
@step_page
def close_step(request: UnitRequest, period: Period) -> str:
    """Start the close; the board shows its progress."""
    job = start_close(actor=request.user, period=period)
    job.refresh_from_db()
    return _("%(period)s is closed.") % {"period": period.title} if job.state == Job.State.DONE else ""


@unit_page(Action.RUN_PERIODS, Action.DECIDE)
@require_POST
@step_page
def review_step(request: UnitRequest, period: Period) -> str:
    """Finish the review."""
    finish_review(actor=request.user, period=period)
    return _("The review is finished; the results can be published.")


@unit_page(Action.RUN_PERIODS)
@require_POST
@step_page
def publish_step(request: UnitRequest, period: Period) -> str:
    """Publish the list."""
    published = publish_period(actor=request.user, period=period)
    return _("Published until %(day)s.") % {"day": day(published.publication_ends_on)}


@unit_page(Action.RUN_PERIODS)
@require_POST
@step_page
def finalise_step(request: UnitRequest, period: Period) -> str:
    """File the period as final."""
    finalise_period(actor=request.user, period=period)
    return _("%(period)s is final.") % {"period": period.title}


@unit_page(Action.RUN_PERIODS)
@require_POST
@step_page
def reopen_step(request: UnitRequest, period: Period) -> str:
    """Open the period again."""
    reopen_period(actor=request.user, period=period, reason=request.POST.get("reason", ""))
    return _("%(period)s is open again; the next close makes a new revision.") % {"period": period.title}


@unit_page(Action.RUN_PERIODS)
@require_POST
@step_page
def verify_step(request: UnitRequest, period: Period) -> str:
    """Recompute the stored results."""
    start_verification(actor=request.user, period=period)
    return ""
