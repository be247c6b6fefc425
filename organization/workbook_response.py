"""Answering with a workbook."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from foundation.uploads import CONTENT_TYPES


def workbook_response(content: bytes, name: str) -> HttpResponse:
    """A workbook to download under a (Chinese) name."""
    response = HttpResponse(content, content_type=CONTENT_TYPES["xlsx"])
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or ""
    )
    return response
