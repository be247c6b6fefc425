"""A workbook to fill in: heading row, choices to pick from, a sheet that explains the columns."""

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from foundation.excel.columns import Column
from foundation.excel.writer import column_width, neutral, number_format, set_a4_landscape, sheet_name

FILL_ROWS = 5000  # rows that carry formats and choices


def fill_in_workbook(
    name: str,
    columns: Sequence[Column],
    *,
    notes: Iterable[str] = (),
    rows: Iterable[Mapping[str, Any]] = (),
) -> bytes:
    """The template of an import, in the language of the user; ``rows`` are filled in beforehand (by column key).

    What it yields is what ``reader.read_table`` takes with the same columns.
    """
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = sheet_name(name)
    choices = workbook.create_sheet("choices")
    choices.sheet_state = "hidden"
    for index, column in enumerate(columns, start=1):
        _column(sheet, choices, index, column)
    for row in rows:
        sheet.append([_plain(row.get(column.key)) for column in columns])
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    set_a4_landscape(sheet)
    _explain(workbook.create_sheet(sheet_name(_("How to fill in")), 1), columns, notes)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _plain(value: Any) -> Any:
    return neutral(value) if isinstance(value, str) else value


def _column(sheet: Any, choices: Any, index: int, column: Column) -> None:
    letter = get_column_letter(index)
    heading = sheet.cell(row=1, column=index, value=neutral(column.heading))
    heading.font = Font(name="黑体", size=10, bold=True)
    heading.fill = PatternFill("solid", start_color="FFE9C7" if column.required else "E6EBF2")
    heading.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    dimension = sheet.column_dimensions[letter]
    dimension.width = column_width(column, column.heading)
    dimension.number_format = number_format(column)
    validation = _validation(choices, index, column)
    if validation is not None:
        validation.add(f"{letter}2:{letter}{FILL_ROWS + 1}")
        sheet.add_data_validation(validation)


def _validation(choices: Any, index: int, column: Column) -> DataValidation | None:
    """Choices and the help beside the cell. The reader checks everything again, so nothing but choices is barred."""
    validation = DataValidation(allow_blank=True)
    if column.choices:
        letter = get_column_letter(index)
        for row, label in enumerate(column.choices.values(), start=1):
            choices.cell(row=row, column=index, value=neutral(str(label)))
        validation.type = "list"
        validation.formula1 = f"choices!${letter}$1:${letter}${len(column.choices)}"
        validation.error = _("Please pick one of the list.")
        validation.showErrorMessage = True
    if column.help:
        validation.promptTitle = str(column.title)[:32]
        validation.prompt = str(column.help)[:255]
        validation.showInputMessage = True
    return validation if column.choices or column.help else None


def _explain(sheet: Any, columns: Sequence[Column], notes: Iterable[str]) -> None:
    for text in notes:
        sheet.append([neutral(text)])
    if sheet.max_row > 1 or sheet["A1"].value:
        sheet.append([])
    sheet.append([_("Column"), _("Required"), _("Content"), _("Explanation")])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    kinds = {
        "text": _("text"),
        "number": _("number"),
        "integer": _("whole number"),
        "date": _("date like 2026-11-05"),
        "choice": _("one of the list"),
    }
    for column in columns:
        required = _("yes") if column.required else ""
        content = "、".join(str(label) for label in column.choices.values()) or kinds[column.kind]
        sheet.append([neutral(str(column.title)), required, neutral(content), neutral(str(column.help))])
    for letter, width in zip("ABCD", (22, 10, 50, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=cell.column > 1)
    set_a4_landscape(sheet)
