"""The draft's YAML: edited as it is, with what is wrong at its line."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from assessment.models import Draft
from assessment.policy import Action
from assessment.workshop.edit_draft import faults_of, told
from assessment.workshop.save_draft import Superseded, save_draft
from assessment.workshop.selectors import draft_or_404
from assessment.workshop.views.conflict import conflict_page
from assessment.workshop.views.frame import draft_frame, may_edit
from foundation.ids import row_id
from organization.decorators import UnitRequest, unit_page


class TextForm(forms.Form):
    """The text as it was typed, nothing stripped."""

    text = forms.CharField(
        label=gettext_lazy("Pack"), strip=False, required=False, widget=forms.Textarea(attrs={"rows": 30})
    )


@require_http_methods(["GET", "HEAD", "POST"])
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def yaml_page(request: UnitRequest, draft_id: int) -> HttpResponse:
    """The text and its faults; a POST saves it, right or wrong."""
    draft = draft_or_404(request.access, draft_id)
    if request.method != "POST":
        return _shown(request, draft, draft.text, line=row_id(request.GET.get("line")) or 0)
    if not may_edit(request, draft):
        raise Http404
    form = TextForm(request.POST)
    revision = row_id(request.POST.get("revision")) or 0
    if not form.is_valid():
        return _refused(request, draft, form.errors["text"])
    text = form.cleaned_data["text"]
    try:
        draft = save_draft(actor=request.user, draft=draft, text=text, revision=revision)
    except Superseded as newer:
        return conflict_page(request, newer.draft, text)
    except ValidationError as error:
        return _refused(request, draft, error.messages)
    faults = faults_of(draft.text)
    if faults:
        messages.warning(request, _("Saved. Still to be corrected: %(count)s.") % {"count": len(faults)})
    else:
        messages.success(request, _("Saved. The pack can be loaded."))
    return redirect("draft_yaml", request.unit.code, draft.pk)


def _refused(request: UnitRequest, draft: Draft, errors: Any) -> HttpResponse:
    return _shown(request, draft, request.POST.get("text", ""), errors=list(errors), status=422)


def _shown(
    request: UnitRequest, draft: Draft, text: str, *, line: int = 0, errors: Any = (), status: int = 200
) -> HttpResponse:
    faults = [(fault, told(fault)) for fault in faults_of(text)]
    context = draft_frame(request, draft, "draft_yaml")
    context |= {
        "text": text,
        "faults": faults,
        "fault_lines": sorted({fault.line for fault, _words in faults}),
        "errors": errors,
        "line": line,
    }
    return render(request, "assessment/workshop/draft_yaml.html", context, status=status)


@require_GET
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def read_page(request: UnitRequest, draft_id: int) -> HttpResponse:
    """To the draft as the staff would read it; as long as it cannot be loaded, what there is to correct."""
    draft = draft_or_404(request.access, draft_id)
    if not faults_of(draft.text):
        return redirect("draft_document", request.unit.code, draft.pk)
    context = draft_frame(request, draft, "draft_read")
    return render(request, "assessment/workshop/draft_unreadable.html", context)


@require_GET
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def draft_file(request: UnitRequest, draft_id: int) -> HttpResponse:
    """The draft's text as a file."""
    draft = draft_or_404(request.access, draft_id)
    return pack_file(draft.text, f"{draft.code}-draft-{draft.pk}.yaml")


def pack_file(text: str, name: str) -> HttpResponse:
    """A pack as a file to keep, sign by sign."""
    answer = HttpResponse(text.encode(), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
