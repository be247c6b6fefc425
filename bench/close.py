"""How long a close takes: N people with ten entries each, on PostgreSQL, against a hand-written INSERT … SELECT.

    python bench/close.py [N …]        default: 1000 10000 100000

The database is created for the run and dropped. Each size runs in a process of its own, so that the peak memory is its
own. The floor computes the same scores and items (not the facts, not the explanation) in one SQL statement.
"""

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench.database import Statements, connect, database_of_its_own

if TYPE_CHECKING:
    from assessment.models import Period

ENTRIES = 10
MONTH = "2026-04"
CLAUSES = {
    "2.2": ("2", "1"),
    "3.1": ("3", "2"),
    "4.2": ("4", "1.5"),
    "5.1": ("5", "1"),
    "5.2": ("5", "0.5"),
    "6.1a": ("6", "0.5"),
    "6.2": ("6", "1"),
    "7.1": ("7", "0.5"),
    "8.2": ("8", "1.5"),
    "8.5": ("8", "0.5"),
}

PEOPLE = """
INSERT INTO organization_department (unit_id, code, name, kind, position, is_active)
SELECT %(unit)s, 'd' || g, '科室' || g, 'department', g, true FROM generate_series(0, %(n)s / 50) g;
INSERT INTO organization_staffmember (unit_id, number, name, pinyin, initials, position_title)
SELECT %(unit)s, lpad(g::text, 8, '0'), '人员' || g, '', '', '' FROM generate_series(1, %(n)s) g;
INSERT INTO organization_assignment (staff_id, department_id, category, valid_from)
SELECT s.id, d.id, 'general', '2025-01-01'
FROM organization_staffmember s
JOIN organization_department d ON d.unit_id = s.unit_id AND d.position = (s.number::int / 50)
WHERE s.unit_id = %(unit)s;
"""
CLAUSE_TABLE = """
CREATE TEMPORARY TABLE clause (place int, id text, item text, points numeric);
INSERT INTO clause VALUES {rows};
"""
FACTS = """
INSERT INTO assessment_entry (unit_id, period_id, staff_id, department_id, clause, occurred_on, recorded_at, count,
                              attributes, effect, note, source, source_ref, entered_by_id, reason, idempotency_key)
SELECT %(unit)s, %(period)s, a.staff_id, a.department_id, c.id, date '2026-04-01' + (a.staff_id * 7 + g * 3)::int %% 30,
       now(), 1 + (a.staff_id + g) %% 2, '{}', -c.points * (1 + (a.staff_id + g) %% 2), '', 'manual', '', %(user)s, '',
       'bench-' || g || '-' || a.staff_id
FROM generate_series(1, %(entries)s) g
CROSS JOIN organization_assignment a
JOIN organization_staffmember s ON s.id = a.staff_id
JOIN clause c ON c.place = (a.staff_id * 13 + g * 7) %% 10
WHERE s.unit_id = %(unit)s;
ANALYZE;
"""
FLOOR = """
INSERT INTO assessment_result (close_id, staff_id, number, name, department_id_then, department_name, category, status,
                               score, items, gates, flags, facts, standing)
SELECT %(close)s, s.id, s.number, s.name, d.id, d.name, a.category, 'assessed',
       greatest(0, 50 + coalesce(sum(e.effect), 0)),
       jsonb_build_object({items}),
       '[]', '[]', '{{}}', '{{}}'
FROM organization_staffmember s
JOIN organization_assignment a ON a.staff_id = s.id
     AND a.valid_from <= '2026-04-30' AND (a.valid_to IS NULL OR a.valid_to >= '2026-04-01')
JOIN organization_department d ON d.id = a.department_id
LEFT JOIN assessment_entry e ON e.staff_id = s.id AND e.period_id = %(period)s AND e.reverses_id IS NULL
     AND NOT EXISTS (SELECT 1 FROM assessment_entry r WHERE r.reverses_id = e.id)
LEFT JOIN clause c ON c.id = e.clause
WHERE s.unit_id = %(unit)s
GROUP BY s.id, d.id, a.id
"""
SAME = """
SELECT count(*) FROM assessment_result ours JOIN assessment_result floor USING (staff_id)
WHERE ours.close_id = %(ours)s AND floor.close_id = %(close)s AND ours.score = floor.score AND ours.items = floor.items
"""


class Bench:
    """One size: the data, the floor, the close."""

    def __init__(self, people: int) -> None:
        from django.db import connection

        from assessment.models import Close, Period
        from organization.models import Unit, User

        self.people, self.connection = people, connection
        self.user = User.objects.create(username="bench")
        self.unit = Unit.objects.create(code="bench", name="基准单位")
        self.period = self._period()
        rows = [f"({n}, '{c}', '{i}', {p})" for n, (c, (i, p)) in enumerate(CLAUSES.items())]
        # Rows of a close that does not count: two of them, since the floor is measured before and after.
        self.floor_closes = [
            Close.objects.create(
                period=self.period, version=self.period.version, scheme_hash="", state="failed"
            ).pk
            for _time in range(2)
        ]
        self.values: dict[str, int | UUID] = {
            "unit": self.unit.pk,
            "period": self.period.pk,
            "user": self.user.pk,
            "n": people,
            "entries": ENTRIES,
            "close": self.floor_closes[0],
        }
        for text in (PEOPLE, CLAUSE_TABLE.format(rows=", ".join(rows)), FACTS):
            self.run(text)
        Period.objects.filter(pk=self.period.pk).update(state=Period.State.SUBMITTED)

    def _period(self) -> "Period":
        from datetime import date

        from assessment.periods.open_period import open_period
        from assessment.schemes.install_schemes import adopt_scheme, install_version

        pack = Path(__file__).resolve().parent.parent / "assessment" / "packs" / "shufu-50.yaml"
        scheme = install_version(actor=None, text=pack.read_text("utf-8"), file=pack.name).scheme
        adopt_scheme(actor=None, unit=self.unit, scheme=scheme, valid_from=date(2025, 1, 1))
        return open_period(actor=None, unit=self.unit, scheme=scheme, key=MONTH)

    def run(self, text: str) -> None:
        """Run SQL."""
        with self.connection.cursor() as cursor:
            cursor.execute(text, self.values if "%(" in text else None)

    def floor(self, place: int = 0) -> None:
        """The hand-written statement, committed."""
        self.values["close"] = self.floor_closes[place]
        items = ", ".join(
            f"'{item}', coalesce(sum(e.effect) FILTER (WHERE c.item = '{item}'), 0.00)::text"
            for item in "12345678"
        )
        self.run(FLOOR.format(items=items))

    def close(self) -> None:
        """The close as the assessment office starts it."""
        from assessment.closing.start_close import start_close

        job = start_close(actor=None, period=self.period)
        job.refresh_from_db()
        assert job.state == "done", job.error

    def same(self) -> int:
        """For how many people close and floor say the same."""
        self.period.refresh_from_db()
        with self.connection.cursor() as cursor:
            cursor.execute(SAME, self.values | {"ours": self.period.current_close_id})
            return int(cursor.fetchone()[0])


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def measure(people: int) -> None:
    """One size, one line of figures."""
    bench = Bench(people)
    floor = seconds(bench.floor)
    with Statements() as statements:
        took = seconds(bench.close)
    floor = min(floor, seconds(lambda: bench.floor(1)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    count = statements.count + 1  # COPY
    same = "yes" if bench.same() == people else f"NO ({bench.same()} of {people})"
    print(
        f"{people:>8} {took:>9.2f} {floor:>9.2f} {took / floor:>7.1f} {memory:>9.0f} {count:>11} {same:>9}",
        flush=True,
    )


def main() -> int:
    """Every size in its own process."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("people", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--one", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        connect(options.one)
        measure(options.people[0])
        return 0
    print(
        f"{'people':>8} {'close s':>9} {'floor s':>9} {'ratio':>7} {'peak MB':>9} {'statements':>11} {'same':>9}"
    )
    failed = 0
    for people in options.people:
        with database_of_its_own("bench_close") as url:
            failed |= subprocess.call([sys.executable, __file__, "--one", url, str(people)])
    return failed


if __name__ == "__main__":
    sys.exit(main())
