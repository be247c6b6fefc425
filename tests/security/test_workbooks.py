"""Workbooks that are made to break who reads them."""

import zipfile
from io import BytesIO

import pytest

from foundation.excel.guard import check_workbook
from foundation.uploads import UploadRefused

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = f"""<Types xmlns="{PACKAGE}/content-types"><Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""
BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
RELATIONS = f"""<Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""
FAR = '<row r="1000000"><c r="XFD1000000"><v>1</v></c></row>'


def sheet(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def workbook(*parts: tuple[str, str]) -> BytesIO:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        for name, content in parts:
            archive.writestr(name, content)
    file.seek(0)
    return file


SHEET = "xl/worksheets/sheet1.xml"


def test_a_plain_workbook_passes() -> None:
    shared = f'<sst xmlns="{MAIN}"><si><t>工号</t></si></sst>'
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    check_workbook(workbook(("xl/sharedStrings.xml", shared), (SHEET, sheet(rows))), max_rows=100)


@pytest.mark.parametrize(
    "before", ["", " \n \n \n ", "x"], ids=["plain", "blanks before it", "a letter before it"]
)
def test_a_cell_far_outside_is_found_however_the_sheet_begins(before: str) -> None:
    with pytest.raises(UploadRefused):
        check_workbook(workbook((SHEET, before + sheet(FAR))), max_rows=100)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_second_part_of_the_same_name_hides_nothing() -> None:
    for parts in [(sheet(FAR), sheet("")), (sheet(""), sheet(FAR))]:
        with pytest.raises(UploadRefused):
            check_workbook(workbook(*((SHEET, part) for part in parts)), max_rows=100)


def test_a_long_text_that_thousands_of_cells_share_is_refused() -> None:
    shared = f'<sst xmlns="{MAIN}"><si><t>a</t></si><si><t>{"A" * 200_000}</t></si></sst>'
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>1</v></c></row>' for n in range(1, 500))
    with pytest.raises(UploadRefused, match=r".") as refusal:
        check_workbook(workbook(("xl/sharedStrings.xml", shared), (SHEET, sheet(rows))), max_rows=1000)
    assert refusal.value.code == "texts"
