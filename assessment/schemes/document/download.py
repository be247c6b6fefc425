"""The Word file as an answer; who downloads it is on record."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from assessment.schemes.document.blocks import Document
from assessment.schemes.document.word import write_word
from foundation.uploads import CONTENT_TYPES
from organization.decorators import UnitRequest
from organization.write_audit import log_act


def word_response(request: UnitRequest, document: Document, target: str) -> HttpResponse:
    """The document to download, named after its title; logged as an export."""
    log_act(actor=request.user, unit=request.unit, action="export.file", target=f"word {target}")
    response = HttpResponse(write_word(document), content_type=CONTENT_TYPES["docx"])
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{document.title}.docx") or ""
    )
    return response
