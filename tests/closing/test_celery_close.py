"""The close in a real Celery worker."""

import pytest

from assessment.closing.start_close import start_close
from organization.models import Job
from tests.cast import House
from tests.closing import processes
from tests.closing.processes import Wait, assert_closed_once, crowd, locked, waiting
from tests.services import CeleryWorker

pytestmark = pytest.mark.redis


@pytest.mark.usefixtures("celery_worker")
def test_a_worker_process_closes_the_period(bureau: House, wait_until: Wait) -> None:
    period = crowd(bureau, 60)
    job = start_close(actor=bureau.user("zhou"), period=period)
    wait_until(lambda: Job.objects.get(pk=job.pk).state == Job.State.DONE)
    assert_closed_once(period)


@pytest.mark.postgres
def test_another_worker_takes_up_the_close_of_a_killed_one(
    celery_worker: CeleryWorker, bureau: House, wait_until: Wait
) -> None:
    from organization.jobs import resume_stalled_jobs

    period = crowd(bureau, 60)
    with locked("LOCK TABLE assessment_periodstep IN SHARE MODE"):
        job = start_close(actor=bureau.user("zhou"), period=period)
        wait_until(waiting)
        celery_worker.process.kill()
        celery_worker.process.wait()
    wait_until(lambda: not waiting())
    processes.half_a_minute_passes()
    assert resume_stalled_jobs() == 1
    second = celery_worker.another()
    try:
        wait_until(lambda: Job.objects.get(pk=job.pk).state == Job.State.DONE)
    finally:
        second.stop()
    assert_closed_once(period)
