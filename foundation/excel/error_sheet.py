"""Hand an upload back with what is wrong in each row, ready to be corrected and uploaded again."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from foundation.excel.columns import Column, normal
from foundation.excel.reader import Row, Table
from foundation.excel.writer import display_width, neutral, set_a4_landscape, sheet_name

_RED = PatternFill("solid", start_color="FCE9E6")


def error_workbook(name: str, table: Table, columns: Sequence[Column]) -> bytes:
    """All rows as they were uploaded, good ones too, and a last column with the errors; wrong cells are red."""
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = sheet_name(name)
    title = _("Error")
    kept = [place for place, heading in enumerate(table.headings) if heading.strip() and heading != title]
    places = _places(table, columns, kept)
    sheet.append([*(neutral(table.headings[place]) for place in kept), title])
    for row in table.rows:
        _append(sheet, row, kept, places, columns)
    for cell in sheet[1]:
        cell.font = Font(name="黑体", bold=True)
        longest = display_width(str(cell.value)) + 4
        sheet.column_dimensions[get_column_letter(cell.column)].width = (
            70 if cell.value == title else max(longest, 12)
        )
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    set_a4_landscape(sheet)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def describe(row: Row, columns: Sequence[Column]) -> str:
    """The errors of a row in one text: errors of the row first, then by column."""
    titles = {column.key: str(column.title) for column in columns}
    parts = [row.errors[""]] if "" in row.errors else []
    parts += [f"{titles.get(key, key)}: {text}" for key, text in row.errors.items() if key]
    return "\n".join(parts)


def _places(table: Table, columns: Sequence[Column], kept: list[int]) -> dict[str, int]:
    """Column key -> place in the sheet handed back."""
    by_heading = {normal(table.headings[place]): position for position, place in enumerate(kept)}
    found = {}
    for column in columns:
        for title in column.titles() & by_heading.keys():
            found[column.key] = by_heading[title]
    return found


def _append(sheet: Any, row: Row, kept: list[int], places: dict[str, int], columns: Sequence[Column]) -> None:
    cells = [row.cells[place] if place < len(row.cells) else None for place in kept]
    sheet.append([*(neutral(c) if isinstance(c, str) else c for c in cells), neutral(describe(row, columns))])
    if not row.errors:
        return
    written = sheet[sheet.max_row]
    written[-1].font = Font(color="A61B1B")
    written[-1].alignment = Alignment(wrap_text=True, vertical="top")
    for key in row.errors:
        if key in places:
            written[places[key]].fill = _RED
