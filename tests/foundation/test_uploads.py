"""Evidence files are known by their content."""

import hashlib
import io
import struct
import zipfile
import zlib
from typing import Any

import pytest
from openpyxl import Workbook

from foundation import uploads
from foundation.uploads import UploadRefused, check_archive, check_upload, clean_name


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00\x00")) + chunk(b"IEND", b"")


def jpg() -> bytes:
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
        + b"\xff\xdb"
        + b"\x00" * 80
        + b"\xff\xd9"
    )


def pdf() -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def xlsx() -> bytes:
    buffer = io.BytesIO()
    Workbook().save(buffer)
    return buffer.getvalue()


def office(content_type: str, **parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{content_type}"/></Types>')
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.png", png(), "png"),
        ("a.jpg", jpg(), "jpg"),
        ("a.JPEG", jpg(), "jpg"),
        ("a.pdf", pdf(), "pdf"),
        ("a.xlsx", xlsx(), "xlsx"),
        ("a.docx", office(DOCX), "docx"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "doc"),
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), "xls"),
        ("a.txt", "情况说明".encode(), "txt"),
        ("a.txt", "情况说明".encode("gb18030"), "txt"),
    ],
)
def test_each_accepted_kind_is_recognised(name: str, content: Any, kind: str) -> None:
    file = io.BytesIO(content)
    checked = check_upload(file, name=name)
    assert (checked.kind, checked.size) == (kind, len(content))
    assert checked.sha256 == hashlib.sha256(content).hexdigest()
    assert checked.content_type == uploads.CONTENT_TYPES[kind]
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.png", b"", "empty"),
        ("a.pdf", png(), "extension"),
        ("a", png(), "extension"),
        ("a.png.exe", png(), "extension"),
        ("a.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04", "kind"),
        ("a.png", b"\x89PNG not a picture"[:4] + b"\x00", "kind"),
        ("a.gif", b"GIF89a\x01\x00\x01\x00\x80\x00\x00", "kind"),
        ("a.html", b"<html><script>alert(1)</script>", "extension"),
        ("a.zip", office("application/zip"), "kind"),
        ("a.xlsx", b"PK\x03\x04 cut off", "archive"),
        ("a.docm", office(DOCX + " macroEnabled"), "macros"),
        ("a.docx", office(DOCX, **{"word/vbaProject.bin": b"x"}), "macros"),
        ("a.doc", OLE + "_VBA_PROJECT WordDocument".encode("utf-16-le"), "macros"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_everything_else_is_refused_with_its_reason(name: str, content: Any, code: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        check_upload(io.BytesIO(content), name=name)
    assert refused.value.code == code


def test_only_the_kinds_that_were_asked_for_are_taken() -> None:
    with pytest.raises(UploadRefused, match="jpg, png"):
        check_upload(io.BytesIO(pdf()), name="a.pdf", allowed=uploads.PICTURES)


def test_the_limit_is_exact() -> None:
    assert check_upload(io.BytesIO(b"a" * uploads.MAX_SIZE), name="a.txt").size == uploads.MAX_SIZE
    with pytest.raises(UploadRefused) as refused:
        check_upload(io.BytesIO(b"a" * (uploads.MAX_SIZE + 1)), name="a.txt")
    assert refused.value.code == "size"


def zipped(size: int) -> bytearray:
    return bytearray(office(DOCX, **{"word/document.xml": b"\x00" * size}))


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(UploadRefused) as refused:
        check_upload(io.BytesIO(zipped(uploads.MAX_UNPACKED + 1)), name="a.docx")
    assert refused.value.code == "archive"


def test_an_archive_that_lies_about_its_size_is_counted_all_the_same() -> None:
    size = uploads.MAX_UNPACKED + 1
    content = zipped(size)
    lying = bytes(content).replace(struct.pack("<I", size), struct.pack("<I", 10))
    assert lying != bytes(content)
    with pytest.raises(UploadRefused) as refused:
        check_archive(io.BytesIO(lying))
    assert refused.value.code == "archive"


def test_a_suspicious_ratio_is_refused_and_a_long_even_sheet_is_not() -> None:
    with pytest.raises(UploadRefused):
        check_archive(io.BytesIO(zipped(uploads.RATIO_FLOOR + 1000)))
    check_archive(io.BytesIO(zipped(uploads.RATIO_FLOOR - 1000)))


def test_too_many_parts_are_refused() -> None:
    many = office(DOCX, **{f"p{i}": b"" for i in range(uploads.MAX_PARTS + 1)})
    with pytest.raises(UploadRefused):
        check_archive(io.BytesIO(many))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/通知.pdf", "通知.pdf"),
        ("C:\\scans\\a.pdf", "a.pdf"),
        ("a\x00\r\nb\u202egpj.pdf", "abgpj.pdf"),
        ("长" * 200 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_file_names_are_bare(given: str, kept: str) -> None:
    assert clean_name(given) == kept
    assert len(clean_name(given)) <= 120
