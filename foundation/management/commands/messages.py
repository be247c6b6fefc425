"""``manage.py messages``: the Chinese catalogue, without the gettext binaries and without a database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from foundation.messages import catalogue
from foundation.messages.extract import ExtractionError, extract_project


class Command(BaseCommand):
    """Keep ``locale/zh_Hans`` in step with the sources."""

    help = "Extract, fill, check and compile the Chinese texts."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        extract = actions.add_parser("extract", help="Bring the catalogue in step with the sources.")
        extract.add_argument("--drop-obsolete", action="store_true", help="Forget texts that are gone.")
        fill = actions.add_parser("fill", help="Merge translations, then compile.")
        fill.add_argument("file", type=Path, help='JSON: {"English text": "中文"}')
        actions.add_parser("missing", help="List the texts without Chinese; fails if there are any.")
        actions.add_parser(
            "check", help="Fail unless the catalogue is complete and in step with the sources."
        )
        actions.add_parser("compile", help="Write the binary catalogue.")

    def handle(self, *_args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        action = options["action"]
        try:
            if action == "extract":
                self._extract(root, drop=options["drop_obsolete"])
            elif action == "fill":
                self._fill(root, _load(options["file"]))
            elif action == "missing":
                self._missing(root)
            elif action == "check":
                self._check(root)
            else:
                with catalogue.locked(root):
                    catalogue.compile_catalogue(root)
        except ExtractionError as error:
            raise CommandError(str(error)) from error

    def _extract(self, root: Path, *, drop: bool) -> None:
        with catalogue.locked(root):
            merged = catalogue.merge(catalogue.read(root), extract_project(root), {})
            if drop:
                merged.obsolete.clear()
            catalogue.write(root, merged)
        self.stdout.write(f"{len(merged)} texts, {len(catalogue.untranslated(merged))} without Chinese.")

    def _fill(self, root: Path, translations: dict[str, str]) -> None:
        with catalogue.locked(root):
            merged = catalogue.merge(catalogue.read(root), extract_project(root), translations)
            catalogue.write(root, merged)
        for key in sorted(translations.keys() & merged.obsolete.keys()):
            self.stderr.write(f"not in the sources (kept as obsolete): {key!r}")
        self.stdout.write(f"{len(merged)} texts, {len(catalogue.untranslated(merged))} without Chinese.")

    def _missing(self, root: Path) -> None:
        merged = catalogue.merge(catalogue.read(root), extract_project(root), {})
        missing = catalogue.untranslated(merged)
        for key in missing:
            self.stdout.write(json.dumps(key, ensure_ascii=False))
        if missing:
            raise CommandError(f"{len(missing)} texts have no Chinese.")

    def _check(self, root: Path) -> None:
        found = catalogue.problems(root)
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} problems in {catalogue.po_path(root).relative_to(root)}.")


def _load(path: Path) -> dict[str, str]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{path}: {error}") from error
    if not isinstance(content, dict) or not all(isinstance(v, str) for v in content.values()):
        raise CommandError(f'{path}: expected {{"English text": "中文"}}')
    return content
