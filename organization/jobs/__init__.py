"""Long work: started by a page, run by a Celery worker or by a thread of the web process, with progress on record."""

from organization.jobs.registry import job_kind
from organization.jobs.report_progress import JobFailed, Progress
from organization.jobs.run_jobs import is_stalled, run_job
from organization.jobs.start_jobs import pick_up, resume_stalled_jobs, start_job

__all__ = [
    "JobFailed",
    "Progress",
    "is_stalled",
    "job_kind",
    "pick_up",
    "resume_stalled_jobs",
    "run_job",
    "start_job",
]
