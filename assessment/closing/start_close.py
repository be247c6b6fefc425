"""Starting the close of a period."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from assessment.closing.hold_lease import claims_of, why_not_close
from assessment.closing.run_close import KIND
from assessment.models import Period
from assessment.periods.hand_in import departments_missing
from assessment.policy import Action
from organization.jobs import run_job, start_job
from organization.jobs.run_jobs import STALLED_AFTER
from organization.models import Job, User
from organization.policy import require_whole_unit


def start_close(*, actor: User | None, period: Period) -> Job:
    """Put the close of a submitted period to work and return its job; see ``running.run_close``.

    No actor means the system itself. Raises PermissionDenied without the right to run periods, ValidationError when the
    period is not submitted (naming who has not handed in), is being closed by somebody, or its parts are not final.
    """
    check_close(actor=actor, period=period)
    return start_job(kind=KIND, unit=period.unit, actor=actor, params=_params(period))


def close_here(*, actor: User | None, period: Period) -> Job:
    """Close a submitted period in this process and return the job when it is over; raises as ``start_close`` does.

    A close of this period whose process died is taken up again.
    """
    require_whole_unit(actor, period.unit, Action.RUN_PERIODS)
    period.refresh_from_db()
    job = _dead(period)
    if job is None:
        check_close(actor=actor, period=period)
        job = Job.objects.create(kind=KIND, unit=period.unit, started_by=actor, params=_params(period))
    run_job(job.pk)
    job.refresh_from_db()
    return job


def _dead(period: Period) -> Job | None:
    """The job whose close holds the period (or has closed it) and whose process gives no sign of life."""
    silent = Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=timezone.now() - STALLED_AFTER)
    jobs = silent.filter(kind=KIND, unit=period.unit, params=_params(period))
    held = {period.claim, period.current_close_id} - {None}
    return next((job for job in jobs if held.intersection(claims_of(job))), None)


def check_close(*, actor: User | None, period: Period) -> None:
    """Raise what ``start_close`` raises when the close cannot begin; the people's facts are looked at by the close."""
    require_whole_unit(actor, period.unit, Action.RUN_PERIODS)
    period.refresh_from_db()
    refused = why_not_close(period)
    if refused is not None:
        names = departments_missing(period) if period.state == Period.State.OPEN else []
        raise ValidationError([refused, *(str(each) for each in names)], code="not_submitted")


def _params(period: Period) -> dict[str, Any]:
    return {"period": period.pk}
