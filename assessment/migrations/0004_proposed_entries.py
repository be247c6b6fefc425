"""Entries that rooms propose and the assessment office confirms."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0003_one_rating_and_figure"),
        ("organization", "0001_organization"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProposedEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("clause", models.CharField(max_length=60, verbose_name="clause")),
                ("occurred_on", models.DateField(verbose_name="date")),
                (
                    "count",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="count"
                    ),
                ),
                (
                    "points",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="given points"
                    ),
                ),
                ("attributes", models.JSONField(blank=True, default=dict, verbose_name="particulars")),
                ("effect", models.DecimalField(decimal_places=2, max_digits=8, verbose_name="effect")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("source_room", models.SlugField(max_length=20, verbose_name="room")),
                ("reference", models.CharField(max_length=50, verbose_name="reference")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("proposed_at", models.DateTimeField(verbose_name="proposed at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "waiting for the office"),
                            ("confirmed", "confirmed"),
                            ("dismissed", "not confirmed"),
                            ("withdrawn", "taken back by the room"),
                            ("recalled", "no longer holds"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                (
                    "decision_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reason of the decision"),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back at")),
                (
                    "withdrawal_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why it no longer holds"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposal",
                        to="assessment.entry",
                        verbose_name="entry",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposed_entries",
                        to="assessment.period",
                        verbose_name="period",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.staffmember",
                        verbose_name="staff member",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organization.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposed entry",
                "verbose_name_plural": "proposed entries",
                "ordering": ["occurred_on", "pk"],
                "indexes": [models.Index(fields=["unit", "state"], name="assessment__unit_id_0b7353_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "source_room", "reference"), name="proposed_once_for_a_reference"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("department__isnull", True), ("staff__isnull", False)),
                            models.Q(("department__isnull", False), ("staff__isnull", True)),
                            _connector="OR",
                        ),
                        name="proposed_entry_is_about_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry__isnull", False), ("state__in", ["confirmed", "recalled"])),
                            models.Q(("entry__isnull", True), ("state__in", ["proposed", "dismissed"])),
                            ("state", "withdrawn"),
                            _connector="OR",
                        ),
                        name="confirmed_proposal_has_its_entry",
                    ),
                ],
            },
        ),
    ]
