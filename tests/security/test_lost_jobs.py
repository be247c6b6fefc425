"""Work that nobody runs any more is taken up by whoever looks at it, also when it was never begun."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from organization.jobs import job_kind, resume_stalled_jobs, start_jobs
from organization.jobs.report_progress import Progress
from organization.jobs.run_jobs import STALLED_AFTER
from organization.models import Job, User
from tests.cast import House


@job_kind("tests.lost")
def lost(_job: Job, _progress: Progress) -> None:
    return None


@pytest.fixture
def handed_over(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Which jobs were handed over to the worker thread."""
    settings.JOBS_RUN_IN = "thread"
    found: list[UUID] = []
    monkeypatch.setattr(start_jobs, "dispatch", found.append)
    return found


def a_job(
    house: House, kind: Any, *, age: Any = STALLED_AFTER + timedelta(seconds=1), state: Any = Job.State.QUEUED
) -> Any:
    job = Job.objects.create(kind=kind, unit=house.unit, started_by=house.user("zhou"), state=state)
    then = timezone.now() - age
    Job.objects.filter(pk=job.pk).update(created_at=then, heartbeat_at=then)
    return job


@pytest.mark.usefixtures("clock")
def test_a_job_that_was_never_begun_is_begun(bureau: House, handed_over: list[UUID]) -> None:
    old, new = a_job(bureau, "tests.lost"), a_job(bureau, "tests.lost", age=timedelta(seconds=1))
    assert resume_stalled_jobs() == 1
    assert handed_over == [old.pk]
    assert new.pk not in handed_over


@pytest.mark.parametrize("state", [Job.State.QUEUED, Job.State.RUNNING])
@pytest.mark.parametrize(("route", "kind"), [("job", "tests.lost"), ("import_job", "ledger.import")])
@pytest.mark.usefixtures("clock")
def test_looking_at_a_lost_job_takes_it_up(
    bureau: House, login: Callable[[User], Client], handed_over: list[UUID], route: str, kind: str, state: Any
) -> None:
    job = a_job(bureau, kind, state=state)
    login(bureau.user("zhou")).get(reverse(route, args=[bureau.unit.code, job.pk]))
    assert handed_over == [job.pk]


@pytest.mark.usefixtures("clock")
def test_the_board_takes_up_a_close_whose_process_died(
    bureau: House, login: Callable[[User], Client], handed_over: list[UUID]
) -> None:
    from assessment.periods.open_period import open_period

    period = open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-10")
    job = a_job(bureau, "close", state=Job.State.RUNNING)
    Job.objects.filter(pk=job.pk).update(params={"period": period.pk})
    login(bureau.user("zhou")).get(reverse("period_close_progress", args=[bureau.unit.code, period.pk]))
    assert handed_over == [job.pk]
