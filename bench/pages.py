"""How long the pages take that people open all day, in a unit of 100 and of 10,000 people, on PostgreSQL.

    python bench/pages.py [N …]        default: 100 10000

Prints statements, median and 95th percentile of each page, and the ratio of the medians between the sizes. The
statements must be the same for every size. The database is created for the run and dropped.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench.database import Statements, connect, database_of_its_own

if TYPE_CHECKING:
    from django.test import Client

    from organization.models import StaffMember, Unit, User

REQUESTS = 30
MIDDLE_OF_MONTH = "2026-04-20 10:00:00+08:00"


def pages(unit: str, staff: int, period: int) -> dict[str, tuple[str, str]]:
    """Name → (who asks, address)."""
    preview = f"/u/{unit}/enter/preview/?people={staff}&clause=6.1a&count=1&occurred_on=2026-04-20"
    return {
        "enter": ("admin", f"/u/{unit}/enter/"),
        "enter: find a person": ("admin", f"/u/{unit}/enter/people/?q=0000"),
        "enter: before → after": ("admin", preview),
        "board": ("admin", f"/u/{unit}/board/"),
        "board: with deductions": ("admin", f"/u/{unit}/board/?deductions=1"),
        "board: overview": ("admin", f"/u/{unit}/board/{period}/overview/"),
        "my assessment": ("staff", f"/u/{unit}/mine/"),
    }


def logins(unit: "Unit") -> tuple[dict[str, "User"], "StaffMember"]:
    """An admin of the whole unit and a person of the roster, by the names that ``pages`` uses; the person."""
    from organization.models import Role, RoleGrant, StaffMember, User

    admin = User.objects.create(username="bench-admin")
    RoleGrant.objects.create(user=admin, unit=unit, role=Role.DEPARTMENT_ADMIN, valid_from=date(2025, 1, 1))
    person = User.objects.create(username="bench-staff")
    staff = StaffMember.objects.filter(unit=unit).order_by("pk")[20]
    StaffMember.objects.filter(pk=staff.pk).update(user=person)
    return {"admin": admin, "staff": person}, staff


def measure(people: int) -> None:
    """One size: a line per page."""
    import time_machine
    from django.test import Client

    from assessment.models import Period
    from bench.close import Bench

    bench = Bench(people)
    Period.objects.filter(pk=bench.period.pk).update(state=Period.State.OPEN)
    who, person = logins(bench.unit)
    with time_machine.travel(MIDDLE_OF_MONTH, tick=True):
        for name, (asker, address) in pages(bench.unit.code, person.pk, bench.period.pk).items():
            client = Client(headers={"host": "localhost"})
            client.force_login(who[asker], backend="django.contrib.auth.backends.ModelBackend")
            _ask(client, address)
            with Statements() as statements:
                _ask(client, address)
            times = sorted(_ask(client, address) for _request in range(REQUESTS))
            median, p95 = statistics.median(times), times[int(len(times) * 0.95)]
            print(f"{people}\t{name}\t{statements.count}\t{median * 1000:.1f}\t{p95 * 1000:.1f}", flush=True)


def _ask(client: "Client", address: str) -> float:
    begin = time.perf_counter()
    response = client.get(address, secure=True)
    took = time.perf_counter() - begin
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    return took


def _table(lines: list[str]) -> int:
    rows = [line.split("\t") for line in lines]
    sizes = sorted({int(row[0]) for row in rows})
    found = {(int(row[0]), row[1]): row[2:] for row in rows}
    print(
        f"{'page':<24}"
        + "".join(f"{size:>10} people: statements, median, p95 ms" for size in sizes)
        + "   ratio"
    )
    grown = 0
    for name in dict.fromkeys(row[1] for row in rows):
        figures = [found[size, name] for size in sizes]
        ratio = float(figures[-1][1]) / float(figures[0][1])
        cells = "".join(f"{statements:>22} {median:>10} {p95:>10}   " for statements, median, p95 in figures)
        same = len({figure[0] for figure in figures}) == 1
        grown |= not same
        print(f"{name:<24}{cells}{ratio:>7.1f}{'' if same else '   STATEMENTS GROW'}")
    return grown


def main() -> int:
    """Every size in its own process and database; fails when a page's statements grow."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("people", nargs="*", type=int, default=[100, 10_000])
    parser.add_argument("--one", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        connect(options.one)
        measure(options.people[0])
        return 0
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["STATIC_ROOT"] = folder  # pages name their files by a hash, as in production
        for people in options.people:
            with database_of_its_own("bench_pages") as url:
                _collect_static(folder)
                command = [sys.executable, __file__, "--one", url, str(people)]
                done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
                lines += [line for line in done.stdout.splitlines() if line.count("\t") == 4]
    return _table(lines)


def _collect_static(folder: str) -> None:
    """Once per run: the settings stand after the first database."""
    from django.core.management import call_command

    if not any(Path(folder).iterdir()):
        call_command("collectstatic", verbosity=0, interactive=False)


if __name__ == "__main__":
    sys.exit(main())
