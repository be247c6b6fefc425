"""Starting a job: a Celery task when a broker is named, a thread of this process otherwise."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import connections, transaction
from django.db.models import Q
from django.utils import timezone

from organization.jobs.run_jobs import STALLED_AFTER, needs_runner, run_job
from organization.models import Job, Unit, User

_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")


def start_job(
    *, kind: str, unit: Unit | None, actor: User | None, params: dict[str, Any] | None = None
) -> Job:
    """Put a job on record and hand it over once the transaction commits. Its kind must be registered."""
    job = Job.objects.create(kind=kind, unit=unit, started_by=actor, params=params or {})
    transaction.on_commit(lambda: dispatch(job.pk))
    return job


def dispatch(job_id: UUID) -> None:
    """Hand a job to whoever runs jobs here."""
    if settings.JOBS_RUN_IN == "celery":
        # By its name: the task itself knows this module.
        current_app.send_task("organization.tasks.run_job_task", [str(job_id)])
    elif settings.JOBS_RUN_IN == "thread":
        _pool.submit(_run_and_hang_up, job_id)
    else:
        run_job(job_id)


def resume_stalled_jobs() -> int:
    """Hand over again every job whose process died or that the queue lost; how many.

    Handing over one that only waits its turn does no harm: it is claimed once.
    """
    since = timezone.now() - STALLED_AFTER
    lost = Q(state=Job.State.RUNNING, heartbeat_at__lt=since) | Q(
        state=Job.State.QUEUED, created_at__lt=since
    )
    found = list(Job.objects.filter(lost).values_list("pk", flat=True))
    for job_id in found:
        dispatch(job_id)
    return len(found)


def pick_up(job: Job) -> None:
    """Without a queue, whoever looks at a job that nobody works on has it taken up again."""
    if settings.JOBS_RUN_IN == "thread" and needs_runner(job):
        dispatch(job.pk)


def _run_and_hang_up(job_id: UUID) -> None:
    try:
        run_job(job_id)
    finally:
        connections.close_all()
