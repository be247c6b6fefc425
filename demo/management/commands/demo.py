"""``manage.py demo``: invented units with a past, one for each scheme."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.utils import translation

from demo import build_demo


class Command(BaseCommand):
    """Rebuild the demo; with ``--if-empty`` only where nothing was entered yet; with ``--logins`` print the logins."""

    help = "Rebuild the demo data (everything that was entered is deleted)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--if-empty", action="store_true", help="only in an empty database")
        parser.add_argument("--logins", action="store_true", help="print the logins, build nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build, or print the logins."""
        if not settings.DEBUG:
            raise CommandError("The demo is not for production: its password is known to everybody.")
        with translation.override("zh-hans"):
            if options["logins"]:
                self._print_logins()
            elif not options["if_empty"]:
                self._empty()
                self._build()
            elif build_demo.is_empty():
                self._build()
            elif not build_demo.is_built():
                self.stdout.write("Data is there, but not the whole demo; `make demo` rebuilds it.")

    def _build(self) -> None:
        self.stdout.write("Building the demo: five units and their past …")
        build_demo.build_demo()

    def _empty(self) -> None:
        """Take the tables down and set them up again: the ledger itself cannot be emptied."""
        for app in ("assessment", "organization"):
            call_command("migrate", app, "zero", interactive=False, verbosity=0)
        call_command("migrate", interactive=False, verbosity=0)

    def _print_logins(self) -> None:
        for username, title in build_demo.logins():
            self.stdout.write(f"  {username:<20} {title}")
        self.stdout.write(f"\n  password: {build_demo.PASSWORD}")
