"""What a running job tells: how far it has come, or that it cannot be done."""

import time
from typing import Any

from django.utils import timezone

from organization.models import Job

WRITE_EVERY = 0.4  # seconds between two writes of progress


class JobFailed(Exception):
    """The work cannot be done; the message is for the user who started it."""


class Progress:
    """What a job tells while it runs. Call it outside of transactions, or nobody sees it until the end."""

    def __init__(self, job: Job) -> None:
        self.job_id, self.attempt = job.pk, job.attempt
        self._last = 0.0

    def step(self, name: str, total: int = 0) -> None:
        """Begin a step of ``total`` pieces (0: unknown)."""
        self._write(step=name[:100], done=0, total=total)

    def done(self, count: int) -> None:
        """So many pieces of the step are done; written at most every 0.4 seconds."""
        if time.monotonic() - self._last >= WRITE_EVERY:
            self._write(done=count)

    def _write(self, **values: Any) -> None:
        Job.objects.filter(pk=self.job_id, attempt=self.attempt).update(heartbeat_at=timezone.now(), **values)
        self._last = time.monotonic()
