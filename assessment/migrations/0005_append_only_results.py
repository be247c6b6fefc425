"""Results, steps of periods and finished closes are append-only from here on."""

from django.db import migrations

from foundation.append_only import Protect


class Migration(migrations.Migration):
    dependencies = [("assessment", "0004_optional_actors")]

    operations = [
        Protect("assessment_result"),
        Protect("assessment_periodstep"),
        Protect("assessment_close", while_in=("state", "running")),
    ]
