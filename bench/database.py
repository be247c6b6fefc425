"""A database of its own for a benchmark: created, migrated, and dropped at the end."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2

SERVER = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")


@contextmanager
def database_of_its_own(name: str) -> Iterator[str]:
    """Create a PostgreSQL database, point the settings at it, migrate, and drop it when done; its address."""
    name = f"{name}_{os.getpid()}"
    url = urlsplit(SERVER)._replace(path=f"/{name}").geturl()
    _on_server(f'CREATE DATABASE "{name}"')
    try:
        connect(url)
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        yield url
    finally:
        _hang_up()
        _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def connect(url: str) -> None:
    """Set Django up on a database; long work runs in this process."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ |= {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "JOBS_RUN_IN": "inline",
        "DEBUG": "0",
        "ALLOWED_HOSTS": "localhost",
        "SECRET_KEY": "only-for-this-measurement-0123456789-0123456789-0123456789",
        "REDIS_URL": "",
    }
    import django

    django.setup()


def _hang_up() -> None:
    from django.db import connections

    connections.close_all()


def _on_server(statement: str) -> None:
    connection = psycopg2.connect(SERVER)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


class Statements:
    """Counts the statements of every connection of the process that is opened from now on, and of the present one.

    Signs of life (progress of the job, claim of the close) come by the clock, not by the work: they are counted apart.
    ``FETCH`` of further rows of a cursor is no statement of its own; COPY goes past the counter.
    """

    SIGNS_OF_LIFE = ('UPDATE "organization_job" SET', 'UPDATE "assessment_period" SET "claimed_at"')

    def __init__(self) -> None:
        self.count = 0
        self.signs_of_life = 0

    def __enter__(self) -> "Statements":
        from django.db import connection
        from django.db.backends.signals import connection_created

        connection_created.connect(self._opened)
        connection.execute_wrappers.append(self._counted)
        return self

    def __exit__(self, *_error: object) -> None:
        from django.db import connection
        from django.db.backends.signals import connection_created

        connection_created.disconnect(self._opened)
        connection.execute_wrappers.remove(self._counted)

    def _opened(self, connection: Any, **_more: Any) -> None:
        connection.execute_wrappers.append(self._counted)

    def _counted(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if str(sql).startswith(self.SIGNS_OF_LIFE):
            self.signs_of_life += 1
        else:
            self.count += 1
        return execute(sql, params, many, context)
