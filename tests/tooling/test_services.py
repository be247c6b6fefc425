"""The test run itself: services are found, and a test that lacks one says so or fails."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from organization.jobs.start_jobs import start_job
from organization.models import Job
from tests.services import CeleryWorker, database_url

ROOT = Path(__file__).resolve().parents[2]
PROBE = """
import pytest
from django.conf import settings

@pytest.mark.postgres
def test_postgres(): pass

@pytest.mark.redis
def test_redis(): pass

@pytest.mark.browser
def test_browser(): pass

def test_database():
    assert settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    assert settings.JOBS_RUN_IN == "thread"
"""


def run_probe(folder: Path, **variables: str) -> str:
    (folder / "test_probe.py").write_text(PROBE)
    environment = {
        k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "REQUIRE_SERVICES")
    }
    environment |= {
        "TEST_DATABASE": "sqlite",
        "CHROMIUM": "/nowhere/chromium",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "--rootdir", ".", "--noconftest", "-p"]
    command += ["tests.services", "-p", "no:cacheprovider", str(folder / "test_probe.py")]
    return subprocess.run(
        command, cwd=ROOT, env={**environment, **variables}, capture_output=True, text=True, check=False
    ).stdout


def test_a_test_without_its_service_is_skipped_with_the_reason(tmp_path: Path) -> None:
    output = run_probe(tmp_path)
    assert "1 passed, 3 skipped" in output
    for reason in ("needs PostgreSQL; this run is on SQLite", "needs Redis", "needs Chromium"):
        assert reason in output


def test_a_test_without_its_service_fails_when_services_are_required(tmp_path: Path) -> None:
    output = run_probe(tmp_path, REQUIRE_SERVICES="1", REDIS_URL="redis://127.0.0.1:6379/15")
    assert "2 passed, 2 errors" in output or "2 failed, 2 passed" in output
    assert "REQUIRE_SERVICES=1, but this test needs PostgreSQL" in output


@pytest.mark.redis
def test_a_job_started_here_is_run_by_the_worker_process(
    celery_worker: CeleryWorker, wait_until: Callable[..., None]
) -> None:
    job = start_job(kind="no such kind", unit=None, actor=None)
    wait_until(lambda: Job.objects.get(pk=job.pk).state == Job.State.FAILED)
    assert celery_worker.process.poll() is None


@pytest.mark.postgres
@pytest.mark.usefixtures("db")
def test_other_processes_are_pointed_at_the_test_database() -> None:
    assert database_url().startswith("postgres://")
    assert "test_" in database_url().rsplit("/", 1)[1]
