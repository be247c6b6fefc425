"""Celery tasks of the organization room."""

from typing import Any
from uuid import UUID

from celery import shared_task

from organization.jobs.run_jobs import STALLED_AFTER, run_job
from organization.jobs.start_jobs import resume_stalled_jobs
from organization.models import Job


@shared_task(bind=True, max_retries=20)
def run_job_task(self: Any, job_id: str) -> None:
    """Run a job. A redelivery of one whose worker was lost waits until its claim has gone stale."""
    if run_job(UUID(job_id)):
        return
    if Job.objects.filter(pk=job_id, state=Job.State.RUNNING).exists():
        raise self.retry(countdown=STALLED_AFTER.total_seconds())


@shared_task
def resume_jobs_task() -> int:
    """Every minute: jobs whose process died are handed over again."""
    return resume_stalled_jobs()
