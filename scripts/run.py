"""Start the system for trying it out: tables, texts, demo data the first time, then the server.

All in one process, so that it is up in seconds. Usage: python scripts/run.py ADDRESS:PORT
"""

import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def obstacle(address: str) -> str | None:
    """Why the server could not listen on HOST:PORT, and what to do, in English and Chinese; None if it can."""
    host, _colon, port = address.rpartition(":")
    if not (port.isdecimal() and 0 < int(port) < 65536):
        return f"{port!r} is not a port. Name one: make run PORT=8001\n{port!r} 不是端口号。请指定：make run PORT=8001"
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    try:
        with socket.socket(family) as listener:
            # As the server does: connections that have just been closed do not keep it from starting.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host.strip("[]"), int(port)))
            listener.listen()
    except OSError as error:
        free = 8001 if port != "8001" else 8002
        return (
            f"Nothing can be served on {address}: {error.strerror}. Take another port: make run PORT={free}\n"
            f"无法在 {address} 提供服务（端口可能已被占用）。请换一个端口：make run PORT={free}"
        )
    return None


def main(address: str) -> None:
    """Prepare what is missing and serve until Ctrl+C."""
    if problem := obstacle(address):
        sys.exit(problem)
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
