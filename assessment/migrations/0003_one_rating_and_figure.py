"""Given scores and figures of departments move into the tables of those of people, with their history; and back."""

from collections.abc import Sequence
from typing import Any

import django.db.models.deletion
from django.core.management.color import no_style
from django.db import migrations, models
from django.db.models import Max

# Table of departments, table of both, the columns they have in common.
PAIRS = (
    (
        "DepartmentRating",
        "RatingTask",
        ("period_id", "department_id", "item", "rater_id", "score", "given_at", "given_by_id"),
        {"title": "", "round": 0, "role": "", "level": ""},
    ),
    (
        "DepartmentFigure",
        "Figure",
        ("period_id", "department_id", "name", "value", "entered_by_id", "updated_at"),
        {"month": ""},
    ),
)
HISTORY = ("history_date", "history_change_reason", "history_type", "history_user_id")


def together(apps: Any, schema_editor: Any) -> None:
    """Rows about departments get new ids after those of people; a history row goes with its row."""
    for source, target, columns, rest in PAIRS:
        tables = [apps.get_model("assessment", f"{prefix}{target}") for prefix in ("", "Historical")]
        first = max(table.objects.aggregate(last=Max("id"))["last"] or 0 for table in tables)
        for table, prefix, more in zip(tables, ("", "Historical"), ((), HISTORY), strict=True):
            old = apps.get_model("assessment", f"{prefix}{source}")
            _copy(schema_editor, old, table, (*columns, *more), rest, first)
    _settle(schema_editor)


def apart(apps: Any, schema_editor: Any) -> None:
    """Rows about departments go back into tables of their own; they keep their ids.

    RuntimeError when there are any that the tables of departments cannot hold: votes in rounds, named duties, figures
    of months.
    """
    for target, source, columns, rest in PAIRS:
        for prefix, more in (("", ()), ("Historical", HISTORY)):
            both = apps.get_model("assessment", f"{prefix}{source}")
            rows = both.objects.filter(department__isnull=False)
            if lost := rows.exclude(**rest).count():
                raise RuntimeError(f"{lost} rows of {both._meta.db_table} have no place in the old tables.")
            _copy(schema_editor, both, apps.get_model("assessment", f"{prefix}{target}"), (*columns, *more), {}, 0)
            rows.delete()
    _settle(schema_editor)


def _copy(
    schema_editor: Any, old: Any, new: Any, columns: Sequence[str], rest: dict[str, Any], first: int
) -> None:
    """Copy the rows about departments, in their order; ``rest`` are the columns that only the new table has."""
    quote = schema_editor.quote_name
    named = ", ".join(map(quote, columns))
    values = "".join(", %s" for _each in rest)
    order = "history_id" if "history_type" in columns else "id"
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(new._meta.db_table)} (id, {named}{''.join(f', {quote(each)}' for each in rest)}) "  # noqa: S608
            f"SELECT id + %s, {named}{values} FROM {quote(old._meta.db_table)} "
            f"WHERE department_id IS NOT NULL ORDER BY {order}",
            [first, *rest.values()],
        )
        for statement in schema_editor.connection.ops.sequence_reset_sql(no_style(), [new]):
            cursor.execute(statement)


def _settle(schema_editor: Any) -> None:
    """PostgreSQL alters no table whose new rows still wait for the checks of their foreign keys."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def _staff(name: str) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=name,
        to="organization.staffmember",
        verbose_name="staff member",
    )


def _department(name: str) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=name,
        to="organization.department",
        verbose_name="department",
    )


def _past_department() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        blank=True,
        db_constraint=False,
        null=True,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to="organization.department",
        verbose_name="department",
    )


def _about_one(name: str) -> models.CheckConstraint:
    person = models.Q(department__isnull=True, staff__isnull=False)
    department = models.Q(department__isnull=False, staff__isnull=True)
    return models.CheckConstraint(condition=person | department, name=name)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0002_one_result"), ("organization", "0001_organization")]

    operations = [
        migrations.AddField("ratingtask", "department", _department("rating_tasks")),
        migrations.AddField("historicalratingtask", "department", _past_department()),
        migrations.AlterField("ratingtask", "staff", _staff("rating_tasks")),
        migrations.AddField("figure", "department", _department("figures")),
        migrations.AddField("historicalfigure", "department", _past_department()),
        migrations.AlterField("figure", "staff", _staff("figures")),
        migrations.RunPython(together, apart),
        migrations.DeleteModel("DepartmentRating"),
        migrations.DeleteModel("HistoricalDepartmentRating"),
        migrations.DeleteModel("DepartmentFigure"),
        migrations.DeleteModel("HistoricalDepartmentFigure"),
        migrations.AlterModelOptions(
            "ratingtask",
            options={
                "ordering": ["staff", "department", "item", "rater"],
                "verbose_name": "given score",
                "verbose_name_plural": "given scores",
            },
        ),
        migrations.AddConstraint("ratingtask", _about_one("rating_is_about_one")),
        migrations.AddConstraint(
            "ratingtask",
            models.UniqueConstraint(
                fields=("period", "department", "item", "rater", "role", "round"),
                name="department_rated_once_by_a_rater",
            ),
        ),
        migrations.AddConstraint("figure", _about_one("figure_is_about_one")),
        migrations.AddConstraint(
            "figure",
            models.UniqueConstraint(
                fields=("period", "department", "name", "month"), name="figure_once_per_department"
            ),
        ),
    ]
