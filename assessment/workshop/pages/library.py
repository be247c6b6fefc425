"""The library: schemes with their versions, and drafts in the making."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessment.policy import Action
from assessment.workshop.selectors import drafts_of
from organization.web import UnitRequest, unit_page


@require_GET
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def library_page(request: UnitRequest) -> HttpResponse:
    """Every scheme of the installation and the unit's drafts."""
    return render(request, "assessment/workshop/library.html", {"drafts": drafts_of(request.access)})
