"""The log of acts is append-only in the database itself: no UPDATE, no DELETE, on PostgreSQL no TRUNCATE."""

from django.db import migrations

TABLE = "organization_auditevent"
MESSAGE = "the log of acts is append-only"

POSTGRES = [
    f"""
    CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$
    """,
    f"CREATE TRIGGER append_only_{TABLE} BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
    f"CREATE TRIGGER append_only_whole_{TABLE} BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
]
POSTGRES_BACK = [
    f"DROP TRIGGER append_only_whole_{TABLE} ON {TABLE}",
    f"DROP TRIGGER append_only_{TABLE} ON {TABLE}",
    f"DROP FUNCTION {TABLE}_refuse()",
]
SQLITE = [
    f"CREATE TRIGGER append_only_{TABLE}_{act.lower()} BEFORE {act} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for act in ("UPDATE", "DELETE")
]
SQLITE_BACK = [f"DROP TRIGGER append_only_{TABLE}_{act}" for act in ("update", "delete")]


def _run(schema_editor, postgres, sqlite):
    for statement in {"postgresql": postgres, "sqlite": sqlite}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def protect(apps, schema_editor):
    _run(schema_editor, POSTGRES, SQLITE)


def release(apps, schema_editor):
    _run(schema_editor, POSTGRES_BACK, SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("organization", "0002_roster_import_and_search")]
    operations = [migrations.RunPython(protect, release)]
