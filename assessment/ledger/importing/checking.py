"""From an uploaded sheet to rows that can be recorded, with everything that is wrong or looks doubtful in them.

A pure reading: the same file checked after it was recorded shows that nothing is left to do. The number of statements
does not depend on the number of rows.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.ledger.clauses import clauses_of
from assessment.ledger.importing.columns import COLUMN_OF, COLUMNS
from assessment.ledger.lines import NewEntry
from assessment.ledger.recording import check_many
from assessment.models import Entry
from foundation.excel.reader import Row, Table, read_table
from organization.models import StaffMember, Unit, User

MAX_ROWS = 10_000


@dataclass
class CheckedRow:
    """One row of the sheet. ``known``: recorded from this very file before; ``twin``: why it may be a repetition.

    ``entry`` is what would be recorded.
    """

    row: Row
    line: NewEntry | None = None
    entry: Entry | None = None
    known: bool = False
    twin: str = ""

    @property
    def clause(self) -> str:
        """Number and title of the clause, as far as it is one."""
        found = None
        if self.entry is not None:
            found = clauses_of(self.entry.period, get_language() or "zh-hans").get(self.entry.clause)
        return found.label if found is not None else str(self.row.values["clause"] or "")

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Column titles and what is wrong there."""
        titles = {column.key: str(column.title) for column in COLUMNS}
        return [(titles.get(key, ""), text) for key, text in self.row.errors.items()]


@dataclass
class Checked:
    """A sheet after the check."""

    table: Table
    rows: list[CheckedRow] = field(default_factory=list)

    @property
    def faulty(self) -> list[CheckedRow]:
        """Rows with errors; as long as there is one, nothing is recorded."""
        return [row for row in self.rows if row.row.errors]

    @property
    def known(self) -> list[CheckedRow]:
        """Rows that this file has brought already."""
        return [row for row in self.rows if row.known and not row.row.errors]

    @property
    def twins(self) -> list[CheckedRow]:
        """New rows that look recorded already."""
        return [row for row in self.rows if row.twin and not row.known and not row.row.errors]

    @property
    def fresh(self) -> list[CheckedRow]:
        """New rows without doubt."""
        return [row for row in self.rows if not row.known and not row.twin and not row.row.errors]

    def to_record(self, *, with_twins: bool) -> list[NewEntry]:
        """What would be recorded; known rows are left out."""
        rows = [row for row in self.rows if not row.known and (with_twins or not row.twin)]
        return [row.line for row in rows if row.line is not None]


def check_sheet(*, actor: User, unit: Unit, file: IO[bytes] | Any, name: str) -> Checked:
    """Read and check an upload. Raises UploadRefused when it cannot be read as an import sheet at all."""
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    table = read_table(file, COLUMNS, max_rows=MAX_ROWS + 20)
    checked = Checked(table, [CheckedRow(row) for row in table.rows])
    _read_lines(checked, unit, digest, name)
    complete = [row for row in checked.rows if row.line is not None]
    lines = [row.line for row in complete if row.line is not None]
    faults, known, fresh = check_many(actor=actor, unit=unit, rows=lines, source=Entry.Source.IMPORT)
    for place, row in enumerate(complete):
        row.known, row.entry = place in known, fresh.get(place)
        for field_name, texts in faults.get(place, {}).items():
            row.row.errors.setdefault(COLUMN_OF.get(field_name, ""), " ".join(texts))
        _check_name(row)
    _mark_twins(unit, complete)
    return checked


def _read_lines(checked: Checked, unit: Unit, digest: str, name: str) -> None:
    numbers = {row.row.values["number"] for row in checked.rows}
    people = {
        person.number: person
        for person in StaffMember.objects.filter(unit=unit, number__in=[n for n in numbers if n])
    }
    for row in checked.rows:
        values = row.row.values
        person = people.get(str(values["number"]))
        if person is None and values["number"]:
            row.row.errors.setdefault("number", _("There is no such person among those you record for."))
        if row.row.errors or person is None:
            continue
        row.line = NewEntry(
            staff=person,
            clause=_clause_of(str(values["clause"])),
            occurred_on=values["date"],  # type: ignore[arg-type]  # a required date column without error
            count=_decimal(values["count"]),
            points=_decimal(values["points"]),
            note=str(values["note"] or ""),
            source_ref=f"{name[:60]} #{row.row.number}",
            idempotency_key=f"import:{digest[:48]}:{row.row.number}",
        )


def _clause_of(text: str) -> str:
    """The number of the clause: people also copy its title into the cell."""
    return text.split()[0] if text.split() else ""


def _decimal(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _check_name(row: CheckedRow) -> None:
    """Said only about people whom the uploader records for, so that it tells nothing about others."""
    name = "".join(str(row.row.values["name"] or "").split())
    if name and row.line is not None and "number" not in row.row.errors and name != row.line.staff.name:
        row.row.errors.setdefault("name", _("Name and staff number do not belong together."))


def _mark_twins(unit: Unit, rows: list[CheckedRow]) -> None:
    """Rows equal to a standing entry, or to an earlier row, are pointed out: a sheet saved again has another hash."""
    fresh = [row for row in rows if not row.known and not row.row.errors]
    standing = set(_standing(unit, fresh))
    first_at: dict[Any, int] = {}
    for row in fresh:
        line = row.line
        if line is None:
            continue
        key = _likeness(line.staff.pk, line.clause, line.occurred_on, line.count, line.points)
        if key in standing:
            row.twin = _("An equal entry is in the ledger already.")
        elif (key, line.note) in first_at:
            row.twin = _("Equal to row %(row)s.") % {"row": first_at[key, line.note]}
        first_at.setdefault((key, line.note), row.row.number)


def _standing(unit: Unit, rows: list[CheckedRow]) -> Iterator[Any]:
    lines = [row.line for row in rows if row.line is not None]
    if not lines:
        return
    days = [line.occurred_on for line in lines]
    found = Entry.objects.filter(
        unit=unit,
        staff_id__in={line.staff.pk for line in lines},
        occurred_on__range=(min(days), max(days)),
        reverses__isnull=True,
        reversal__isnull=True,
    )
    for values in found.values_list("staff_id", "clause", "occurred_on", "count", "points").iterator():
        yield _likeness(*values)


def _likeness(staff: int, clause: str, day: date, count: Decimal | None, points: Decimal | None) -> Any:
    return staff, clause, day, Decimal(1) if count is None and points is None else count, points
