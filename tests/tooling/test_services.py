"""The test run itself: services are found, and a test that lacks one says so or fails."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from organization.jobs.start_jobs import start_job
from organization.models import Job
from tests.services import CeleryWorker, database_url

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow
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


def run_probe(folder: Path, *options: str, probe: str = PROBE, **variables: str) -> tuple[int, str]:
    """A run of its own over the probe: its exit status and what it printed."""
    (folder / "test_probe.py").write_text(probe)
    environment = {
        k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL", "REQUIRE_SERVICES")
    }
    environment |= {
        "TEST_DATABASE": "sqlite",
        "CHROMIUM": "/nowhere/chromium",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    for name in [name for name in environment if name.startswith("PYTEST_")]:
        del environment[name]
    command = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "--rootdir", str(folder)]
    command += [
        "--noconftest",
        "-p",
        "tests.services",
        "-p",
        "tests.skips",
        "-p",
        "no:cacheprovider",
        *options,
    ]
    done = subprocess.run(
        [*command, str(folder / "test_probe.py")],
        cwd=ROOT,
        env={**environment, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def last_words(output: str) -> list[str]:
    """What the run said about itself, without pytest's closing line."""
    return output.partition("time and skipped tests")[2].splitlines()[1:-1]


@pytest.mark.parametrize("processes", ["0", "2"])
def test_a_test_without_its_service_is_skipped_with_the_reason(tmp_path: Path, processes: str) -> None:
    status, output = run_probe(tmp_path, "-n", processes)
    assert status == 0
    assert "1 passed, 3 skipped" in output.splitlines()[-1]
    took, *skipped = last_words(output)
    assert re.fullmatch(r"took \d+ min \d\d s", took)
    assert skipped[0] == "skipped: 3"
    reasons, files = skipped[1::2], skipped[2::2]
    assert [reason.partition(" because: ")[2].partition(" (")[0] for reason in reasons] == [
        "needs Chromium",
        "needs PostgreSQL; this run is on SQLite",
        "needs Redis; none is used in this run",
    ]
    assert [file.strip() for file in files] == ["1 of test_probe.py"] * 3


@pytest.mark.parametrize("processes", ["0", "2"])
def test_a_test_without_its_service_fails_when_services_are_required(tmp_path: Path, processes: str) -> None:
    status, output = run_probe(
        tmp_path, "-n", processes, REQUIRE_SERVICES="1", REDIS_URL="redis://127.0.0.1:6379/15"
    )
    assert status == 1
    assert "2 passed, 2 errors" in output or "2 failed, 2 passed" in output
    assert "REQUIRE_SERVICES=1, but this test needs PostgreSQL" in output
    assert last_words(output)[1:] == ["nothing was skipped"]


SKIPPING = """
import pytest

@pytest.mark.skip(reason="not today")
def test_marked(): pass

@pytest.mark.skipif(True, reason="not today")
def test_on_a_condition(): pass

def test_in_the_middle(): pytest.skip("not today")

@pytest.fixture
def absent(): pytest.skip("not here")

def test_in_a_fixture(absent): pass

@pytest.mark.xfail(reason="known")
def test_that_ran(): raise ValueError
"""
MODULE = "import pytest\npytest.skip('not today', allow_module_level=True)\ndef test_one(): pass\n"


def test_every_reason_to_skip_is_counted_with_its_tests(tmp_path: Path) -> None:
    status, output = run_probe(tmp_path, "-n", "0", probe=SKIPPING)
    assert status == 0
    assert last_words(output)[1:] == [
        "skipped: 4",
        "  1 because: not here",
        "      1 of test_probe.py",
        "  3 because: not today",
        "      3 of test_probe.py",
    ]


@pytest.mark.parametrize("probe", [SKIPPING, MODULE], ids=["tests", "a module"])
def test_whatever_is_skipped_fails_when_nothing_may_be(tmp_path: Path, probe: Any) -> None:
    status, output = run_probe(tmp_path, "-n", "0", probe=probe, REQUIRE_SERVICES="1")
    assert status != 0
    assert "REQUIRE_SERVICES=1, but this was skipped: not today" in output
    assert "skipped" not in output.splitlines()[-1]
    assert ("1 xfailed" in output) == (probe == SKIPPING)  # an expected failure did run


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
