"""Sheets that print like the office's own, with figures as figures and texts as texts."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from foundation.excel.columns import Column
from foundation.excel.reader import read_cells
from foundation.excel.template import fill_in_workbook
from foundation.excel.writer import Book, column_width, display_width, neutral, sheet_name

COLUMNS = [
    Column("name", "姓名"),
    Column("score", "得分", kind="number"),
    Column("rank", "名次", kind="integer"),
    Column("day", "日期", kind="date"),
]


@pytest.fixture
def sheet() -> Any:
    book = Book()
    written = book.sheet("年度等次", COLUMNS, title="某局年度考核等次表", notes=["单位：分"], frozen=1)
    written.append({"name": "王芳", "score": Decimal("98.50"), "rank": 1, "day": date(2026, 11, 22)})
    written.append(["=HYPERLINK(1)", Decimal("0.1"), None, None], style="error")
    written.note("审核人：")
    return load_workbook(io.BytesIO(book.to_bytes())).active


def test_the_sheet_is_set_up_for_printing(sheet: Any) -> None:
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.freeze_panes == "B4"
    assert sheet.oddFooter.center.text == "&P / &N"


def test_figures_are_numbers_with_two_decimals(sheet: Any) -> None:
    assert [cell.value for cell in sheet[3]] == ["姓名", "得分", "名次", "日期"]
    assert sheet["B4"].value == 98.5
    assert sheet["B4"].data_type == "n"
    assert sheet["B4"].number_format == "0.00"
    assert sheet["C4"].number_format == "0"
    assert sheet["D4"].value.date() == date(2026, 11, 22)


def test_a_text_is_never_a_formula(sheet: Any) -> None:
    assert sheet["A5"].data_type == "s"
    assert sheet["A5"].value == "'=HYPERLINK(1)"


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 10", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "－1"]
)
def test_what_a_spreadsheet_could_compute_gets_an_apostrophe(text: str) -> None:
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("text", ["王芳", "-", "—", "a=b", "'quoted", "迟到-3次", ""])
def test_harmless_text_is_left_alone(text: str) -> None:
    assert neutral(text) == text


def test_control_characters_are_dropped() -> None:
    assert neutral("a\x00b\x1fc") == "abc"


def test_the_reader_takes_the_apostrophe_off_again() -> None:
    book = Book()
    book.sheet("x", [Column("a", "甲")]).append(["=1+1"])
    assert read_cells(io.BytesIO(book.to_bytes())) == [["甲"], ["=1+1"]]


def test_a_float_is_refused() -> None:
    book = Book()
    written = book.sheet("x", [Column("a", "甲", kind="number")])
    with pytest.raises(TypeError, match="Decimal"):
        written.append([0.5])
    book.to_bytes()


def test_a_row_of_another_length_is_refused() -> None:
    book = Book()
    written = book.sheet("x", COLUMNS)
    with pytest.raises(ValueError, match="longer"):
        written.append(["王芳"])
    book.to_bytes()


def test_chinese_takes_two_places() -> None:
    assert display_width("得分A") == 5
    assert column_width(Column("a", "一二三四五六七八"), "一二三四五六七八") == 18
    assert column_width(Column("a", "x", width=30), "x") == 30


def test_sheet_names_are_made_acceptable() -> None:
    assert sheet_name("2026/第4季度: 甲?") == "2026 第4季度  甲"
    assert len(sheet_name("长" * 40)) == 31
    assert sheet_name("''") == "Sheet"


def test_the_template_offers_the_choices_and_explains_the_columns() -> None:
    columns = [
        Column(
            "level",
            "等次",
            kind="choice",
            choices={"a": "优秀", "b": "称职"},
            required=True,
            help="按公示填写",
        )
    ]
    book = load_workbook(io.BytesIO(fill_in_workbook("模板", columns, notes=["请勿改动表头"])))
    first, explanation, choices = book.worksheets
    assert first["A1"].value == "等次*"
    validation = first.data_validations.dataValidation[0]
    assert (validation.type, validation.formula1) == ("list", "choices!$A$1:$A$2")
    assert validation.prompt == "按公示填写"
    assert [cell.value for cell in choices["A"]] == ["优秀", "称职"]
    assert choices.sheet_state == "hidden"
    texts = [cell.value for row in explanation.iter_rows() for cell in row if cell.value]
    assert "请勿改动表头" in texts
    assert "优秀、称职" in texts
    assert "按公示填写" in texts
