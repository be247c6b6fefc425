"""``manage.py adopt_scheme``: publish a pack and let a unit use it."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from assessment.packs import FOLDER
from assessment.rules import PackError
from assessment.schemes.install_schemes import adopt_scheme, install_version
from organization.models import Unit


class Command(BaseCommand):
    """Publish a pack as the next version of its scheme, and let a unit use the scheme from a day on."""

    help = "Publish a pack (a file, or the id of one that ships); with --unit let that unit use it from a day on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which pack, for whom, from when."""
        parser.add_argument("pack", help="my-scheme.yaml, or shufu-50")
        parser.add_argument("--unit", metavar="CODE", help="the unit that uses it")
        parser.add_argument("--from", dest="since", metavar="DATE", help="first day, 2026-01-01")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Publish, then adopt."""
        if bool(options["unit"]) != bool(options["since"]):
            raise CommandError("--unit and --from belong together.")
        version = self._publish(options["pack"])
        self.stdout.write(f"{version} ({version.hash[:12]})")
        if not options["unit"]:
            return
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"There is no unit {options['unit']}.")
        try:
            since = date.fromisoformat(options["since"])
            use = adopt_scheme(actor=None, unit=unit, scheme=version.scheme, valid_from=since)
        except (ValueError, ValidationError) as error:
            raise CommandError("; ".join(getattr(error, "messages", [str(error)]))) from error
        self.stdout.write(f"{use} {since}")

    def _publish(self, name: str) -> Any:
        path = Path(name)
        if not path.is_file():
            path = FOLDER / f"{name}.yaml"
        if not path.is_file():
            raise CommandError(f"{name} is neither a file nor a pack that ships.")
        try:
            return install_version(actor=None, text=path.read_text("utf-8"), file=path.name)
        except PackError as error:
            raise CommandError(str(error)) from error
