"""Which services answer, and what happens to the tests that need one which does not.

A plug-in of the test run (``pytest_plugins`` in ``tests/conftest.py``). A test marked ``postgres``, ``redis`` or
``browser`` is skipped with its reason; with ``REQUIRE_SERVICES=1`` it fails instead.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import pytest
import redis
from pytest_django import Settings

from tests.detection import chromium

ROOT = Path(__file__).resolve().parent.parent


def missing(marker: str) -> str | None:
    """Why a test with this marker cannot run here; None if it can."""
    from django.conf import settings

    if marker == "postgres" and not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return "needs PostgreSQL; this run is on SQLite"
    if marker == "redis" and not settings.REDIS_URL:
        return "needs Redis; none is used in this run"
    if marker == "browser" and not chromium():
        return "needs Chromium (/usr/bin/chromium, or the path in CHROMIUM)"
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, or fail when services are required."""
    for marker in ("postgres", "redis", "browser"):
        if item.get_closest_marker(marker) and (reason := missing(marker)):
            if os.environ.get("REQUIRE_SERVICES") == "1":
                pytest.fail(f"REQUIRE_SERVICES=1, but this test {reason}", pytrace=False)
            pytest.skip(reason)


def pytest_report_header() -> str:
    """One line on what the run uses."""
    from django.conf import settings

    engine = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1]
    return f"services: database {engine}, redis {'yes' if settings.REDIS_URL else 'no'}, chromium {chromium() or 'no'}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first: those that start processes and browsers come last."""
    slow = ("postgres", "redis", "browser")
    items.sort(
        key=lambda item: max(
            (slow.index(m.name) + 1 for m in item.iter_markers() if m.name in slow), default=0
        )
    )


def database_url() -> str:
    """The address of the test database, for processes that a test starts."""
    from django.db import connection

    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    login = quote(values["USER"], safe="") + (
        f":{quote(values['PASSWORD'], safe='')}" if values["PASSWORD"] else ""
    )
    return f"postgres://{login}@{values['HOST']}:{values['PORT'] or 5432}/{values['NAME']}"


def child_environment(**more: str) -> dict[str, str]:
    """Environment of a process that works on the test database and on the files of the test."""
    from django.conf import settings

    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": database_url(),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        **more,
    }
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    return environment


@dataclass
class CeleryWorker:
    """A worker process with a queue of its own."""

    process: subprocess.Popen[bytes]
    queue: str
    environment: dict[str, str]

    @classmethod
    def start(cls, queue: str, environment: dict[str, str]) -> "CeleryWorker":
        """Start a worker; returns once it listens."""
        name = f"{queue}-{uuid4().hex[:6]}@test"
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config",
            "worker",
            "--pool",
            "solo",
            "-Q",
            queue,
            "-n",
            name,
        ]
        process = subprocess.Popen([*command, "--loglevel", "warning"], cwd=ROOT, env=environment)
        from config import celery_app

        deadline = time.monotonic() + 180
        while not celery_app.control.ping(destination=[name], timeout=0.5):
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                pytest.fail("the Celery worker did not start")
        return cls(process, queue, environment)

    def another(self) -> "CeleryWorker":
        """A further worker on the same queue, for instance after this one was killed."""
        return CeleryWorker.start(self.queue, self.environment)

    def stop(self) -> None:
        """End the process; fine if it is gone."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()


@pytest.fixture
def wait_until() -> Callable[..., None]:
    """Wait for something another process does: ``wait_until(lambda: ...)``; fails when it does not come.

    The time is for what hangs, not for what is slow: a busy machine takes long.
    """

    def wait(condition: Callable[[], object], *, seconds: float = 180) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                pytest.fail(f"did not happen within {seconds} s")
            time.sleep(0.05)

    return wait


@pytest.fixture
def celery_worker(transactional_db: None, settings: Settings) -> Iterator[CeleryWorker]:
    """A real worker on the test database; jobs started in the test go to it. For tests marked ``redis``."""
    from config import celery_app

    queue = f"test-{uuid4().hex}"
    settings.JOBS_RUN_IN = "celery"
    before = {name: celery_app.conf[name] for name in ("broker_url", "task_default_queue")}
    _point_celery_at(settings.REDIS_URL, queue)
    worker = CeleryWorker.start(queue, child_environment(CELERY_BROKER_URL=settings.REDIS_URL))
    yield worker
    worker.stop()
    redis.Redis.from_url(settings.REDIS_URL).delete(queue)
    _point_celery_at(before["broker_url"], before["task_default_queue"])


def _point_celery_at(broker: str, queue: str) -> None:
    from config import celery_app

    celery_app.conf.update(
        broker_url=broker, broker_write_url=broker, broker_read_url=broker, task_default_queue=queue
    )
    for cached in ("amqp", "pool", "control", "_pool"):
        celery_app.__dict__.pop(cached, None)
