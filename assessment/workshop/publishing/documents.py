"""A draft that loads, as the document that it would become: page and Word file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessment.models import Draft
from assessment.policy import Action
from assessment.schemes.document import Document, build
from assessment.schemes.document.download import word_response
from assessment.schemes.reading import settings_in
from assessment.workshop.publishing.blocking import pack_of, scheme_of_draft
from assessment.workshop.selectors import draft_or_404
from organization.web import UnitRequest, unit_page


@require_GET
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def draft_document(request: UnitRequest, draft_id: int) -> HttpResponse:
    """The draft as the staff would read it; 404 as long as it is not a valid pack."""
    draft = draft_or_404(request.access, draft_id)
    context = {"draft": draft, "document": _document(request, draft)}
    return render(request, "assessment/workshop/publish_document.html", context)


@require_GET
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def draft_word(request: UnitRequest, draft_id: int) -> HttpResponse:
    """The same document as a Word file."""
    draft = draft_or_404(request.access, draft_id)
    return word_response(request, _document(request, draft), f"draft {draft}")


def _document(request: UnitRequest, draft: Draft) -> Document:
    pack = pack_of(draft)
    if pack is None:
        raise Http404
    scheme = scheme_of_draft(draft)
    settings = settings_in(draft.unit, scheme, timezone.localdate()) if scheme is not None else {}
    words = {"number": draft.revision, "hash": pack.hash[:12]}
    about = [(_("Draft"), _("revision %(number)d, not in force · %(hash)s") % words)]
    return build(pack, get_language() or "zh-hans", about=about, settings=settings)
