"""Check an uploaded file by its content, never by what the browser says about it."""

import hashlib
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

import puremagic
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_SIZE = 10 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_RATIO = 200  # unpacked : packed, only looked at above RATIO_FLOOR (long sheets of equal rows pack well)
RATIO_FLOOR = 20 * 1024 * 1024
MAX_PARTS = 2000
CHUNK = 256 * 1024

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "txt": "text/plain",
}
EVIDENCE = frozenset(CONTENT_TYPES)
PICTURES = frozenset({"png", "jpg"})
_EXTENSIONS = {"jpeg": "jpg"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE_PARTS = {"wordprocessingml.document.main+xml": "docx", "spreadsheetml.sheet.main+xml": "xlsx"}
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class UploadRefused(ValidationError):
    """The file is refused; the message says why and what to do, in the language of the user."""


@dataclass(frozen=True)
class CheckedFile:
    """What is known about an accepted file: ``size`` in bytes, ``sha256`` as hex digits."""

    name: str
    kind: str
    content_type: str
    size: int
    sha256: str


def check_upload(
    file: IO[bytes] | Any,
    *,
    name: str = "",
    allowed: Collection[str] = EVIDENCE,
    max_size: int = MAX_SIZE,
) -> CheckedFile:
    """Accept ``file`` (any seekable binary file, left at its beginning) or raise UploadRefused.

    ``allowed`` are keys of CONTENT_TYPES; ``max_size`` is in bytes. The name must carry the extension of the content.
    """
    clean = clean_name(name or getattr(file, "name", "") or "")
    size, digest = _measure(file, max_size)
    kind = detect(file)
    file.seek(0)
    if kind is None or kind not in allowed:
        raise UploadRefused(
            _("This kind of file is not accepted. Accepted: %(kinds)s.")
            % {"kinds": ", ".join(sorted(allowed))},
            code="kind",
        )
    extension = PurePosixPath(clean).suffix.lower().lstrip(".")
    if _EXTENSIONS.get(extension, extension) != kind:
        raise UploadRefused(
            _("The file is named “%(name)s”, but its content is of the kind %(kind)s.")
            % {"name": clean, "kind": kind},
            code="extension",
        )
    return CheckedFile(clean, kind, CONTENT_TYPES[kind], size, digest)


def clean_name(name: str) -> str:
    """The bare file name: no folders, no control characters, at most 120 characters."""
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    bare = "".join(c for c in bare if unicodedata.category(c)[0] != "C").strip(" .")
    stem, dot, extension = bare.rpartition(".")
    return f"{stem[: 119 - len(extension)]}.{extension}" if dot and len(extension) < 10 else bare[:120]


def detect(file: IO[bytes] | Any) -> str | None:
    """The kind of the content (a key of CONTENT_TYPES) or None. Raises UploadRefused for dangerous content."""
    file.seek(0)
    head = file.read(8192)
    if head.startswith(b"PK"):
        return _office_kind(file)
    if head.startswith(_OLE):
        return _ole_kind(file)
    try:
        found = {match.extension.lstrip(".") for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        found = set()
    if head.startswith(b"%PDF-") and "pdf" in found:
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n") and "png" in found:
        return "png"
    if head.startswith(b"\xff\xd8\xff") and found & {"jpg", "jpeg"}:
        return "jpg"
    return "txt" if _is_text(file) else None


def check_archive(file: IO[bytes] | Any) -> None:
    """Unpack a zip file without keeping it and raise UploadRefused if it is broken, encrypted or a bomb.

    The sizes an archive states about itself can lie, so the bytes are counted.
    """
    refuse = UploadRefused(_("The file is damaged or unpacks to too much data."), code="archive")
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or any(part.flag_bits & 0x1 for part in parts):
                raise refuse
            total = 0
            for part in parts:
                total += _unpacked_size(archive, part, MAX_UNPACKED - total)
                if total > MAX_UNPACKED:
                    raise refuse
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise refuse from error
    packed = file.seek(0, 2)
    if total > RATIO_FLOOR and total > MAX_RATIO * packed:
        raise refuse
    file.seek(0)


def _unpacked_size(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limit: int) -> int:
    """Bytes that a part really unpacks to; stops soon after ``limit``."""
    raw = archive.fp
    if raw is None or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("unknown compression")
    raw.seek(part.header_offset)
    header = raw.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise ValueError("no local header")
    raw.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    if part.compress_type == zipfile.ZIP_STORED:
        return part.compress_size
    engine = zlib.decompressobj(-15)
    left, total = part.compress_size, 0
    while left > 0 and total <= limit and not engine.eof:
        chunk = raw.read(min(CHUNK, left))
        if not chunk:
            raise ValueError("cut off")
        left -= len(chunk)
        while chunk and total <= limit:
            total += len(engine.decompress(chunk, CHUNK))
            chunk = engine.unconsumed_tail
    return total


def _measure(file: IO[bytes] | Any, max_size: int) -> tuple[int, str]:
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > max_size:
            raise UploadRefused(
                _("The file is too large: at most %(megabytes)s MB.")
                % {"megabytes": max_size // (1024 * 1024)},
                code="size",
            )
        digest.update(chunk)
    if not size:
        raise UploadRefused(_("The file is empty."), code="empty")
    return size, digest.hexdigest()


def _office_kind(file: IO[bytes] | Any) -> str | None:
    check_archive(file)
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
        if "[Content_Types].xml" not in names:
            return None
        types = archive.read("[Content_Types].xml").decode("utf-8", "replace")
    if "macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UploadRefused(
            _("Files with macros are not accepted. Save the file without macros."), code="macros"
        )
    return next((kind for part, kind in _OFFICE_PARTS.items() if part in types), None)


def _ole_kind(file: IO[bytes] | Any) -> str | None:
    file.seek(0)
    content = file.read(MAX_SIZE)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UploadRefused(
            _("The file is protected with a password. Remove the password and upload it again."),
            code="encrypted",
        )
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise UploadRefused(
            _("Files with macros are not accepted. Save the file without macros."), code="macros"
        )
    if "WordDocument".encode("utf-16-le") in content:
        return "doc"
    return "xls" if "Workbook".encode("utf-16-le") in content else None


def _is_text(file: IO[bytes] | Any) -> bool:
    file.seek(0)
    content = file.read(MAX_SIZE + 1)
    if _CONTROL.search(content):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
