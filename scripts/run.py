"""Start the system for trying it out: tables, texts, demo data the first time, then the server.

All in one process, so that it is up in seconds. Usage: python scripts/run.py ADDRESS:PORT
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(address: str) -> None:
    """Prepare what is missing and serve until Ctrl+C."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
    (ROOT / "var" / "static").mkdir(parents=True, exist_ok=True)
    from foundation.messages import catalogue

    # Before Django starts: it reads the texts once, and without them the first run would speak English only.
    with catalogue.locked(ROOT):
        catalogue.compile_catalogue(ROOT, force=False)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    call_command("demo", if_empty=True)
    sys.stdout.write(f"\n  http://{address}/\n\n")
    call_command("demo", logins=True)
    sys.stdout.write("\n  Stop with Ctrl+C. The data is kept in var/.\n\n")
    sys.stdout.flush()
    call_command("runserver", address, use_reloader=False, skip_checks=True)


if __name__ == "__main__":
    main(sys.argv[1])
