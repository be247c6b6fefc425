"""A draft that loads, as the document that it would become: page and Word file."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessment.models import Draft
from assessment.policy import Action
from assessment.schemes.document import Document, build
from assessment.schemes.document.download import word_response
from assessment.schemes.selectors import settings_in
from assessment.workshop.publication.blockers import pack_of, scheme_of_draft
from assessment.workshop.selectors import draft_or_404
from assessment.workshop.views.frame import draft_frame
from organization.decorators import UnitRequest, unit_page


@require_GET
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def draft_document(request: UnitRequest, draft_id: int) -> HttpResponse:
    """The draft as the staff would read it; as long as it is not a valid pack, to what there is to correct."""
    draft = draft_or_404(request.access, draft_id)
    document = _document(draft)
    if document is None:
        return redirect("draft_read", request.unit.code, draft.pk)
    context = {"document": document} | draft_frame(request, draft, "draft_read")
    return render(request, "assessment/workshop/publish_document.html", context)


@require_GET
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def draft_word(request: UnitRequest, draft_id: int) -> HttpResponse:
    """The same document as a Word file; 404 as long as the draft is not a valid pack."""
    draft = draft_or_404(request.access, draft_id)
    document = _document(draft)
    if document is None:
        raise Http404
    return word_response(request, document, f"draft {draft}")


def _document(draft: Draft) -> Document | None:
    pack = pack_of(draft)
    if pack is None:
        return None
    scheme = scheme_of_draft(draft)
    settings = settings_in(draft.unit, scheme, timezone.localdate()) if scheme is not None else {}
    words = {"number": draft.revision, "hash": pack.hash[:12]}
    about = [(_("Draft"), _("revision %(number)d, not in force · %(hash)s") % words)]
    return build(pack, get_language() or "zh-hans", about=about, settings=settings)
