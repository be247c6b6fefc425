"""The working days of 2024 to 2026, from the data files beside the room: weekends, holidays, make-up days."""

import csv
from datetime import date, timedelta
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "calendar_data"
YEARS = (2024, 2025, 2026)


def seed(apps, schema_editor):
    CalendarDay = apps.get_model("organization", "CalendarDay")
    for year in YEARS:
        with (DATA / f"{year}.csv").open(encoding="utf-8", newline="") as file:
            special = {date.fromisoformat(row["day"]): row for row in csv.DictReader(file)}
        days, day = [], date(year, 1, 1)
        while day.year == year:
            row = special.get(day)
            working = row["working"] == "yes" if row else day.weekday() < 5
            days.append(CalendarDay(day=day, is_working=working, name=row["name"] if row else ""))
            day += timedelta(days=1)
        CalendarDay.objects.bulk_create(days, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("organization", "0003_audit_append_only")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
