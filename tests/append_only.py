"""Emptying append-only tables between tests: triggers are set aside for the flush and put back after it.

A plug-in of the test run. Only the flush of the test runner is wrapped; nothing in the system itself can do this.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations


def installed_triggers(connection: Any) -> list[tuple[str, str, str]]:
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
def set_aside(connection: Any) -> Iterator[None]:
    """Without the append-only triggers inside the block, which runs in a transaction (so a failure restores them)."""
    triggers = installed_triggers(connection)
    on_table = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table, name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"' + (f" ON {table}" if on_table else ""))
    yield
    with connection.cursor() as cursor:
        for _table, _name, definition in triggers:
            cursor.execute(definition)


@pytest.fixture(autouse=True, scope="session")
def _flush_of_append_only_tables() -> Iterator[None]:
    original = BaseDatabaseOperations.execute_sql_flush

    def flush(self: Any, sql_list: list[str]) -> None:
        with transaction.atomic(using=self.connection.alias), set_aside(self.connection):
            original(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = flush
    yield
    BaseDatabaseOperations.execute_sql_flush = original
