"""Running one job: a claim by conditional update, signs of life, an end on record."""

import logging
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from organization.jobs.registry import runner_of
from organization.jobs.report_progress import JobFailed, Progress
from organization.models import Job

logger = logging.getLogger(__name__)
STALLED_AFTER = timedelta(seconds=30)


def is_stalled(job: Job) -> bool:
    """Whether a running job has given no sign of life for half a minute: its process is gone."""
    if job.state != Job.State.RUNNING:
        return False
    return job.heartbeat_at is None or job.heartbeat_at < timezone.now() - STALLED_AFTER


def needs_runner(job: Job) -> bool:
    """Whether nobody works on a job: its process is gone, or it was never handed over."""
    waits = job.state == Job.State.QUEUED and job.created_at < timezone.now() - STALLED_AFTER
    return waits or is_stalled(job)


def claim_job(job_id: UUID) -> Job | None:
    """Make a queued or stalled job ours; None when somebody else has it or it is over."""
    now = timezone.now()
    free = Q(state=Job.State.QUEUED) | Q(state=Job.State.RUNNING, heartbeat_at__lt=now - STALLED_AFTER)
    claimed = Job.objects.filter(free, pk=job_id).update(
        state=Job.State.RUNNING,
        heartbeat_at=now,
        attempt=F("attempt") + 1,
        done=0,
        total=0,
        step="",
        error="",
    )
    return Job.objects.select_related("unit", "started_by").get(pk=job_id) if claimed else None


def run_job(job_id: UUID) -> bool:
    """Run a job to its end; False when it was not free to be claimed. Failures are on record, never raised."""
    job = claim_job(job_id)
    if job is None:
        return False
    language = job.started_by.language if job.started_by else "zh-hans"
    with translation.override(language):
        try:
            outcome = runner_of(job.kind)(job, Progress(job))
        except JobFailed as failure:
            _finish(job, state=Job.State.FAILED, error=str(failure))
        except Exception:
            logger.exception("job %s (%s) failed", job.pk, job.kind)
            _finish(
                job, state=Job.State.FAILED, error=_("The work ended with an internal error; it was logged.")
            )
        else:
            _finish(job, state=Job.State.DONE, outcome=outcome)
    return True


def _finish(job: Job, **values: Any) -> None:
    Job.objects.filter(pk=job.pk, attempt=job.attempt).update(finished_at=timezone.now(), **values)
