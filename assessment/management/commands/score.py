"""``manage.py score CASE…``: score case files, without database or server."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from assessment.packs import SCHEMES
from assessment.rules.command_line import score_files


class Command(BaseCommand):
    """Print one JSON object per case; exit code 2 when any case is not valid."""

    help = "Score case files. No database is needed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cases", nargs="+", metavar="CASE.json")
        parser.add_argument("--language", choices=("zh", "en"), default="en", help="language of the faults")

    def handle(self, *_args: Any, **options: Any) -> None:
        code = score_files(
            options["cases"],
            SCHEMES,
            self.stdout,  # type: ignore[arg-type]
            self.stderr,  # type: ignore[arg-type]
            language=options["language"],
        )
        if code:
            sys.exit(code)
