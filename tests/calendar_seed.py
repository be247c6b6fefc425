"""The working days that every installation has, put back after a test with real transactions emptied the tables.

A plug-in of the test run: such a test ends with a flush, and Django then sends ``post_migrate``.
"""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models.signals import post_migrate


def seed_again(sender: Any, **_signal: Any) -> None:
    """Run the seeding migration's function when the calendar is empty."""
    from organization.models import CalendarDay

    if sender.name == "organization" and not CalendarDay.objects.exists():
        import_module("organization.migrations.0001_organization").seed(apps, None)


def pytest_configure() -> None:
    """Listen from the start of the run."""
    post_migrate.connect(seed_again, dispatch_uid="tests.calendar_seed")
