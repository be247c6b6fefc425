"""Which services answer, and what happens to the tests that need one which does not.

A plug-in of the test run (``pytest_plugins`` in ``tests/conftest.py``). A test marked ``postgres``, ``redis`` or
``browser`` is skipped with its reason; with ``REQUIRE_SERVICES=1`` it fails instead.
"""

import os
import socket
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
import redis

LOCAL_POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
LOCAL_REDIS = "redis://127.0.0.1:6379/15"


@cache
def postgres_url() -> str | None:
    """``DATABASE_URL`` if set, else the local PostgreSQL if it answers and lets us create databases."""
    if named := os.environ.get("DATABASE_URL"):
        return named
    if not _listens(LOCAL_POSTGRES):
        return None
    try:
        connection = psycopg2.connect(LOCAL_POSTGRES, connect_timeout=2)
    except psycopg2.OperationalError:
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
            row = cursor.fetchone()
    finally:
        connection.close()
    return LOCAL_POSTGRES if row and row[0] else None


@cache
def redis_url() -> str | None:
    """``REDIS_URL`` if set, else the local Redis if it answers."""
    if named := os.environ.get("REDIS_URL"):
        return named
    if not _listens(LOCAL_REDIS):
        return None
    try:
        redis.Redis.from_url(LOCAL_REDIS, socket_connect_timeout=2, socket_timeout=2).ping()
    except redis.RedisError:
        return None
    return LOCAL_REDIS


def chromium() -> str | None:
    """The Chromium to drive: ``CHROMIUM`` or Debian's; None if there is none."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    return path if Path(path).is_file() else None


def _listens(url: str) -> bool:
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 0), timeout=0.5):
            return True
    except OSError:
        return False


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
