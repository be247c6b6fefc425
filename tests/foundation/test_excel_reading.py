"""Uploaded workbooks: exact values, clear refusals, nothing that harms the process."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import gettext_lazy, override
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from foundation.excel.columns import Column
from foundation.excel.error_sheet import describe, error_workbook
from foundation.excel.reader import read_cells, read_table
from foundation.excel.template import fill_in_workbook
from foundation.uploads import UploadRefused
from tests.narrowing import first_sheet

COLUMNS = [
    Column("number", "工号", required=True),
    Column("name", "姓名", required=True),
    Column("points", "扣分", kind="number"),
    Column("count", "次数", kind="integer"),
    Column("day", "日期", kind="date", required=True),
    Column("level", "等次", kind="choice", choices={"good": "优秀", "ok": "称职"}, help="按公示结果填写"),
]


def workbook(*rows: Sequence[object], change: Callable[[Worksheet], object] | None = None) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        first_sheet(book).append(list(row))
    if change:
        change(first_sheet(book))
    buffer = io.BytesIO()
    book.save(buffer)
    buffer.seek(0)
    return buffer


HEADINGS = ["工号", "姓名", "扣分", "次数", "日期", "等次"]


def test_numbers_are_what_excel_shows_and_never_binary_noise() -> None:
    cells = read_cells(workbook([0.1 + 0.2, 5.0, 1024, 0.5, -2.25]))
    assert cells == [[Decimal("0.3"), Decimal("5"), Decimal("1024"), Decimal("0.5"), Decimal("-2.25")]]
    assert all(isinstance(cell, Decimal) for cell in cells[0])
    assert str(cells[0][1]) == "5"


def test_absurd_numbers_are_no_numbers() -> None:
    sheet = b'<row r="1"><c r="A1"><v>1e300</v></c><c r="B1"><v>INF</v></c><c r="C1"><v>NaN</v></c></row>'
    cells = read_cells(rewritten(sheet))[0]
    assert len(cells) == 3
    assert all(isinstance(cell, Decimal | str) for cell in cells)


def test_dates_texts_truth_values_and_blanks_keep_their_kind() -> None:
    cells = read_cells(workbook([date(2026, 11, 5), datetime(2026, 11, 5, 8, 30), "甲", True, None, "  "]))
    assert cells == [[datetime(2026, 11, 5).date(), datetime(2026, 11, 5, 8, 30), "甲", True, None, None]]


def test_a_full_row_is_read_by_column() -> None:
    table = read_table(workbook(HEADINGS, ["0017", "王芳", 0.5, 2, date(2026, 11, 5), "优秀"]), COLUMNS)
    assert not table.has_errors
    assert table.rows[0].number == 2
    assert table.rows[0].values == {
        "number": "0017",
        "name": "王芳",
        "points": Decimal("0.5"),
        "count": 2,
        "day": date(2026, 11, 5),
        "level": "good",
    }


def test_headings_may_stand_lower_in_another_order_and_with_marks() -> None:
    table = read_table(
        workbook(
            ["某局扣分表"],
            ["填表说明"],
            ["日 期*", "备注", "姓名＊", "工号*"],
            ["2026/11/5", "略", "王芳", 17],
        ),
        COLUMNS,
    )
    assert table.rows[0].values["number"] == "17"
    assert table.rows[0].values["day"] == date(2026, 11, 5)
    assert table.rows[0].values["points"] is None
    assert table.rows[0].number == 4
    assert table.ignored == ["备注"]


@pytest.mark.parametrize(
    "written", ["2026-11-05", "2026/11/5", "2026.11.5", "2026年11月5日", "20261105", 20261105]
)
def test_a_date_may_be_written_the_usual_ways(written: int | str) -> None:
    table = read_table(workbook(HEADINGS, ["1", "王芳", None, None, written]), COLUMNS)
    assert table.rows[0].values["day"] == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ([None, "王芳", 1, 1, "2026-11-05"], {"number"}),
        (["1", "王芳", "half", 1, "2026-11-05"], {"points"}),
        (["1", "王芳", "NaN", 1, "2026-11-05"], {"points"}),
        (["1", "王芳", True, 1, "2026-11-05"], {"points"}),
        (["1", "王芳", 1, 1.5, "2026-11-05"], {"count"}),
        (["1", "王芳", 1, 1, "2026-02-30"], {"day"}),
        (["1", "王芳", 1, 1, 46331.5], {"day"}),
        (["1", "王芳", 1, 1, "2026-11-05", "中等"], {"level"}),
        ([110101199003074512, "王芳", 1, 1, "2026-11-05"], {"number"}),
        (["1", None, "x", "y", None], {"name", "points", "count", "day"}),
    ],
)
def test_each_wrong_cell_is_named_and_the_others_are_kept(row: list[Any], wrong: set[Any]) -> None:
    table = read_table(workbook(HEADINGS, row), COLUMNS)
    assert set(table.rows[0].errors) == wrong
    assert all(table.rows[0].values[key] is None for key in wrong)


def test_a_sheet_filled_in_under_another_language_is_understood() -> None:
    column = Column("language", gettext_lazy("English"), required=True)
    with override("zh-hans"):
        template = fill_in_workbook("x", [column], rows=[{"language": "a"}])
    with override("en"):
        assert read_table(io.BytesIO(template), [column]).rows[0].values == {"language": "a"}


def test_missing_and_double_headings_are_named() -> None:
    with pytest.raises(UploadRefused, match="姓名、日期"):
        read_table(workbook(["工号", "扣分"], ["1", 2]), COLUMNS)
    with pytest.raises(UploadRefused, match="工号"):
        read_table(workbook(["工号", "姓名", "日期", "工号"], ["1", "a", "2026-11-05", "2"]), COLUMNS)


def test_a_sheet_without_rows_is_refused() -> None:
    with pytest.raises(UploadRefused) as refused:
        read_table(workbook(HEADINGS, [None, None]), COLUMNS)
    assert refused.value.code == "empty"


def test_the_template_comes_back_as_it_was_filled_in() -> None:
    rows = [
        {
            "number": "0017",
            "name": "王芳",
            "day": date(2026, 11, 5),
            "points": Decimal("0.25"),
            "level": "优秀",
        }
    ]
    table = read_table(io.BytesIO(fill_in_workbook("模板", COLUMNS, notes=["说明"], rows=rows)), COLUMNS)
    assert table.rows[0].values == {**rows[0], "count": None, "level": "good"}


def test_errors_are_handed_back_and_the_corrected_sheet_can_be_uploaded_again() -> None:
    columns = COLUMNS[:3]
    upload = workbook(
        ["工号", "姓名", "扣分", "备注"],
        ["1", "王芳", "half", "-"],
        ["2", None, 1, "+86 10"],
        ["3", "李强", 2],
    )
    table = read_table(upload, columns)
    table.rows[2].errors[""] = "无此人"
    returned = io.BytesIO(error_workbook("错误", table, columns))
    cells = read_cells(returned)
    assert [row[:4] for row in cells[1:]] == [
        ["1", "王芳", "half", "-"],
        ["2", None, 1, "+86 10"],
        ["3", "李强", 2, None],
    ]
    assert "扣分" in str(cells[1][4])
    assert "姓名" in str(cells[2][4])
    assert cells[3][4] == "无此人" == describe(table.rows[2], columns)
    assert set(read_table(returned, columns).rows[0].errors) == {"points"}


@pytest.mark.parametrize("place", ["XFD2", "A1048576", "XFD1048576"])
def test_a_cell_far_outside_is_refused_before_it_can_kill_the_process(place: str) -> None:
    upload = workbook(["a"], change=lambda sheet: sheet.__setitem__(place, 1))
    with pytest.raises(UploadRefused) as refused:
        read_cells(upload)
    assert refused.value.code in ("rows", "columns")


def test_rows_and_cells_without_an_address_are_counted_too() -> None:
    refused = rewritten(b"<row></row>" * 30_000)
    with pytest.raises(UploadRefused) as error:
        read_cells(refused)
    assert error.value.code == "rows"
    with pytest.raises(UploadRefused) as error:
        read_cells(rewritten(b"<row>" + b"<c><v>1</v></c>" * 600 + b"</row>"))
    assert error.value.code == "columns"


def test_entities_in_a_sheet_are_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
    with pytest.raises(UploadRefused) as refused:
        read_cells(rewritten(bomb, whole=True))
    assert refused.value.code == "damaged"


def rewritten(sheet_data: bytes, *, whole: bool = False) -> io.BytesIO:
    """A workbook whose sheet holds the given XML."""
    source, target = zipfile.ZipFile(workbook(["a"])), io.BytesIO()
    namespace = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = sheet_data if whole else namespace + sheet_data + b"</sheetData></worksheet>"
            out.writestr(name, content)
    return target


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"just text", "kind"),
        (b"PK\x03\x04 broken", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_what_is_no_readable_workbook_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        read_cells(io.BytesIO(content))
    assert refused.value.code == code


def test_five_thousand_rows_are_read_in_a_moment(tmp_path: Path) -> None:
    rows = [[f"{i:05d}", "王芳", 0.5, 1, date(2026, 11, 5), "优秀"] for i in range(5000)]
    (tmp_path / "big.xlsx").write_bytes(workbook(HEADINGS, *rows).getvalue())
    script = """
import resource, sys, django
django.setup()
from tests.foundation.test_excel_reading import COLUMNS
from foundation.excel.reader import read_table
before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
table = read_table(open(sys.argv[1], "rb"), COLUMNS)
assert len(table.rows) == 5000 and not table.has_errors
print(resource.getrusage(resource.RUSAGE_SELF).ru_utime - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "big.xlsx")], capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 3
