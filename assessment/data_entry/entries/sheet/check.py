"""From an uploaded sheet to rows that can be recorded, with everything that is wrong or looks doubtful in them.

A pure reading: the same file checked after it was recorded shows that nothing is left to do. The number of statements
does not depend on the number of rows.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.data_entry.entries.sheet.columns import ATTRIBUTE, DEPARTMENT, column_of, columns_of
from assessment.ledger.clauses import clauses_of
from assessment.ledger.new_entry import NewEntry
from assessment.ledger.particulars import read_typed
from assessment.ledger.record_entries import check_many
from assessment.models import Entry, Period
from assessment.rules import Part, Recordable
from foundation.excel.columns import Column
from foundation.excel.reader import Row, Table, read_table
from organization.models import Department, StaffMember, Unit, User

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
    columns: tuple[Column, ...] = ()

    @property
    def clause(self) -> str:
        """Number and title of the clause, as far as it is one."""
        found = None
        if self.entry is not None:
            kind = "staff" if self.entry.staff_id is not None else "department"
            lines = clauses_of(self.entry.period, get_language() or "zh-hans", kind)
            found = lines.get(self.entry.clause)
        return found.label if found is not None else str(self.row.values["clause"] or "")

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Column titles and what is wrong there."""
        titles = {column.key: str(column.title) for column in self.columns}
        return [(titles.get(key, ""), text) for key, text in self.row.errors.items()]


@dataclass
class Checked:
    """A sheet after the check."""

    table: Table
    columns: tuple[Column, ...]
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
    sheet = _Sheet(unit)
    table = read_table(file, sheet.columns, max_rows=MAX_ROWS + 20)
    checked = Checked(table, sheet.columns, [CheckedRow(row, columns=sheet.columns) for row in table.rows])
    sheet.read_lines(checked, digest, name)
    complete = [row for row in checked.rows if row.line is not None]
    lines = [row.line for row in complete if row.line is not None]
    faults, known, fresh = check_many(actor=actor, unit=unit, rows=lines, source=Entry.Source.IMPORT)
    for place, row in enumerate(complete):
        row.known, row.entry = place in known, fresh.get(place)
        for field_name, texts in faults.get(place, {}).items():
            row.row.errors.setdefault(column_of(field_name, sheet.columns), " ".join(texts))
        _check_name(row)
    _mark_twins(unit, complete)
    return checked


class _Sheet:
    """What an import sheet of a unit may hold: the clauses of its periods that take entries."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        periods = Period.objects.taking_facts().filter(unit=unit).select_related("version__scheme")
        self.clauses: dict[tuple[str, str], Recordable] = {}
        parts: list[Part] = []
        for period in periods.order_by("starts_on"):
            for part in entry_parts(period):
                parts.append(part)
                kind = "department" if part.of_departments else "staff"
                self.clauses |= {(kind, name): clause for name, clause in part.recordable.items()}
        self.columns = columns_of(parts)

    def read_lines(self, checked: Checked, digest: str, name: str) -> None:
        """Give every row without a fault its line."""
        numbers = {row.row.values["number"] for row in checked.rows}
        known = StaffMember.objects.filter(unit=self.unit, number__in=[n for n in numbers if n])
        people = {person.number: person for person in known}
        places = _departments(self.unit) if DEPARTMENT in self.columns else {}
        for row in checked.rows:
            staff, department = _about(row, people, places)
            if not row.row.errors and (staff is not None or department is not None):
                row.line = self._line(row.row, staff, department, digest, name)

    def _line(
        self, row: Row, staff: StaffMember | None, department: Department | None, digest: str, name: str
    ) -> NewEntry:
        values = row.values
        number = _clause_of(str(values["clause"]))
        clause = self.clauses.get(("staff" if staff is not None else "department", number))
        return NewEntry(
            staff=staff,
            department=department,
            clause=number,
            occurred_on=values["date"],  # type: ignore[arg-type]  # a required date column without error
            count=_decimal(values["count"]),
            points=_decimal(values["points"]),
            attributes=read_typed(clause, _particulars(row)) if clause is not None else {},
            note=str(values["note"] or ""),
            source_ref=f"{name[:60]} #{row.number}",
            idempotency_key=f"import:{digest[:48]}:{row.number}",
        )


def entry_parts(period: Period) -> list[Part]:
    """What a period's scheme says of people and of departments, as far as entries are recorded."""
    part = period.part
    return [each for each in (part, part.departments) if each is not None and each.recordable]


def _departments(unit: Unit) -> dict[str, Department]:
    """The unit's departments by code and by name."""
    found = Department.objects.filter(unit=unit)
    return {text: department for department in found for text in (department.name, department.code)}


def _about(
    row: CheckedRow, people: dict[str, StaffMember], places: dict[str, Department]
) -> tuple[StaffMember | None, Department | None]:
    """The person or the department of a row; what is wrong is noted."""
    values, errors = row.row.values, row.row.errors
    number, place = values["number"], values.get("department")
    person = people.get(str(number)) if number else None
    if number and person is None:
        errors.setdefault("number", _("There is no such person among those you record for."))
    if number and place:
        errors.setdefault("department", _("Either a staff number or a department, not both."))
    if not number and not place and "number" not in errors:
        errors.setdefault("number", _("A staff number or a department is needed."))
    department = places.get(str(place)) if place else None
    if place and department is None:
        errors.setdefault("department", _("There is no such department among those you record for."))
    return person, None if person is not None else department


def _particulars(row: Row) -> dict[str, str]:
    """The filled-in cells for particulars, by the name of what they state."""
    names = {"level": "level", "ref": "ref", "matter": "matter"}
    names |= {key: key.removeprefix(ATTRIBUTE) for key in row.values if key.startswith(ATTRIBUTE)}
    return {name: str(row.values[key]) for key, name in names.items() if row.values.get(key)}


def _clause_of(text: str) -> str:
    """The number of the clause: people also copy its title into the cell."""
    return text.split()[0] if text.split() else ""


def _decimal(value: object) -> Decimal | None:
    return value if isinstance(value, Decimal) else None


def _check_name(row: CheckedRow) -> None:
    """Said only about people whom the uploader records for, so that it tells nothing about others."""
    name = "".join(str(row.row.values["name"] or "").split())
    staff = row.line.staff if row.line is not None else None
    if name and staff is not None and "number" not in row.row.errors and name != staff.name:
        row.row.errors.setdefault("name", _("Name and staff number do not belong together."))


def _mark_twins(unit: Unit, rows: list[CheckedRow]) -> None:
    """Rows equal to an entry that counts, or to an earlier row, are pointed out: a sheet saved again has another hash."""
    fresh = [row for row in rows if not row.known and not row.row.errors]
    recorded = set(_counting(unit, fresh))
    first_at: dict[Any, int] = {}
    for row in fresh:
        line = row.line
        if line is None:
            continue
        key = _likeness(*line.about, line.clause, line.occurred_on, line.count, line.points, line.attributes)
        if key in recorded:
            row.twin = _("An equal entry is in the ledger already.")
        elif (key, line.note) in first_at:
            row.twin = _("Equal to row %(row)s.") % {"row": first_at[key, line.note]}
        first_at.setdefault((key, line.note), row.row.number)


def _counting(unit: Unit, rows: list[CheckedRow]) -> Iterator[Any]:
    lines = [row.line for row in rows if row.line is not None]
    if not lines:
        return
    days = [line.occurred_on for line in lines]
    people = Q(staff_id__in={line.about[0] for line in lines})
    places = Q(staff__isnull=True, department_id__in={line.about[1] for line in lines})
    found = Entry.objects.counting().filter(
        people | places, unit=unit, occurred_on__range=(min(days), max(days))
    )
    columns = ("staff_id", "department_id", "clause", "occurred_on", "count", "points", "attributes")
    for staff_id, department_id, *rest in found.values_list(*columns).iterator():
        yield _likeness(staff_id, None if staff_id is not None else department_id, *rest)


def _likeness(
    staff_id: int | None,
    department_id: int | None,
    clause: str,
    day: date,
    count: Decimal | None,
    points: Decimal | None,
    attributes: Mapping[str, Any],
) -> Any:
    said = json.dumps(attributes, sort_keys=True)
    once = Decimal(1) if count is None and points is None else count
    return staff_id, department_id, clause, day, once, points, said
