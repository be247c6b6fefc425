"""Results, figures and given scores of departments; figures by month; votes by level, in rounds.

The new column of the results may be empty: so SQLite adds it without rebuilding the table and keeps its triggers.
"""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from foundation.append_only import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0011_appeals"),
        ("organization", "0004_calendar_2024_to_2026"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DepartmentFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="department_figures",
                        to="assessment.period",
                        verbose_name="period",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="organization.department",
                        verbose_name="department",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="figure")),
                ("value", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="value")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed at")),
            ],
            options={
                "verbose_name": "figure of a department",
                "verbose_name_plural": "figures of departments",
            },
        ),
        migrations.CreateModel(
            name="DepartmentRating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="department_ratings",
                        to="assessment.period",
                        verbose_name="period",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="organization.department",
                        verbose_name="department",
                    ),
                ),
                ("item", models.CharField(max_length=60, verbose_name="item")),
                (
                    "rater",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="department_ratings_to_give",
                        to="organization.staffmember",
                        verbose_name="rater",
                    ),
                ),
                (
                    "score",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="score"
                    ),
                ),
                ("given_at", models.DateTimeField(blank=True, null=True, verbose_name="given at")),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
            ],
            options={
                "verbose_name": "given score of a department",
                "verbose_name_plural": "given scores of departments",
                "ordering": ["department", "item", "rater"],
            },
        ),
        migrations.CreateModel(
            name="DepartmentResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "close",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="department_results",
                        to="assessment.close",
                        verbose_name="close",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="organization.department",
                        verbose_name="department",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("status", models.CharField(max_length=14, verbose_name="status")),
                (
                    "score",
                    models.DecimalField(decimal_places=2, max_digits=8, null=True, verbose_name="score"),
                ),
                ("items", models.JSONField(default=dict, verbose_name="items")),
                ("flags", models.JSONField(default=list, verbose_name="flags")),
                ("shares", models.JSONField(null=True, verbose_name="shares of the answers")),
                ("facts", models.JSONField(default=dict, verbose_name="facts")),
                ("standing", models.JSONField(default=dict, verbose_name="standing")),
            ],
            options={
                "verbose_name": "result of a department",
                "verbose_name_plural": "results of departments",
            },
        ),
        migrations.CreateModel(
            name="HistoricalDepartmentFigure",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=60, verbose_name="figure")),
                ("value", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="value")),
                ("updated_at", models.DateTimeField(blank=True, editable=False, verbose_name="changed at")),
                (
                    "period",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.period",
                        verbose_name="period",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organization.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical figure of a department",
                "verbose_name_plural": "historical figures of departments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDepartmentRating",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("item", models.CharField(max_length=60, verbose_name="item")),
                (
                    "score",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="score"
                    ),
                ),
                ("given_at", models.DateTimeField(blank=True, null=True, verbose_name="given at")),
                (
                    "period",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessment.period",
                        verbose_name="period",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organization.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "rater",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organization.staffmember",
                        verbose_name="rater",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical given score of a department",
                "verbose_name_plural": "historical given scores of departments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RemoveConstraint(
            model_name="figure",
            name="figure_once_per_person",
        ),
        migrations.RemoveConstraint(
            model_name="ratingtask",
            name="rating_given_once_by_a_rater",
        ),
        migrations.AddField(
            model_name="figure",
            name="month",
            field=models.CharField(blank=True, default="", max_length=7, verbose_name="month"),
        ),
        migrations.AddField(
            model_name="historicalfigure",
            name="month",
            field=models.CharField(blank=True, default="", max_length=7, verbose_name="month"),
        ),
        migrations.AddField(
            model_name="historicalratingtask",
            name="level",
            field=models.CharField(blank=True, max_length=40, verbose_name="level"),
        ),
        migrations.AddField(
            model_name="historicalratingtask",
            name="role",
            field=models.CharField(blank=True, max_length=40, verbose_name="rated as"),
        ),
        migrations.AddField(
            model_name="historicalratingtask",
            name="round",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="round"),
        ),
        migrations.AddField(
            model_name="ratingtask",
            name="level",
            field=models.CharField(blank=True, max_length=40, verbose_name="level"),
        ),
        migrations.AddField(
            model_name="ratingtask",
            name="role",
            field=models.CharField(blank=True, max_length=40, verbose_name="rated as"),
        ),
        migrations.AddField(
            model_name="ratingtask",
            name="round",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="round"),
        ),
        migrations.AddField(
            model_name="result",
            name="shares",
            field=models.JSONField(null=True, verbose_name="shares of the answers"),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.UniqueConstraint(
                fields=("period", "staff", "name", "month"), name="figure_once_per_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="ratingtask",
            constraint=models.UniqueConstraint(
                fields=("period", "staff", "item", "rater", "role", "round"),
                name="rating_given_once_by_a_rater",
            ),
        ),
        migrations.AddConstraint(
            model_name="departmentfigure",
            constraint=models.UniqueConstraint(
                fields=("period", "department", "name"), name="figure_once_per_department"
            ),
        ),
        migrations.AddIndex(
            model_name="departmentrating",
            index=models.Index(fields=["period", "rater"], name="assessment__period__807bb6_idx"),
        ),
        migrations.AddConstraint(
            model_name="departmentrating",
            constraint=models.UniqueConstraint(
                fields=("period", "department", "item", "rater"), name="department_rated_once_by_a_rater"
            ),
        ),
        migrations.AddConstraint(
            model_name="departmentresult",
            constraint=models.UniqueConstraint(
                fields=("close", "department"), name="result_once_per_department"
            ),
        ),
        Protect("assessment_departmentresult"),
    ]
