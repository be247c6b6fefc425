"""``manage.py verify_period``: does a closed period still give its figures?"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessment.management.period_argument import period_named
from assessment.results.verification import verify_period


class Command(BaseCommand):
    """Recomputes a closed period from the stored facts and prints every difference; exit code 1 when there is one."""

    help = "Recompute a closed period from the stored facts and report every difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which periods."""
        parser.add_argument("period", nargs="+", help="id, or unit:scheme:key (minzheng:shufu-50:2026-04)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Verify each period named."""
        differs = False
        for name in options["period"]:
            try:
                period = period_named(name)
            except ValueError as error:
                raise CommandError(str(error)) from error
            if period.current_close is None:
                raise CommandError(f"{period} was never closed")
            found = verify_period(period)
            differs |= bool(found)
            for difference in found:
                self.stdout.write(f"{period}: {difference}")
            if not found:
                close = period.current_close
                self.stdout.write(
                    f"{period}: revision {close.revision}, {close.people} people, no difference"
                )
        if differs:
            sys.exit(1)
