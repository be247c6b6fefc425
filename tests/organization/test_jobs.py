"""Long work: claimed once, on record to its end, taken up again when its process died, seen by who started it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from organization.jobs import JobFailed, is_stalled, job_kind, resume_stalled_jobs, run_job, start_job
from organization.jobs.report_progress import Progress
from organization.jobs.run_jobs import STALLED_AFTER, claim_job
from organization.models import Job, User
from tests.cast import House
from tests.narrowing import present

seen: list[str] = []


@job_kind("tests.count", "Counting")
def count(job: Job, progress: Progress) -> dict[str, str]:
    progress.step("counting", 3)
    for number in range(3):
        progress.done(number + 1)
    seen.append(str(job.pk))
    return {"text": "counted to 3", "url": "/next/"}


@job_kind("tests.refuse")
def refuse(_job: Job, _progress: Progress) -> None:
    raise JobFailed("two ratings are missing")


@job_kind("tests.break")
def breaks(_job: Job, _progress: Progress) -> None:
    raise RuntimeError("secret detail")


Queued = Callable[..., Job]


@pytest.fixture
def queued(bureau: House) -> Queued:
    def make(kind: str = "tests.count", **values: Any) -> Job:
        return Job.objects.create(kind=kind, unit=bureau.unit, started_by=bureau.user("sun"), **values)

    return make


def fresh(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


def test_a_job_is_claimed_once(queued: Queued) -> None:
    job = queued()
    assert present(claim_job(job.pk)).attempt == 1
    assert claim_job(job.pk) is None
    assert not run_job(job.pk)


def test_a_job_that_is_over_is_not_run_again(queued: Queued) -> None:
    job = queued()
    assert run_job(job.pk)
    assert not run_job(job.pk)
    assert seen.count(str(job.pk)) == 1


def test_a_finished_job_keeps_its_outcome(queued: Queued) -> None:
    job = queued()
    run_job(job.pk)
    job = fresh(job)
    assert (job.state, present(job.outcome)["text"], job.total) == (Job.State.DONE, "counted to 3", 3)
    assert job.finished_at is not None


def test_a_job_that_cannot_be_done_says_why(queued: Queued) -> None:
    job = queued("tests.refuse")
    run_job(job.pk)
    assert (fresh(job).state, fresh(job).error) == (Job.State.FAILED, "two ratings are missing")


def test_an_internal_error_is_on_record_without_its_details(
    queued: Queued, caplog: pytest.LogCaptureFixture
) -> None:
    job = queued("tests.break")
    run_job(job.pk)
    assert fresh(job).state == Job.State.FAILED
    assert "secret" not in fresh(job).error
    assert "secret detail" in caplog.text


def test_a_job_of_an_unknown_kind_fails_on_record(queued: Queued) -> None:
    job = queued("tests.nobody")
    run_job(job.pk)
    assert fresh(job).state == Job.State.FAILED


def test_a_job_without_a_sign_of_life_is_stalled_and_taken_up_again(queued: Queued) -> None:
    long_ago = timezone.now() - STALLED_AFTER - timedelta(seconds=1)
    job = queued(state=Job.State.RUNNING, attempt=1, heartbeat_at=long_ago)
    assert is_stalled(job)
    assert resume_stalled_jobs() == 1
    assert (fresh(job).state, fresh(job).attempt) == (Job.State.DONE, 2)


@pytest.mark.usefixtures("clock")
def test_a_living_job_is_left_alone(queued: Queued) -> None:
    job = queued(state=Job.State.RUNNING, attempt=1, heartbeat_at=timezone.now())
    assert not is_stalled(job)
    assert resume_stalled_jobs() == 0
    assert not run_job(job.pk)


def test_who_lost_the_claim_writes_neither_progress_nor_an_end(queued: Queued) -> None:
    from organization.jobs.run_jobs import _finish

    job = queued()
    first = present(claim_job(job.pk))
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - STALLED_AFTER - timedelta(seconds=1))
    second = present(claim_job(job.pk))
    Progress(first).step("from beyond", 9)
    _finish(first, state=Job.State.FAILED, error="from beyond")
    assert (fresh(job).step, fresh(job).state, fresh(job).error) == ("", Job.State.RUNNING, "")
    _finish(second, state=Job.State.DONE)
    assert fresh(job).state == Job.State.DONE


def test_a_job_started_in_a_transaction_that_fails_never_was(
    bureau: House, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    @transaction.atomic
    def start_and_fail() -> None:
        start_job(kind="tests.count", unit=bureau.unit, actor=None)
        raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True) as callbacks, pytest.raises(RuntimeError):
        start_and_fail()
    assert callbacks == []
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_a_thread_of_the_process_does_the_work(
    settings: Settings, bureau: House, wait_until: Callable[..., None]
) -> None:
    settings.JOBS_RUN_IN = "thread"
    job = start_job(kind="tests.count", unit=bureau.unit, actor=bureau.user("sun"))
    wait_until(lambda: fresh(job).is_over)
    assert fresh(job).state == Job.State.DONE


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("tests.count", ["counted to 3", 'href="/next/"', "Counting"]),
        ("tests.refuse", ["two ratings are missing"]),
        ("tests.break", ["内部错误"]),
    ],
)
def test_the_page_of_a_job_tells_how_it_ended(
    bureau: House, queued: Queued, login: Callable[[User], Client], kind: str, words: list[Any]
) -> None:
    job = queued(kind)
    run_job(job.pk)
    page = login(bureau.user("sun")).get(reverse("job", args=["minzheng", job.pk])).content.decode()
    assert all(word in page for word in words)
    assert "every 1s" not in page


@pytest.mark.usefixtures("clock")
def test_the_page_of_a_running_job_asks_again_every_second(
    bureau: House, queued: Queued, login: Callable[[User], Client]
) -> None:
    job = queued(
        state=Job.State.RUNNING, attempt=1, heartbeat_at=timezone.now(), step="counting", done=1, total=3
    )
    client = login(bureau.user("sun"))
    url = reverse("job", args=["minzheng", job.pk])
    assert "every 1s" in client.get(url).content.decode()
    fragment = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "1 / 3" in fragment


def test_a_job_is_seen_by_who_started_it_alone(
    bureau: House, street: House, queued: Queued, login: Callable[[User], Client]
) -> None:
    job = queued()
    assert login(bureau.user("zhou")).get(reverse("job", args=["minzheng", job.pk])).status_code == 404
    assert login(street.user("fang")).get(reverse("job", args=["yunshan", job.pk])).status_code == 404
    assert login(bureau.user("sun")).get(reverse("job_file", args=["minzheng", job.pk])).status_code == 404
