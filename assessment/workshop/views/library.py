"""The library: schemes with their versions, and drafts in the making."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessment.models import SchemeVersion
from assessment.policy import Action
from assessment.schemes.selectors import versions_read_in
from assessment.workshop.library import library
from assessment.workshop.make_drafts import discard_draft, import_draft, restore_draft, start_draft
from assessment.workshop.selectors import draft_or_404, version_or_404
from assessment.workshop.views.yaml import pack_file
from organization.decorators import UnitRequest, unit_page
from organization.forms.base import attach


class CopyForm(forms.Form):
    """The id that a copy gets; empty for the next version of the same scheme."""

    code = forms.CharField(
        label=gettext_lazy("Id of the new scheme"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "Leave empty to make the next version of this scheme. With an id of small letters, digits and hyphens "
            "it becomes a scheme of its own."
        ),
    )


@require_GET
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def library_page(request: UnitRequest) -> HttpResponse:
    """Every scheme that the unit may see, and the unit's drafts."""
    return _library(request)


def _library(request: UnitRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    context = {
        "library": library(request.access),
        "may_draft": request.access.can(Action.DRAFT_SCHEMES),
        "readable": set(versions_read_in(request.unit).values_list("pk", flat=True)),
        "refused": refused,
    }
    return render(request, "assessment/workshop/library.html", context, status=status)


@require_POST
@unit_page(Action.DRAFT_SCHEMES)
def import_pack(request: UnitRequest) -> HttpResponse:
    """A pack from a file becomes a draft, right or wrong; only what is no text at all is refused."""
    file = request.FILES.get("file")
    if file is None:
        return _library(request, refused=_("Choose a file."), status=422)
    try:
        draft = import_draft(actor=request.user, unit=request.unit, file=file)
    except ValidationError as error:
        return _library(request, refused=" ".join(error.messages), status=422)
    messages.success(request, _("The file became a draft."))
    return redirect("draft_yaml", request.unit.code, draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@unit_page(Action.DRAFT_SCHEMES)
def copy_version(request: UnitRequest, version_id: int) -> HttpResponse:
    """A version becomes the base of a draft, of the same scheme or of a new one."""
    version = version_or_404(request.access, version_id)
    form = CopyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            draft = start_draft(actor=request.user, unit=request.unit, version=version, code=code)
        except ValidationError as error:
            attach(form, error)
        else:
            messages.success(request, _("The draft is begun."))
            return redirect("draft", request.unit.code, draft.pk)
    context = {"form": form, "version": version}
    return render(request, "assessment/workshop/copy.html", context, status=422 if form.errors else 200)


@require_GET
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def version_file(request: UnitRequest, version_id: int) -> HttpResponse:
    """The pack of a version as a file."""
    version: SchemeVersion = version_or_404(request.access, version_id)
    return pack_file(version.text, f"{version.scheme.code}-v{version.number}.yaml")


@require_POST
@unit_page(Action.DRAFT_SCHEMES)
def discard(request: UnitRequest, draft_id: int) -> HttpResponse:
    """Set a draft aside, or take it up again."""
    draft = draft_or_404(request.access, draft_id)
    try:
        if "restore" in request.POST:
            restore_draft(actor=request.user, draft=draft)
            messages.success(request, _("The draft is being edited again."))
            return redirect("draft", request.unit.code, draft.pk)
        discard_draft(actor=request.user, draft=draft)
        messages.success(request, _("The draft was discarded. Its text is kept and can be taken up again."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("workshop", request.unit.code)
