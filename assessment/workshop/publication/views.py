"""The page on which a draft is proposed, approved or returned."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessment.models import Draft
from assessment.policy import Action
from assessment.workshop.publication.approve_draft import approve
from assessment.workshop.publication.context import context_of
from assessment.workshop.publication.forms import ApproveForm, ProposeForm, ReturnForm
from assessment.workshop.publication.propose_draft import propose, return_draft, take_back
from assessment.workshop.selectors import draft_or_404
from assessment.workshop.views.frame import draft_frame
from organization.decorators import UnitRequest, unit_page


@require_GET
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def publish_page(request: UnitRequest, draft_id: int) -> HttpResponse:
    """What stands in the way, what changes in words, which periods will use it, and the next step."""
    return _page(request, draft_or_404(request.access, draft_id))


@require_POST
@unit_page(Action.DRAFT_SCHEMES)
def propose_draft(request: UnitRequest, draft_id: int) -> HttpResponse:
    """Ask a second person to publish the draft."""
    draft = draft_or_404(request.access, draft_id)
    form = ProposeForm(request.POST)

    def step() -> str:
        propose(actor=request.user, draft=draft, **form.cleaned_data)
        return _("The draft is waiting for approval by a second person.")

    return _taken(request, draft, form, step, "propose_form")


@require_POST
@unit_page(Action.APPROVE_SCHEMES)
def approve_draft(request: UnitRequest, draft_id: int) -> HttpResponse:
    """Publish the draft as it was read."""
    draft = draft_or_404(request.access, draft_id)
    form = ApproveForm(request.POST)

    def step() -> str:
        version = approve(actor=request.user, draft=draft, **form.cleaned_data)
        return _("Version %(number)s is published.") % {"number": version.number}

    return _taken(request, draft, form, step, "approve_form")


@require_POST
@unit_page(Action.APPROVE_SCHEMES)
def return_draft_page(request: UnitRequest, draft_id: int) -> HttpResponse:
    """Send the draft back to be edited."""
    draft = draft_or_404(request.access, draft_id)
    form = ReturnForm(request.POST)

    def step() -> str:
        return_draft(actor=request.user, draft=draft, **form.cleaned_data)
        return _("The draft was returned.")

    return _taken(request, draft, form, step, "return_form")


@require_POST
@unit_page(Action.DRAFT_SCHEMES)
def take_draft_back(request: UnitRequest, draft_id: int) -> HttpResponse:
    """Take the proposal back."""
    draft = draft_or_404(request.access, draft_id)

    def step() -> str:
        take_back(actor=request.user, draft=draft)
        return _("The proposal was taken back; the draft can be edited again.")

    return _taken(request, draft, forms.Form(request.POST), step, "")


def _taken(
    request: UnitRequest, draft: Draft, form: forms.Form, step: Callable[[], str], name: str
) -> HttpResponse:
    """Take a step and go back to the page, or show the page with what is wrong at its place."""
    if form.is_valid():
        try:
            messages.success(request, step())
        except PermissionDenied as error:
            raise Http404 from error
        except ValidationError as refused:
            _tell(form, refused)
        else:
            return redirect("draft_publish", unit_code=request.unit.code, draft_id=draft.pk)
    fresh = draft_or_404(request.access, draft.pk)
    return _page(request, fresh, status=422, **{name or "refused_form": form})


def _tell(form: forms.Form, refused: ValidationError) -> None:
    """Put the refusals at their fields, those of fields that the form does not have at its head."""
    found = refused.message_dict if hasattr(refused, "error_dict") else {"__all__": refused.messages}
    for field, sentences in found.items():
        form.add_error(field if field in form.fields else None, sentences)


def _page(request: UnitRequest, draft: Draft, *, status: int = 200, **bound: Any) -> HttpResponse:
    context = context_of(request.access, draft)
    context |= {
        "propose_form": ProposeForm(initial={"note": draft.note, "valid_from": context["day"]}),
        "approve_form": ApproveForm(initial={"revision": draft.revision}),
        "return_form": ReturnForm(),
    }
    frame = draft_frame(request, draft, "draft_publish")
    return render(request, "assessment/workshop/publish.html", {**frame, **context, **bound}, status=status)
