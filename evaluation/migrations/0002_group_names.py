"""The name of a group is its own within a campaign: results name the groups by it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(
                fields=("campaign", "name"), name="group_name_once_per_campaign"
            ),
        ),
    ]
