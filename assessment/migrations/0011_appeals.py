"""Appeals with their steps and files.

What was said when an appeal was filed stays; only its standing may change. Steps and files are never changed.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import assessment.models.appeals
from foundation.append_only import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0010_workshop"),
        ("organization", "0004_calendar_2024_to_2026"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("entry", "an entry"), ("result", "a result")],
                        max_length=8,
                        verbose_name="against",
                    ),
                ),
                ("grounds", models.TextField(verbose_name="grounds")),
                ("filed_at", models.DateTimeField(auto_now_add=True, verbose_name="filed at")),
                ("filed_on", models.DateField(verbose_name="filed on")),
                ("answer_due", models.DateField(blank=True, null=True, verbose_name="answer due")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "waiting to be taken up"),
                            ("accepted", "being handled"),
                            ("upheld", "upheld"),
                            ("rejected", "not upheld"),
                            ("withdrawn", "appeal withdrawn"),
                        ],
                        default="filed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="assessment.entry",
                        verbose_name="entry",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="filed by",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handled by",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="assessment.period",
                        verbose_name="period",
                    ),
                ),
                (
                    "recomputed_as",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal",
                        to="assessment.close",
                        verbose_name="recomputed as",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="assessment.result",
                        verbose_name="result",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="organization.staffmember",
                        verbose_name="staff member",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "appeal",
                "verbose_name_plural": "appeals",
                "ordering": ["-filed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AppealFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        upload_to=assessment.models.appeals.appeal_file_path, verbose_name="file"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="name")),
                ("content_type", models.CharField(max_length=100, verbose_name="type")),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                ("sha256", models.CharField(max_length=64)),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="assessment.appeal",
                        verbose_name="appeal",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an appeal",
                "verbose_name_plural": "files of appeals",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AppealStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("file", "appeal filed"),
                            ("accept", "taken up"),
                            ("assign", "given to somebody else"),
                            ("uphold", "upheld"),
                            ("reject", "not upheld"),
                            ("withdraw", "appeal withdrawn"),
                        ],
                        max_length=10,
                        verbose_name="action",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("data", models.JSONField(blank=True, default=dict, verbose_name="particulars")),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="assessment.appeal",
                        verbose_name="appeal",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an appeal",
                "verbose_name_plural": "steps of appeals",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(fields=["unit", "state", "answer_due"], name="assessment__unit_id_f93e94_idx"),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "entry"), ("state__in", ["filed", "accepted"])),
                fields=("entry",),
                name="one_open_appeal_per_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "result"), ("state__in", ["filed", "accepted"])),
                fields=("period", "staff"),
                name="one_open_appeal_per_result",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entry__isnull", False), ("kind", "entry"), ("result__isnull", True)),
                    models.Q(("entry__isnull", True), ("kind", "result"), ("result__isnull", False)),
                    _connector="OR",
                ),
                name="appeal_is_against_one_thing",
            ),
        ),
        Protect(
            "assessment_appeal",
            may_change=["state", "handler_id", "answer_due", "answered_at", "recomputed_as_id"],
        ),
        Protect("assessment_appealstep"),
        Protect("assessment_appealfile"),
    ]
