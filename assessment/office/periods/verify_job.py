"""Verifying a closed period as long work: recompute from the stored facts, keep what differs with the job."""

from typing import Any

from django.utils.translation import gettext as _

from assessment.models import Period
from assessment.policy import Action
from assessment.results.verification import verify_period
from organization.jobs import Progress, job_kind, start_job
from organization.models import Job, User
from organization.policy import require_whole_unit
from organization.write_audit import log_act

KIND = "verify_period"
KEPT = 50  # differences kept in words; the number is complete


def start_verification(*, actor: User, period: Period) -> Job:
    """Put the verification of a period to work; its job's outcome holds ``count`` and ``differences`` in words."""
    require_whole_unit(actor, period.unit, Action.RUN_PERIODS)
    log_act(actor=actor, unit=period.unit, action="period.verify", target=period.key)
    return start_job(kind=KIND, unit=period.unit, actor=actor, params={"period": period.pk})


@job_kind(KIND)
def run_verification(job: Job, progress: Progress) -> dict[str, Any]:
    """Recompute the period that the job names."""
    period = Period.objects.select_related("version", "current_close").get(pk=job.params["period"])
    people = period.current_close.people if period.current_close else 0
    progress.step(_("Recomputing from the stored facts"), total=people)
    found = verify_period(period)
    return {
        "close": str(period.current_close_id),
        "people": people,
        "count": len(found),
        "differences": [str(each) for each in found[:KEPT]],
    }
