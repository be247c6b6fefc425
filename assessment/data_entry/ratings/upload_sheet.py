"""Uploading a sheet: kept between preview and confirmation, seen only by who uploaded it, read again before it counts."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from assessment.models import Period
from foundation.excel.columns import Column
from foundation.excel.error_sheet import error_workbook
from foundation.excel.reader import Row, Table, read_table
from foundation.uploads import UploadRefused, check_upload
from organization.models import User
from organization.policy import Access

_TOKEN = re.compile(r"^[0-9a-f]{32}$")


@dataclass
class Parsed:
    """A sheet read and checked: the rows to write, and lines for the preview (row number, cells, error)."""

    table: Table
    columns: Sequence[Column]
    rows: list[Any] = field(default_factory=list)
    lines: list[tuple[int, list[str], str]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def faults(self) -> int:
        """Rows with an error."""
        return sum(bool(row.errors) for row in self.table.rows)

    def error_sheet(self, name: str) -> bytes:
        """The upload handed back with what is wrong in each row."""
        return error_workbook(name, self.table, self.columns)


@dataclass(frozen=True)
class ImportKind:
    """One kind of import: its sheet, how rows are checked, how they are written."""

    title: Callable[[], str]
    columns: Callable[[Period], list[Column]]
    check: Callable[[Access, Period, Table], Parsed]
    write: Callable[[User, Period, list[Any]], int]
    about: str = ""
    """Whom its rows are about, where there is more than one sheet of a kind."""


def read_upload(kind: ImportKind, access: Access, period: Period, content: bytes) -> Parsed:
    """Read and check an uploaded workbook. Raises UploadRefused when it cannot be read at all."""
    return kind.check(access, period, read_table(BytesIO(content), kind.columns(period)))


def check_file(upload: Any) -> bytes:
    """The content of an uploaded workbook; UploadRefused for anything else."""
    if upload is None:
        raise UploadRefused(_("Choose a file first."), code="empty")
    check_upload(upload, allowed={"xlsx"})
    upload.seek(0)
    return bytes(upload.read())


def hold(user: User, content: bytes) -> str:
    """Keep an upload until it is confirmed; an older one of the same login is let go. Returns its token."""
    folder = _folder(user)
    if default_storage.exists(folder):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
    token = uuid4().hex
    default_storage.save(f"{folder}/{token}", ContentFile(content))
    return token


def held(user: User, token: str) -> bytes | None:
    """The upload of a token, if it is this login's own and still there."""
    name = f"{_folder(user)}/{token}"
    if not _TOKEN.match(token) or not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return bytes(file.read())


def let_go(user: User, token: str) -> None:
    """Forget an upload."""
    if held(user, token) is not None:
        default_storage.delete(f"{_folder(user)}/{token}")


def _folder(user: User) -> str:
    return f"uploads/ratings/{user.pk}"


def preview_line(row: Row, cells: list[str], columns: Sequence[Column]) -> tuple[int, list[str], str]:
    """A line of the preview: the row's number in the sheet, what it says, what is wrong."""
    titles = {column.key: str(column.title) for column in columns}
    words = [f"{titles[key]}: {text}" if key in titles else text for key, text in row.errors.items()]
    return row.number, cells, " ".join(words)
