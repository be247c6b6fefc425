"""Read an uploaded workbook: exact values, every error named by row and column."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

import python_calamine
from django.utils.translation import gettext as _

from foundation.excel.columns import EXACT_DIGITS, Cell, CellError, Column, Value, convert, normal
from foundation.excel.guard import check_workbook
from foundation.excel.writer import is_formula_like
from foundation.uploads import UploadRefused

MAX_ROWS = 20_000
HEADING_WITHIN = 20  # rows above the heading may hold a title and notes


@dataclass
class Row:
    """One filled-in row: ``number`` as Excel counts, ``cells`` as uploaded, ``errors`` by column key ("" = the row)."""

    number: int
    cells: list[Cell]
    values: dict[str, Value]
    errors: dict[str, str] = field(default_factory=dict)


@dataclass
class Table:
    """A sheet read against its columns. ``ignored`` are headings that no column knows."""

    headings: list[str]
    rows: list[Row]
    ignored: list[str]

    @property
    def has_errors(self) -> bool:
        """Whether any row has an error."""
        return any(row.errors for row in self.rows)


def read_cells(file: IO[bytes] | Any, *, max_rows: int = MAX_ROWS) -> list[list[Cell]]:
    """The first visible sheet from A1 on; numbers as Decimal, empty cells None. Raises UploadRefused."""
    check_workbook(file, max_rows=max_rows)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(file)
        visible = [
            s.name for s in workbook.sheets_metadata if s.visible == python_calamine.SheetVisibleEnum.Visible
        ]
        if not visible:
            raise UploadRefused(_("The workbook has no sheet."), code="empty")
        raw = workbook.get_sheet_by_name(visible[0]).to_python(skip_empty_area=False)
    except python_calamine.CalamineError as error:
        raise UploadRefused(_("The workbook is damaged."), code="damaged") from error
    return [[_cell(value) for value in row] for row in raw]


def read_table(file: IO[bytes] | Any, columns: Sequence[Column], *, max_rows: int = MAX_ROWS) -> Table:
    """Read rows under the heading row that names ``columns`` (any order, any language; blank rows are left out).

    Raises UploadRefused when the file cannot be read, required columns are missing or a heading occurs twice;
    what is wrong in single cells is kept in ``Row.errors``.
    """
    cells = read_cells(file, max_rows=max_rows)
    top, places = _find_heading(cells, columns)
    headings = [str(cell or "") for cell in cells[top]]
    known = set(places.values())
    table = Table(headings, [], [h for place, h in enumerate(headings) if h.strip() and place not in known])
    for index in range(top + 1, len(cells)):
        row = cells[index]
        if any(row[place] is not None for place in known):
            table.rows.append(_row(index + 1, row, columns, places))
    if not table.rows:
        raise UploadRefused(_("The sheet has no filled-in rows."), code="empty")
    return table


def _row(number: int, cells: list[Cell], columns: Sequence[Column], places: dict[str, int]) -> Row:
    row = Row(number, cells, {})
    for column in columns:
        cell = cells[places[column.key]] if column.key in places else None
        try:
            row.values[column.key] = convert(column, cell)
        except CellError as error:
            row.values[column.key] = None
            row.errors[column.key] = str(error)
    return row


def _find_heading(cells: list[list[Cell]], columns: Sequence[Column]) -> tuple[int, dict[str, int]]:
    titles = {title: column.key for column in columns for title in column.titles()}
    required = {column.key for column in columns if column.required} or {column.key for column in columns}
    best: set[str] = set()
    for index, row in enumerate(cells[:HEADING_WITHIN]):
        keys = [titles.get(normal(cell)) if isinstance(cell, str) else None for cell in row]
        found = {key for key in keys if key}
        if required <= found:
            _refuse_twice(keys, columns)
            return index, {key: place for place, key in enumerate(keys) if key}
        best = max(best, found, key=len)
    absent = "、".join(str(column.title) for column in columns if column.key in required - best)
    raise UploadRefused(
        _("The heading row lacks: %(columns)s. Start from the downloaded template.") % {"columns": absent},
        code="headings",
    )


def _refuse_twice(keys: list[str | None], columns: Sequence[Column]) -> None:
    for column in columns:
        if keys.count(column.key) > 1:
            raise UploadRefused(
                _("The heading “%(column)s” occurs twice.") % {"column": column.title}, code="headings"
            )


def _cell(value: Any) -> Cell:
    if isinstance(value, bool | date | datetime | time):
        return value
    if isinstance(value, int | float):
        # Excel keeps 15 significant digits: what lies beyond is noise of binary arithmetic, not a figure.
        number = Decimal(f"{value:.15g}") if isinstance(value, float) else Decimal(value)
        is_whole = (
            number.is_finite() and abs(number) < 10**EXACT_DIGITS and number == number.to_integral_value()
        )
        return number.quantize(Decimal(1)) if is_whole else number
    text = str(value)
    if text.startswith("'") and is_formula_like(text[1:]):
        text = text[1:]  # the writer's own mark
    return text if text.strip() else None
