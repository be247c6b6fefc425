"""Append-only tables: neither the ORM nor SQL changes a line of the ledger, on either database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from assessment.ledger.reverse_entry import reverse
from assessment.models import Entry, Evidence
from foundation.append_only import Protect, Unprotect, install_triggers, trigger_names
from tests.append_only import installed_triggers, set_aside
from tests.cast import House

pytestmark = pytest.mark.django_db
TABLES = ["assessment_entry", "assessment_evidence"]


@pytest.fixture
def proof(late: Callable[..., Entry], bureau: House) -> Evidence:
    return Evidence.objects.create(
        entry=late(),
        file="evidence/x",
        name="x.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        uploaded_by=bureau.user("lin"),
    )


def refuses(statement: Any) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        statement()


def sql(text: str) -> Any:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(text)

    return run


def test_the_orm_cannot_change_or_delete_an_entry(late: Callable[..., Entry]) -> None:
    entry = late()
    entry.note = "other"
    refuses(entry.save)
    refuses(entry.delete)
    refuses(lambda: Entry.objects.update(effect=0))
    refuses(lambda: Entry.objects.all().delete())
    assert Entry.objects.get().note == ""


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.usefixtures("proof")
def test_sql_cannot_either(table: Any) -> None:
    refuses(sql(f"UPDATE {table} SET id = id + 1000"))
    refuses(sql(f"DELETE FROM {table}"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.usefixtures("proof")
def test_nor_can_a_table_be_truncated(table: Any) -> None:
    refuses(sql(f"TRUNCATE {table} CASCADE"))


def test_a_reversal_is_a_line_of_its_own(late: Callable[..., Entry], bureau: House) -> None:
    entry = late()
    reverse(actor=bureau.user("lin"), entry=entry, reason="人员有误", idempotency_key="r")
    assert Entry.objects.count() == 2


def protections() -> dict[str, Protect]:
    """The last Protect operation of each table that is still protected, over all migrations of the project."""
    loader = MigrationLoader(connection)
    graph = loader.graph
    plan = [key for target in graph.leaf_nodes() for key in graph.forwards_plan(target)]
    operations = (
        operation for key in dict.fromkeys(plan) for operation in loader.disk_migrations[key].operations
    )
    found = {operation.table: operation for operation in operations if isinstance(operation, Protect)}
    return {table: operation for table, operation in found.items() if not isinstance(operation, Unprotect)}


def test_every_protected_table_has_the_triggers_its_migration_asks_for() -> None:
    """A later migration that rebuilds the table on SQLite drops its triggers: then it must repeat Protect."""
    found = protections()
    assert set(TABLES) <= set(found)
    there = {(table, name) for table, name, _definition in installed_triggers(connection)}
    definitions = {name: text for _table, name, text in installed_triggers(connection)}
    for table, operation in found.items():
        events = trigger_names(table) if connection.vendor == "postgresql" else trigger_names(table)[:2]
        assert {(table, name) for name in events} <= there
        if connection.vendor == "sqlite":
            asked = [
                text
                for text in install_triggers(connection, table, operation.may_change, operation.while_in)
                if "CREATE" in text
            ]
            assert sorted(asked) == sorted(definitions[name] for name in events)


class Editor:
    """The part of a schema editor that Protect uses; the real one of SQLite refuses to run inside a test."""

    connection = connection

    @staticmethod
    def execute(statement: str, params: None = None) -> None:
        assert params is None  # nothing is put into the text
        sql(statement)()


@pytest.fixture
def scratch() -> str:
    """A table of the test with one row; gone with its transaction."""
    sql("CREATE TABLE tests_slip (id integer PRIMARY KEY, text varchar(10), seen integer)")()
    sql("INSERT INTO tests_slip (id, text) VALUES (1, 'a')")()
    return "tests_slip"


def test_columns_that_may_change_do_and_the_others_do_not(scratch: str) -> None:
    Protect(scratch, may_change=["seen"]).database_forwards("tests", Editor, None, None)
    sql("UPDATE tests_slip SET seen = 1")()
    refuses(sql("UPDATE tests_slip SET text = 'b'"))
    refuses(sql("UPDATE tests_slip SET text = 'b', seen = 0"))
    refuses(sql("DELETE FROM tests_slip"))
    with set_aside(connection):
        sql("UPDATE tests_slip SET text = 'b'")()
    refuses(sql("UPDATE tests_slip SET text = 'c'"))


def test_migrating_backwards_takes_the_protection_away_and_forwards_brings_it_back(scratch: str) -> None:
    operation = Protect(scratch)
    operation.database_forwards("tests", Editor, None, None)
    refuses(sql("UPDATE tests_slip SET text = 'b'"))
    operation.database_backwards("tests", Editor, None, None)
    sql("UPDATE tests_slip SET text = 'b'")()
    operation.database_forwards("tests", Editor, None, None)
    operation.database_forwards("tests", Editor, None, None)
    refuses(sql("DELETE FROM tests_slip"))


def test_a_migration_that_moves_rows_takes_the_protection_off_and_going_back_brings_it_back(
    scratch: str,
) -> None:
    Protect(scratch, may_change=["seen"]).database_forwards("tests", Editor, None, None)
    operation = Unprotect(scratch, may_change=["seen"])
    operation.database_forwards("tests", Editor, None, None)
    sql("UPDATE tests_slip SET text = 'b'")()
    operation.database_backwards("tests", Editor, None, None)
    sql("UPDATE tests_slip SET seen = 1")()
    refuses(sql("UPDATE tests_slip SET text = 'c'"))
