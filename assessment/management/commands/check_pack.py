"""``manage.py check_pack FILE…``: check scheme packs, without database or server."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from assessment.rules.cli import check_packs


class Command(BaseCommand):
    """Print ``FILE: ok id hash`` or a line for each fault; exit code 2 with faults."""

    help = "Check scheme packs. No database is needed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("packs", nargs="+", metavar="FILE.yaml")

    def handle(self, *args: Any, **options: Any) -> None:
        code = check_packs(options["packs"], self.stdout, self.stderr)  # type: ignore[arg-type]
        if code:
            sys.exit(code)
