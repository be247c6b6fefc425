"""Results of departments move into the table of those of people; and back.

They get new ids after those of people: what names them by id (the reports of try-outs) is told the new ones. Backwards
they keep their ids, so that the way there and back ends with the same rows.
"""

from typing import Any

import django.db.models.deletion
from django.core.management.color import no_style
from django.db import migrations, models

from foundation.append_only import Protect, Unprotect

SAME = ("close_id", "department_id", "name", "status", "score", "items", "flags", "shares", "facts", "standing")
# What the table of departments could not hold, with the value that it stood for.
ONLY_PEOPLE = {"grade": None, "ceiling": None, "bonus": None, "gates": []}


def together(apps: Any, schema_editor: Any) -> None:
    """Copy the results of departments in the order of their ids, then tell the reports of try-outs of the new ids."""
    ids = _ids(apps.get_model("assessment", "DepartmentResult"))
    source = f"SELECT {_listed(schema_editor, ('code', *SAME))}, '', '', '[]' FROM assessment_departmentresult"
    target = _listed(schema_editor, ("number", *SAME, "department_name", "category", "gates"))
    schema_editor.execute(f"INSERT INTO assessment_result ({target}) {source} ORDER BY id", params=None)
    _settle(schema_editor)
    new = _ids(apps.get_model("assessment", "Result"))
    _rename(apps, {old: new[place] for place, old in ids.items()})


def apart(apps: Any, schema_editor: Any) -> None:
    """Copy the results of departments back, with their ids, and take them out of the table of people.

    RuntimeError when there is something that their table cannot hold: grades, ceilings, bonuses, gates, decisions.
    """
    result, old = apps.get_model("assessment", "Result"), apps.get_model("assessment", "DepartmentResult")
    places = result.objects.filter(staff__isnull=True)
    decided = apps.get_model("assessment", "DecidedGrade").objects.filter(result__staff__isnull=True)
    if lost := places.exclude(**ONLY_PEOPLE).count() + decided.count():
        raise RuntimeError(f"{lost} grades of departments have no place in the old tables.")
    source = f"SELECT {_listed(schema_editor, ('id', 'number', *SAME))} FROM assessment_result"
    target = _listed(schema_editor, ("id", "code", *SAME))
    schema_editor.execute(
        f"INSERT INTO assessment_departmentresult ({target}) {source} WHERE staff_id IS NULL", params=None
    )
    schema_editor.execute("DELETE FROM assessment_result WHERE staff_id IS NULL", params=None)
    for statement in schema_editor.connection.ops.sequence_reset_sql(no_style(), [old]):
        schema_editor.execute(statement, params=None)
    _settle(schema_editor)


def _ids(model: Any) -> dict[tuple[Any, int], int]:
    """Close and department → id; of people there are none."""
    rows = model.objects.filter(department__isnull=False).values_list("close", "department", "pk")
    return {(close, department): pk for close, department, pk in rows}


def _rename(apps: Any, new: dict[int, int]) -> None:
    """Put the new ids into the reports that list departments which a draft would score otherwise."""
    tryouts = apps.get_model("assessment", "TryOut").objects
    for pk in tryouts.values_list("pk", flat=True):
        report = tryouts.values_list("report", flat=True).get(pk=pk)
        rows = report.get("departments", {}).get("rows", [])
        for row in rows:
            row["result"] = new[row["result"]]
        if rows:
            tryouts.filter(pk=pk).update(report=report)


def _listed(schema_editor: Any, names: tuple[str, ...]) -> str:
    return ", ".join(map(schema_editor.connection.ops.quote_name, names))


def _settle(schema_editor: Any) -> None:
    """Check the foreign keys now: PostgreSQL alters no table with checks still to come."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE", params=None)
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED", params=None)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_assessment")]

    operations = [
        Unprotect("assessment_result"),
        Unprotect("assessment_departmentresult"),
        migrations.RenameField("result", "department", "department_name"),
        migrations.AlterField(
            "result",
            "department_name",
            models.CharField(blank=True, max_length=60, verbose_name="department then"),
        ),
        migrations.AlterField(
            "result", "number", models.CharField(max_length=20, verbose_name="number or code")
        ),
        migrations.AlterField("result", "name", models.CharField(max_length=60, verbose_name="name")),
        migrations.AlterField(
            "result", "category", models.CharField(blank=True, max_length=40, verbose_name="category")
        ),
        migrations.AlterField(
            "result",
            "staff",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="results",
                to="organization.staffmember",
                verbose_name="staff member",
            ),
        ),
        migrations.AddField(
            "result",
            "department",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="results",
                to="organization.department",
                verbose_name="department",
            ),
        ),
        migrations.AddConstraint(
            "result",
            models.UniqueConstraint(fields=("close", "department"), name="one_result_per_department"),
        ),
        migrations.AddConstraint(
            "result",
            models.CheckConstraint(
                condition=models.Q(staff__isnull=False, department__isnull=True)
                | models.Q(staff__isnull=True, department__isnull=False),
                name="result_of_one_subject",
            ),
        ),
        migrations.RunPython(together, apart),
        migrations.DeleteModel("DepartmentResult"),
        Protect("assessment_result"),
    ]
