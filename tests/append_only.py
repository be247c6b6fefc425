"""After a test with real transactions the tables are emptied: those that hold something, and nothing else.

A plug-in of the test run. The flush of the test runner empties every table, and Django then writes the permissions and
the content types anew; here the rows that every installation has stay where they are. For the append-only tables
the triggers are set aside meanwhile; nothing in the system itself can do this.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

INSTALLED = ("django_content_type", "auth_permission", "organization_calendarday")


def installed_triggers(connection: BaseDatabaseWrapper) -> list[tuple[str, str, str]]:
    """Table, name and definition of every append-only trigger that is there."""
    query = {
        "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'append_only%'",
        "postgresql": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgname LIKE 'append_only%'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(cursor.fetchall())


@contextmanager
def set_aside(connection: BaseDatabaseWrapper, tables: Sequence[str] | None = None) -> Iterator[None]:
    """Without the append-only triggers (of these tables) in the block, which runs in a transaction.

    So a failure restores them.
    """
    triggers = [each for each in installed_triggers(connection) if tables is None or each[0] in tables]
    if connection.vendor == "postgresql":
        off = [f"ALTER TABLE {table} DISABLE TRIGGER {name}" for table, name, _sql in triggers]
        on = [f"ALTER TABLE {table} ENABLE TRIGGER {name}" for table, name, _sql in triggers]
        # A table with checks that wait for the end of the transaction cannot be altered.
        off, on = (
            ["SET CONSTRAINTS ALL IMMEDIATE", *each, "SET CONSTRAINTS ALL DEFERRED"] for each in (off, on)
        )
    else:
        off = [f'DROP TRIGGER "{name}"' for _table, name, _sql in triggers]
        on = [definition for _table, _name, definition in triggers]
    _execute(connection, off if triggers else [])
    yield
    _execute(connection, on if triggers else [])


def _execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _filled(tables: Sequence[str]) -> list[str]:
    union = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(union)
        return [name for (name,) in cursor.fetchall()]


def _rows(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _put_back(table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    place = "(" + ", ".join(["%s"] * len(rows[0])) + ")"
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute(
            f'INSERT INTO "{table}" VALUES {", ".join([place] * len(rows))}',
            [value for row in rows for value in row],
        )


def _empty(installed: dict[str, list[tuple[Any, ...]]]) -> None:
    tables = sorted(set(connection.introspection.django_table_names()) - set(installed))
    with transaction.atomic():
        filled = _filled(tables)
        with set_aside(connection, filled):
            _execute(connection, [f'DELETE FROM "{table}"' for table in filled])
        for table, rows in installed.items():
            if _rows(table) != rows:
                _put_back(table, rows)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database, which is emptied this way after each test with real transactions."""
    with django_db_blocker.unblock():
        installed = {table: _rows(table) for table in INSTALLED}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: _empty(installed))
        yield
