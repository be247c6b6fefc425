"""How long a draft takes to be tried out: N people with ten entries each, on PostgreSQL, beside the close of the same.

    python bench/tryout.py [N …]        default: 1000 10000

The database is created for the run and dropped. Each size runs in a process of its own, so that the peak memory is its
own. The draft counts one clause twice as much; whoever has an entry on it comes out otherwise.
"""

import argparse
import resource
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench.database import Statements, connect, database_of_its_own


def measure(people: int) -> None:
    """One size, one line of figures."""
    from assessment.models import Draft, Entry
    from assessment.workshop.simulation.start_simulation import start_tryout
    from bench.close import Bench, seconds
    from organization.models import Role, RoleGrant

    bench = Bench(people)
    RoleGrant.objects.create(
        user=bench.user, unit=bench.unit, role=Role.ASSESSMENT_OFFICE, valid_from="2025-01-01"
    )
    closing = seconds(bench.close)
    bench.period.refresh_from_db()
    text = bench.period.version.text
    place = text.index("points: -0.5", text.index('id: "6.1a"'))
    draft = Draft.objects.create(
        unit=bench.unit,
        code="shufu-50",
        based_on=bench.period.version,
        text=text[:place] + text[place:].replace("points: -0.5", "points: -1", 1),
        created_by=bench.user,
        saved_by=bench.user,
    )
    with Statements() as statements:
        took = seconds(lambda: start_tryout(actor=bench.user, draft=draft, period=bench.period))
    report = draft.tryouts.get().report
    touched = Entry.objects.filter(period=bench.period, clause="6.1a").values("staff").distinct().count()
    same = "yes" if report["changes"]["people"] <= touched and report["people"] == people else "NO"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{people:>8} {took:>9.2f} {closing:>9.2f} {took / closing:>7.1f} {memory:>9.0f} {statements.count:>11} "
        f"{report['changes']['people']:>9} {same:>6}",
        flush=True,
    )


def main() -> int:
    """Every size in its own process."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("people", nargs="*", type=int, default=[1_000, 10_000])
    parser.add_argument("--one", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        connect(options.one)
        measure(options.people[0])
        return 0
    print(
        f"{'people':>8} {'try s':>9} {'close s':>9} {'ratio':>7} {'peak MB':>9} {'statements':>11} {'otherwise':>9} {'right':>6}"
    )
    failed = 0
    for people in options.people:
        with database_of_its_own("bench_tryout") as url:
            failed |= subprocess.call([sys.executable, __file__, "--one", url, str(people)])
    return failed


if __name__ == "__main__":
    sys.exit(main())
