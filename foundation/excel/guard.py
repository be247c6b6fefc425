"""Is this workbook safe to read? Asked before any library builds its sheets in memory."""

import re
import zipfile
from typing import IO, Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from foundation.uploads import UploadRefused, detect

MAX_COLUMNS = 512
_REFERENCE = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")
_XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


def check_workbook(file: IO[bytes] | Any, *, max_rows: int) -> None:
    """Raise UploadRefused unless ``file`` is an .xlsx workbook within bounds.

    A cell far outside (one lone value in the last row of the sheet) makes readers reserve the whole rectangle
    and the process die, so the places of all cells are looked at first.
    """
    kind = detect(file)
    if kind == "xls":
        raise UploadRefused(_("This is an old .xls file. Save it as .xlsx and upload it again."), code="kind")
    if kind != "xlsx":
        raise UploadRefused(_("This is not an Excel workbook (.xlsx)."), code="kind")
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            with archive.open(name) as part:
                start = part.read(4)
                if start.lstrip().startswith(_XML_STARTS):
                    part.seek(0)
                    _check_part(part, max_rows)
    file.seek(0)


class _Bounds:
    """Watches the cells of one part go by."""

    def __init__(self, max_rows: int) -> None:
        self.max_rows = max_rows
        self.rows = 0
        self.cells_in_row = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            self.rows += 1
            self.cells_in_row = 0
            self._row(
                int(attributes.get("r", "0")) if attributes.get("r", "0").isdigit() else self.max_rows + 1
            )
        elif local == "c" and "r" in attributes:
            self._reference(attributes["r"])
        elif local == "c":
            self.cells_in_row += 1
            self._column(self.cells_in_row)

    def _reference(self, reference: str) -> None:
        match = _REFERENCE.match(reference.upper())
        if match:
            column = 0
            for letter in match[1]:
                column = column * 26 + ord(letter) - 64
            self._column(column)
            self._row(int(match[2]))

    def _row(self, number: int) -> None:
        if max(number, self.rows) > self.max_rows:
            raise UploadRefused(
                _("The sheet has too many rows: at most %(rows)s. Delete the empty rows at its end.")
                % {"rows": self.max_rows},
                code="rows",
            )

    def _column(self, number: int) -> None:
        if number > MAX_COLUMNS:
            raise UploadRefused(
                _("The sheet has too many columns: at most %(columns)s.") % {"columns": MAX_COLUMNS},
                code="columns",
            )


def _check_part(part: IO[bytes], max_rows: int) -> None:
    bounds = _Bounds(max_rows)
    parser = expat.ParserCreate()
    parser.StartElementHandler = bounds.start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.ParseFile(part)
    except expat.ExpatError as error:
        raise UploadRefused(_("The workbook is damaged."), code="damaged") from error


def _refuse_doctype(*_arguments: object) -> None:
    raise UploadRefused(_("The workbook is damaged."), code="damaged")
