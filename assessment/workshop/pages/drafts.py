"""Pages of one draft."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessment.policy import Action
from assessment.workshop.pages.frame import draft_frame
from assessment.workshop.selectors import draft_or_404
from organization.web import UnitRequest, unit_page


@require_GET
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def draft_page(request: UnitRequest, draft_id: int) -> HttpResponse:
    """One draft."""
    draft = draft_or_404(request.access, draft_id)
    return render(request, "assessment/workshop/draft.html", draft_frame(request, draft, "draft"))
