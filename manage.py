#!/usr/bin/env python
"""Command line of the project."""

import os
import sys


def main() -> None:
    """Run a management command with the project's settings.

    Scoring case files and checking packs needs neither Django nor a database and starts at once.
    """
    if sys.argv[1:2] in (["score"], ["check_pack"]):
        from assessment.packs import SCHEMES
        from assessment.rules.command_line import run

        code = run(sys.argv[1:], SCHEMES, sys.stdout, sys.stderr)
        if code is not None:
            sys.exit(code)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
