"""Pages of schemes, for everyone who is under one."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessment.models import SchemeVersion
from assessment.policy import Action
from assessment.schemes.document import Document, build
from assessment.schemes.document.download import word_response
from assessment.schemes.end_validity import earliest_end, end_validity, may_be_ended
from assessment.schemes.selectors import (
    about,
    accepted_warnings,
    changes_of,
    settings_in,
    validity_status,
    versions_read_in,
)
from organization.decorators import UnitRequest, unit_page


@require_GET
@unit_page(Action.VIEW_SCHEMES)
def schemes_page(request: UnitRequest) -> HttpResponse:
    """The schemes of the unit with their versions."""
    today = timezone.localdate()
    rows = [
        (version, *validity_status(version, today))
        for version in versions_read_in(request.unit).defer("text")
    ]
    return render(request, "assessment/schemes/list.html", {"rows": rows})


@require_GET
@unit_page(Action.VIEW_SCHEMES)
def scheme_page(request: UnitRequest, version_id: int) -> HttpResponse:
    """One version to read: what changed with it, and all that one is subject to, clause by clause, with the readings."""
    version = _version(request, version_id)
    in_office = request.access.can(Action.DRAFT_SCHEMES) or request.access.can(Action.APPROVE_SCHEMES)
    context = {
        "version": version,
        "warnings": accepted_warnings(version, _language()) if in_office else [],
        "validity": validity_status(version, timezone.localdate()),
        "document": _document(request, version),
        "changes": changes_of(version, _language()),
        "may_end": request.access.can(Action.APPROVE_SCHEMES) and may_be_ended(version, request.unit),
    }
    return render(request, "assessment/schemes/read.html", context)


@require_GET
@unit_page(Action.VIEW_SCHEMES)
def scheme_word(request: UnitRequest, version_id: int) -> HttpResponse:
    """The same document as a Word file."""
    version = _version(request, version_id)
    return word_response(request, _document(request, version), f"{version.scheme.code} v{version.number}")


class EndForm(forms.Form):
    """Until when a version holds, and why it ends."""

    valid_to = forms.DateField(
        label=gettext_lazy("Last day in force"),
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3, "class": "input"})
    )


@unit_page(Action.APPROVE_SCHEMES)
def scheme_end(request: UnitRequest, version_id: int) -> HttpResponse:
    """End the validity of a version of the unit; a shared version is not the unit's to end (404)."""
    version = _version(request, version_id)
    if not may_be_ended(version, request.unit):
        raise Http404
    earliest = earliest_end(version)
    form = EndForm(request.POST or None, initial={"valid_to": version.valid_to or earliest})
    if request.method == "POST" and form.is_valid():
        try:
            end_validity(actor=request.user, version=version, unit=request.unit, **form.cleaned_data)
        except PermissionDenied as error:
            raise Http404 from error
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The last day in force was set."))
            return redirect("scheme", unit_code=request.unit.code, version_id=version.pk)
    context = {"version": version, "form": form, "earliest": earliest}
    return render(request, "assessment/schemes/end.html", context, status=422 if form.is_bound else 200)


def _version(request: UnitRequest, version_id: int) -> SchemeVersion:
    return get_object_or_404(versions_read_in(request.unit), pk=version_id)


def _document(request: UnitRequest, version: SchemeVersion) -> Document:
    settings = settings_in(request.unit, version.scheme, timezone.localdate())
    return build(version.rules, _language(), about=about(version), settings=settings)


def _language() -> str:
    return get_language() or "zh-hans"
