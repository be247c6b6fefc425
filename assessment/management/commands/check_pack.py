"""``manage.py check_pack [--lint] FILE…``: check scheme packs, without database or server."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessment.rules.check_packs import Analysis, check_packs


class Command(BaseCommand):
    """Print ``FILE: ok id hash`` or a line for each fault; with ``--lint`` also what the analysis finds.

    Exit code 2 with a fault, 1 with a finding that is an error, else 0.
    """

    help = "Check scheme packs. No database is needed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("packs", nargs="+", metavar="FILE.yaml")
        parser.add_argument("--lint", action="store_true", help="also analyse the packs that are valid")
        parser.add_argument("--language", choices=("zh", "en"), default="en", help="language of what is told")
        parser.add_argument(
            "--size",
            action="append",
            default=[],
            metavar="CATEGORY=PEOPLE",
            help="people of a category in the unit, for findings about seats; may be repeated",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        analysis = None
        if options["lint"]:
            sizes = dict(_size(stated) for stated in options["size"])
            analysis = Analysis(sizes=sizes)
        code = check_packs(
            options["packs"],
            self.stdout,  # type: ignore[arg-type]
            self.stderr,  # type: ignore[arg-type]
            analysis,
            language=options["language"],
        )
        if code:
            sys.exit(code)


def _size(stated: str) -> tuple[str, int]:
    """``general=3`` as a category and a number of people."""
    category, _, people = stated.partition("=")
    if not category or not (people.isascii() and people.isdigit()):
        raise CommandError(f"--size {stated}: CATEGORY=PEOPLE is expected, such as general=3")
    return category, int(people)
