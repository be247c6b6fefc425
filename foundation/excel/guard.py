"""Is this workbook safe to read? Asked before any library builds its sheets in memory."""

import re
import zipfile
from collections import Counter
from typing import IO, Any
from xml.parsers import expat

from django.utils.translation import gettext as _

from foundation.uploads import UploadRefused, detect

MAX_COLUMNS = 512
MAX_TEXT = (
    50_000_000  # characters that all cells may hold together; a shared text counts as often as it is used
)
_REFERENCE = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")
_XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
_SHEET = b"sheetData"
_CHUNK = 1 << 16


def check_workbook(file: IO[bytes] | Any, *, max_rows: int) -> None:
    """Raise UploadRefused unless ``file`` is an .xlsx workbook within bounds.

    A cell far outside (one lone value in the last row of the sheet) makes readers reserve the whole rectangle
    and the process die, so the places of all cells are looked at first; and so does one long text that thousands of
    cells share, since every cell gets its own copy. A sheet that is no clean XML, or hides behind a part of the same
    name, is refused: a more lenient reader would take what was never looked at.
    """
    kind = detect(file)
    if kind == "xls":
        raise UploadRefused(_("This is an old .xls file. Save it as .xlsx and upload it again."), code="kind")
    if kind != "xlsx":
        raise UploadRefused(_("This is not an Excel workbook (.xlsx)."), code="kind")
    with zipfile.ZipFile(file) as archive:
        names = [part.filename.lower() for part in archive.infolist()]
        if len(set(names)) != len(names):
            raise UploadRefused(_("The workbook is damaged."), code="damaged")
        texts = _Texts()
        for info in archive.infolist():
            with archive.open(info) as part:
                if _is_xml(part):
                    _check_part(part, max_rows, texts)
                elif _holds_sheet(part):
                    raise UploadRefused(_("The workbook is damaged."), code="damaged")
    if texts.total() > MAX_TEXT:
        raise UploadRefused(_("The file is damaged or unpacks to too much data."), code="texts")
    file.seek(0)


def _is_xml(part: IO[bytes]) -> bool:
    start = part.read(4)
    part.seek(0)
    return start.startswith(_XML_STARTS)


def _holds_sheet(part: IO[bytes]) -> bool:
    before = b""
    while chunk := part.read(_CHUNK):
        if _SHEET in before + chunk:
            return True
        before = chunk[-len(_SHEET) :]
    return False


class _Texts:
    """How long the shared texts are, and how often cells use them."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.used: Counter[str] = Counter()

    def total(self) -> int:
        """Characters of all cells with shared texts."""
        numbers = (
            (int(text), count) for text, count in self.used.items() if text.isascii() and text.isdigit()
        )
        return sum(self.lengths[place] * count for place, count in numbers if place < len(self.lengths))


class _Bounds:
    """Watches the cells of one part go by."""

    def __init__(self, max_rows: int, texts: _Texts) -> None:
        self.max_rows, self.texts = max_rows, texts
        self.rows = 0
        self.cells_in_row = 0
        self.shares = False  # the cell holds the number of a shared text
        self.number = ""
        self.inside = ""

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "v" and self.inside == "v":
            self.texts.used[self.number.strip()] += 1
        if self.inside == name.rpartition(":")[2]:
            self.inside = ""

    def text(self, data: str) -> None:
        if self.inside == "v":
            self.number = (self.number + data)[:20]
        elif self.inside == "si":
            self.texts.lengths[-1] += len(data)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "si":
            self.texts.lengths.append(0)
            self.inside = "si"
        elif local == "c":
            self.shares = attributes.get("t") == "s"
        elif local == "v" and self.shares:
            self.inside, self.number = "v", ""
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


def _check_part(part: IO[bytes], max_rows: int, texts: _Texts) -> None:
    bounds = _Bounds(max_rows, texts)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = bounds.start
    parser.EndElementHandler = bounds.end
    parser.CharacterDataHandler = bounds.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.ParseFile(part)
    except expat.ExpatError as error:
        raise UploadRefused(_("The workbook is damaged."), code="damaged") from error


def _refuse_doctype(*_arguments: object) -> None:
    raise UploadRefused(_("The workbook is damaged."), code="damaged")
