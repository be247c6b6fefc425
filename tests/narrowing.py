"""What a test knows to be there, said so that the type checker knows it too; a test in which it is not there fails."""

from typing import TypeVar

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

T = TypeVar("T")


def present(value: T | None) -> T:
    """The value, which is not None."""
    assert value is not None
    return value


def first_sheet(book: Workbook) -> Worksheet:
    """The sheet that a new workbook has, and that a written one opens with."""
    assert isinstance(book.active, Worksheet)
    return book.active


def words_of(cell: Cell) -> str:
    """The text of a cell that holds one."""
    assert isinstance(cell.value, str)
    return cell.value
