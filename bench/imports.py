"""How long a sheet of entries takes to be recorded: N rows, on PostgreSQL, against a hand-written INSERT of the same.

    python bench/imports.py [N …]        default: 1000 5000

The database is created for the run and dropped. Each size runs in a process of its own, so that the peak memory is its
own. The floor reads the cells of the same sheet and writes the rows in one statement: it checks nothing and asks for
no keys. The import is the whole of what the page starts: reading, checking every row, recording, audit.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench.database import Statements, connect, database_of_its_own

CLAUSE = "6.1a"
POINTS = Decimal("-0.5")
FLOOR = """
INSERT INTO assessment_entry (unit_id, period_id, staff_id, department_id, clause, occurred_on, recorded_at, count,
                              attributes, effect, note, source, source_ref, entered_by_id, reason, idempotency_key)
SELECT s.unit_id, %(period)s, s.id, a.department_id, r.clause, r.day::date, now(), r.count, '{}', r.count * %(points)s,
       r.note, 'import', '', %(user)s, '', 'floor-' || r.place
FROM unnest(%(numbers)s, %(clauses)s, %(days)s, %(counts)s, %(notes)s) WITH ORDINALITY
     AS r(number, clause, day, count, note, place)
JOIN organization_staffmember s ON s.unit_id = %(unit)s AND s.number = r.number
JOIN organization_assignment a ON a.staff_id = s.id
"""


class Sheet:
    """A unit of 200 people, its open month, and a sheet with N rows about them."""

    def __init__(self, rows: int, folder: str) -> None:
        from assessment.models import Period
        from bench.close import Bench
        from organization.models import Role, RoleGrant

        self.rows, self.bench = rows, Bench(200)
        Period.objects.filter(pk=self.bench.period.pk).update(state=Period.State.OPEN)
        RoleGrant.objects.create(
            user=self.bench.user,
            unit=self.bench.unit,
            role=Role.DEPARTMENT_ADMIN,
            valid_from="2025-01-01",
        )
        self.path = str(Path(folder) / "entries.xlsx")
        self._write()

    def _write(self) -> None:
        from assessment.ledger.importing.columns import COLUMNS
        from django.utils import translation
        from openpyxl import Workbook

        workbook: Any = Workbook(write_only=True)
        page = workbook.create_sheet()
        with translation.override("zh-hans"):
            page.append([str(column.title) for column in COLUMNS])
        for n in range(self.rows):
            day = f"2026-04-{n % 20 + 1:02}"
            page.append([f"{n % 200 + 1:08}", None, CLAUSE, day, n % 3 + 1, None, f"第 {n} 行"])
        workbook.save(self.path)

    def floor(self) -> None:
        """The cells, and one statement."""
        from openpyxl import load_workbook

        sheet = load_workbook(self.path, read_only=True).worksheets[0]
        lines = list(sheet.iter_rows(min_row=2, values_only=True))
        numbers, _names, clauses, days, counts, _departments, notes = (
            list(column) for column in zip(*(line[:7] for line in lines), strict=True)
        )
        values = {"numbers": numbers, "clauses": clauses, "days": days, "counts": counts, "notes": notes}
        ids = {"period": self.bench.period.pk, "unit": self.bench.unit.pk, "user": self.bench.user.pk}
        with self.bench.connection.cursor() as cursor:
            cursor.execute(FLOOR, values | ids | {"points": POINTS})

    def record(self) -> None:
        """The import as the page starts it."""
        from assessment.ledger.importing.running import start_import

        job = start_import(
            actor=self.bench.user, unit=self.bench.unit, path=self.path, name="entries.xlsx", with_twins=True
        )
        job.refresh_from_db()
        assert job.state == "done", job.error
        assert job.outcome["recorded"] == self.rows, job.outcome

    def same(self) -> bool:
        """Whether both recorded the same: people, days, counts and points."""
        from assessment.models import Entry

        fields = ("staff", "clause", "occurred_on", "count", "effect", "note")
        mine = Entry.objects.filter(source="import").order_by(*fields).values_list(*fields)
        floor = mine.filter(idempotency_key__startswith="floor-")
        return list(mine.exclude(idempotency_key__startswith="floor-")) == list(floor)


def measure(rows: int, folder: str) -> None:
    """One size, one line of figures."""
    import time_machine

    from bench.close import seconds

    with time_machine.travel("2026-04-25 10:00:00+08:00", tick=True):
        sheet = Sheet(rows, folder)
        with Statements() as statements:
            took = seconds(sheet.record)
        floor = seconds(sheet.floor)
    same = sheet.same()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{rows:>8} {took:>9.2f} {floor:>9.2f} {took / floor:>7.1f} {memory:>9.0f} {statements.count:>11} "
        f"{'yes' if same else 'NO':>6}",
        flush=True,
    )
    if not same:
        raise SystemExit("the import and the statement did not record the same")


def main() -> int:
    """Every size in its own process."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("rows", nargs="*", type=int, default=[1_000, 5_000])
    parser.add_argument("--one", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["MEDIA_ROOT"] = folder  # the sheet is an upload
            connect(options.one)
            measure(options.rows[0], folder)
        return 0
    print(
        f"{'rows':>8} {'import s':>9} {'floor s':>9} {'ratio':>7} {'peak MB':>9} {'statements':>11} {'same':>6}"
    )
    failed = 0
    for rows in options.rows:
        with database_of_its_own("bench_imports") as url:
            failed |= subprocess.call([sys.executable, __file__, "--one", url, str(rows)])
    return failed


if __name__ == "__main__":
    sys.exit(main())
