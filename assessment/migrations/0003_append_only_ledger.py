"""The ledger is append-only from here on; a list of a whole unit's entries by time has its index."""

from django.db import migrations, models

from foundation.append_only import Protect


class Migration(migrations.Migration):
    dependencies = [("assessment", "0002_initial")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["unit", "recorded_at"], name="assessment__unit_id_3a5f46_idx"),
        ),
        Protect("assessment_entry"),
        Protect("assessment_evidence"),
    ]
