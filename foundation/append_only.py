"""Append-only tables: triggers of the database that refuse UPDATE and DELETE, whoever asks.

In a migration, after the table exists::

    operations = [
        Protect("assessment_entry"),
        Protect("assessment_decision", may_change=["revoked_by_id", "revoked_at"]),
        Protect("assessment_close", while_in=("state", "running")),
    ]

On PostgreSQL TRUNCATE is refused too. A refused statement raises ``IntegrityError``. On SQLite a migration that
rebuilds a table (AlterField and the like) drops its triggers with the old table: repeat ``Protect`` after it. A test
walks all ``Protect`` operations and compares their triggers with the database. A migration that moves rows of such a
table begins with ``Unprotect`` and ends with ``Protect``: then it works in both directions.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import migrations

_PREFIX = "append_only"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {_PREFIX}_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS > 0
       AND (to_jsonb(OLD) - TG_ARGV::text[]) = (to_jsonb(NEW) - TG_ARGV::text[]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$guard$
"""


def install_triggers(
    connection: Any, table: str, may_change: Iterable[str] = (), while_in: tuple[str, str] | None = None
) -> list[str]:
    """The statements that protect a table on this connection's database; running them again changes nothing.

    ``may_change`` are columns (not fields: ``revoked_by_id``) that may still be updated; all others, and the row, stay.
    ``while_in`` is a column and a value: a row may be updated as long as it has that value there, and never after.
    """
    allowed = sorted(may_change)
    if connection.vendor == "postgresql":
        return [
            *drop_triggers(connection, table),
            _FUNCTION,
            *_postgresql(connection, table, allowed, while_in),
        ]
    if connection.vendor == "sqlite":
        return [*drop_triggers(connection, table), *_sqlite(connection, table, allowed, while_in)]
    raise NotImplementedError(f"append-only tables need PostgreSQL or SQLite, not {connection.vendor}")


def drop_triggers(connection: Any, table: str) -> list[str]:
    """The statements that take the protection away again (a migration backwards)."""
    quote = connection.ops.quote_name
    on = f" ON {quote(table)}" if connection.vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {quote(name)}{on}" for name in trigger_names(table)]


def trigger_names(table: str) -> Sequence[str]:
    """The names of a table's triggers: rows, and (PostgreSQL only) the whole table."""
    return [f"{_PREFIX}_{table}_{event}" for event in ("update", "delete", "truncate")]


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _postgresql(
    connection: Any, table: str, allowed: Sequence[str], while_in: tuple[str, str] | None
) -> list[str]:
    quote = connection.ops.quote_name
    update, delete, truncate = (quote(name) for name in trigger_names(table))
    columns = ", ".join(map(_literal, allowed))
    fixed = f" WHEN (OLD.{quote(while_in[0])} IS DISTINCT FROM {_literal(while_in[1])})" if while_in else ""
    guard = f"EXECUTE FUNCTION {_PREFIX}_guard"
    return [
        f"CREATE TRIGGER {update} BEFORE UPDATE ON {quote(table)} FOR EACH ROW{fixed} {guard}({columns})",
        f"CREATE TRIGGER {delete} BEFORE DELETE ON {quote(table)} FOR EACH ROW {guard}()",
        f"CREATE TRIGGER {truncate} BEFORE TRUNCATE ON {quote(table)} FOR EACH STATEMENT {guard}()",
    ]


def _sqlite(
    connection: Any, table: str, allowed: Sequence[str], while_in: tuple[str, str] | None
) -> list[str]:
    quote = connection.ops.quote_name
    update, delete, _truncate = (quote(name) for name in trigger_names(table))
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    conditions = [f"OLD.{quote(while_in[0])} IS NOT {_literal(while_in[1])}"] if while_in else []
    if allowed:
        with connection.cursor() as cursor:
            found = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        kept = [quote(column) for column in found if column not in allowed]
        conditions.append("(" + " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in kept) + ")")
    changed = " WHEN " + " AND ".join(conditions) if conditions else ""
    return [
        f"CREATE TRIGGER {update} BEFORE UPDATE ON {quote(table)} FOR EACH ROW{changed} {refuse}",
        f"CREATE TRIGGER {delete} BEFORE DELETE ON {quote(table)} FOR EACH ROW {refuse}",
    ]


class Protect(migrations.operations.base.Operation):
    """Migration operation: from here on rows of a table are added and never changed; backwards: no longer so."""

    reduces_to_sql = True
    reversible = True

    def __init__(
        self, table: str, may_change: Iterable[str] = (), while_in: tuple[str, str] | None = None
    ) -> None:
        self.table, self.may_change, self.while_in = table, sorted(may_change), while_in

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Install the triggers."""
        connection = schema_editor.connection
        for statement in install_triggers(connection, self.table, self.may_change, self.while_in):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the triggers."""
        for statement in drop_triggers(schema_editor.connection, self.table):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """A line for the output of migrate."""
        return f"Make {self.table} append-only"


class Unprotect(Protect):
    """Migration operation: takes the protection off for what follows in the same migration; backwards: brings it back."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the triggers."""
        super().database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Install the triggers."""
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """A line for the output of migrate."""
        return f"Let rows of {self.table} be moved"
