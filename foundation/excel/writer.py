"""Write long lists as sheets that print well: A4 landscape, repeated heading row, page numbers, frozen panes."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from foundation.excel.columns import Column

Style = Literal["plain", "strong", "error", "heading", "title", "note"]
A4 = 9
MAX_TEXT = 32_767  # what a cell can hold
_FORMULA_STARTS = "=+-@＝＋－＠\t\r\n"
_DEFAULT_WIDTHS = {"text": 14, "choice": 12, "number": 10, "integer": 8, "date": 12}
_LINE = Side(style="thin", color="B4B8BF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FONTS = {
    "plain": Font(name="宋体", size=10),
    "strong": Font(name="宋体", size=10, bold=True),
    "error": Font(name="宋体", size=10, color="A61B1B"),
    "heading": Font(name="黑体", size=10, bold=True),
    "title": Font(name="黑体", size=16, bold=True),
    "note": Font(name="宋体", size=9, color="555B66"),
}
_FILLS = {
    "error": PatternFill("solid", start_color="FCE9E6"),
    "heading": PatternFill("solid", start_color="E6EBF2"),
}


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula (a lone sign is harmless)."""
    return len(text) > 1 and text.lstrip(" \u3000")[:1] != "" and text.lstrip(" \u3000")[0] in _FORMULA_STARTS


def neutral(text: str) -> str:
    """The text as it may stand in a cell: without control characters, never a formula, not even after a CSV export."""
    if is_formula_like(text):
        text = "'" + text
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))[:MAX_TEXT]


def display_width(text: str) -> int:
    """Width in Latin characters; a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def column_width(column: Column, heading: str) -> int:
    """The width to print a column with: as given, or enough for its heading and its kind."""
    longest_line = max((display_width(line) for line in heading.splitlines()), default=0)
    return column.width or max(longest_line + 2, _DEFAULT_WIDTHS[column.kind])


def number_format(column: Column) -> str:
    """Excel's format of a column: figures carry exactly their decimals, text stays text."""
    if column.kind == "number":
        return "0." + "0" * column.decimals if column.decimals else "0"
    return {"integer": "0", "date": "yyyy-mm-dd"}.get(column.kind, "@")


class Book:
    """A workbook of printable sheets, written row by row so that length costs no memory."""

    def __init__(self) -> None:
        self._workbook = Workbook(write_only=True)

    def sheet(
        self,
        name: str,
        columns: Sequence[Column],
        *,
        title: str = "",
        notes: Iterable[str] = (),
        frozen: int = 0,
    ) -> "Sheet":
        """Start a sheet: title and notes above the heading row; the first ``frozen`` columns stay in view."""
        return Sheet(self._workbook, name, columns, title=title, notes=tuple(notes), frozen=frozen)

    def to_bytes(self) -> bytes:
        """The finished workbook. Nothing can be added afterwards."""
        buffer = BytesIO()
        self._workbook.save(buffer)
        return buffer.getvalue()


class Sheet:
    """One sheet of a Book."""

    def __init__(
        self,
        workbook: Workbook,
        name: str,
        columns: Sequence[Column],
        *,
        title: str,
        notes: Sequence[str],
        frozen: int,
    ) -> None:
        self.columns = list(columns)
        self._sheet: Any = workbook.create_sheet(sheet_name(name))
        self._prototypes: dict[tuple[str, Style], Any] = {}
        self.row_count = 0  # rows written so far, heading included
        heading_row = (1 if title else 0) + len(notes) + 1
        self._page(heading_row, frozen)
        if title:
            self._line(title, "title")
        for text in notes:
            self._line(text, "note")
        self._append([self._cell(neutral(str(c.title)), c, "heading") for c in self.columns])

    def append(self, values: Mapping[str, Any] | Sequence[Any], *, style: Style = "plain") -> None:
        """Write a row: by column key or in column order. Decimal, int, date and text; None leaves a cell empty."""
        if isinstance(values, Mapping):
            values = [values.get(column.key) for column in self.columns]
        self._append(
            [self._cell(value, column, style) for value, column in zip(values, self.columns, strict=True)]
        )

    def note(self, text: str = "") -> None:
        """Write a free line below the rows (a signature line, an explanation)."""
        self._line(text, "note")

    def _line(self, text: str, style: Style) -> None:
        cell = WriteOnlyCell(self._sheet, value=neutral(text))
        cell.font = _FONTS[style]
        self._append([cell])

    def _append(self, cells: list[Any]) -> None:
        self._sheet.append(cells)
        self.row_count += 1

    def _cell(self, value: Any, column: Column, style: Style) -> Any:
        if isinstance(value, float):
            raise TypeError(f"column {column.key}: figures are Decimal, not float")
        if not isinstance(value, int | Decimal | date | datetime | time | None):
            value = neutral(str(value))
        cell: Any = WriteOnlyCell(self._sheet, value=value)
        if isinstance(value, str):
            cell.data_type = "s"
        # Building each style anew would take most of the time of a long sheet.
        cell._style = self._prototype(column, style)._style
        return cell

    def _prototype(self, column: Column, style: Style) -> Any:
        key = (column.key, style)
        if key not in self._prototypes:
            cell = WriteOnlyCell(self._sheet)
            cell.font, cell.border = _FONTS[style], _BOX
            if style in _FILLS:
                cell.fill = _FILLS[style]
            is_figure = column.kind in ("number", "integer")
            horizontal = (
                "center" if style == "heading" or column.kind == "date" else "right" if is_figure else "left"
            )
            wrap = column.wrap or style == "heading"
            cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=wrap)
            cell.number_format = "@" if style == "heading" else number_format(column)
            self._prototypes[key] = cell
        return self._prototypes[key]

    def _page(self, heading_row: int, frozen: int) -> None:
        sheet = self._sheet
        for index, column in enumerate(self.columns, start=1):
            sheet.column_dimensions[get_column_letter(index)].width = column_width(column, str(column.title))
        sheet.freeze_panes = f"{get_column_letter(frozen + 1)}{heading_row + 1}"
        sheet.print_title_rows = f"{heading_row}:{heading_row}"
        set_a4_landscape(sheet)


def set_a4_landscape(sheet: Any) -> None:
    """One page wide, as many pages as needed, page numbers at the foot."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.oddFooter.center.text = "&P / &N"
    sheet.print_options.horizontalCentered = True


def sheet_name(name: str) -> str:
    """A name that Excel accepts: at most 31 characters, without its reserved ones."""
    return re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31] or "Sheet"
