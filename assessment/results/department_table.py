"""The departments of a period side by side: stored results of a close, or how they stand while the period runs."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from django.db.models import F

from assessment.closing.provisional import departments_so_far
from assessment.models import Close, Period, Result
from assessment.results.selectors import results_of
from assessment.results.subject_rows import ItemColumn, SubjectRow, Words, rows_for
from assessment.results.unstored import unstored_result
from assessment.rules import Part, Scheme, provisional


@dataclass
class DepartmentTable:
    """The departments of a period: ``title`` as the scheme calls them; best score first."""

    title: str
    columns: list[ItemColumn]
    has_grades: bool
    rows: list[SubjectRow] = field(default_factory=list)

    @property
    def has_remarks(self) -> bool:
        """Whether any department has a flag, or a gate that fired."""
        return any(row.remarks for row in self.rows)


def without_grades(table: DepartmentTable) -> DepartmentTable:
    """Where the scheme grades departments the table without grades and what led to them: for those who may not know yet."""
    if not table.has_grades:
        return table
    rows = [replace(row, grade="", tone="", remarks=[], waits=False) for row in table.rows]
    return replace(table, has_grades=False, rows=rows)


def part_of_departments(scheme: Scheme, period: Period) -> Part | None:
    """What the scheme says of departments in the period's cadence; None when it does not assess them."""
    return scheme.part(period.parsed_key.cadence).departments


def stored_table(close: Close, departments: Collection[int] | None = None) -> DepartmentTable | None:
    """The departments of a close (of some, or None: all); None where the scheme assesses none. One statement."""
    scheme = close.version.rules
    part = part_of_departments(scheme, close.period)
    if part is None:
        return None
    results = results_of(close, "department")
    if departments is not None:
        results = results.filter(department__in=departments)
    results = results.defer(*(() if part.history else ("facts",)), "standing")
    found = list(results.order_by(F("score").desc(nulls_last=True), "number"))
    return _table(Words(scheme, part, "department"), close.period, found)


def running_table(period: Period, departments: Collection[int] | None = None) -> DepartmentTable | None:
    """The same for a period whose facts still flow, provisional; a fixed number of statements."""
    scheme = period.rules
    part = part_of_departments(scheme, period)
    if part is None:
        return None
    key, settings, found = period.parsed_key, period.settings_exact, list[Result]()
    for named, subject, carried in departments_so_far(period, departments):
        outcome = provisional(scheme, key, settings, subject, carried=carried)
        found.append(unstored_result(Close(period=period), named, outcome, subject))
    found.sort(key=lambda row: (row.score is None, -(row.score or 0), row.number))
    return without_grades(_table(Words(scheme, part, "department"), period, found))


def _table(words: Words, period: Period, results: list[Result]) -> DepartmentTable:
    columns = words.columns(period.key, results)
    return DepartmentTable(
        title=words.part.title.get(words.language) if words.part.of_departments else "",
        columns=columns,
        has_grades=words.part.gives_grades,
        rows=rows_for(results, words, columns),
    )


def department_of(result: Result) -> SubjectRow | None:
    """The result of the department that a person belonged to in the period; None where none is assessed."""
    if part_of_departments(result.close.version.rules, result.close.period) is None:
        return None
    table = stored_table(result.close, [result.department_id_then or 0])
    return table.rows[0] if table is not None and table.rows else None
