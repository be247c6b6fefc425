"""Departments may appeal, too: by their chief, against their result or an entry about them."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from foundation.append_only import Protect, Unprotect

MAY_CHANGE = ["state", "handler_id", "answer_due", "answered_at", "recomputed_as_id"]


def anything(_apps: Any, _schema_editor: Any) -> None:
    """Forwards there is nothing to move."""


def refuse(apps: Any, _schema_editor: Any) -> None:
    """RuntimeError when departments have appealed: the old table cannot hold that."""
    if lost := apps.get_model("assessment", "Appeal").objects.filter(staff__isnull=True).count():
        raise RuntimeError(f"{lost} appeals of departments have no place in the old table.")


class Migration(migrations.Migration):
    dependencies = [("assessment", "0004_proposed_entries")]

    operations = [
        Unprotect("assessment_appeal", may_change=MAY_CHANGE),
        migrations.AlterField(
            "appeal",
            "staff",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appeals",
                to="organization.staffmember",
                verbose_name="staff member",
            ),
        ),
        migrations.AddConstraint(
            "appeal",
            models.UniqueConstraint(
                condition=models.Q(
                    ("kind", "result"), ("staff__isnull", True), ("state__in", ["filed", "accepted"])
                ),
                fields=("period", "department"),
                name="one_open_appeal_per_department",
            ),
        ),
        migrations.RunPython(anything, refuse),
        Protect("assessment_appeal", may_change=MAY_CHANGE),
    ]
