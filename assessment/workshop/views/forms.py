"""The forms of a draft, section by section, with the YAML beside them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment.models import Draft
from assessment.policy import Action
from assessment.rules.yaml_source import Path, YamlSource, parse
from assessment.workshop.edit_draft import NewFaults, copy_element, edit_draft, faults_of, told
from assessment.workshop.forms.addresses import address, from_address, value_at
from assessment.workshop.forms.nodes import leaves, place_error
from assessment.workshop.forms.parsing import changes_of
from assessment.workshop.forms.place_form import PlaceForm, place_of
from assessment.workshop.forms.sections import chapters
from assessment.workshop.round_trip import Change, Delete, EditRefused, edit
from assessment.workshop.save_draft import Superseded, save_draft, text_of
from assessment.workshop.selectors import draft_or_404
from assessment.workshop.views.conflict import conflict_page
from assessment.workshop.views.frame import draft_frame, may_edit
from foundation.ids import row_id
from organization.decorators import UnitRequest, unit_page

_REFUSED = gettext_lazy("This cannot be changed in the form. Please change it in the YAML.")


@require_http_methods(["GET", "HEAD", "POST"])
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def draft_page(request: UnitRequest, draft_id: int) -> HttpResponse:
    """The form of one place of the draft; a POST saves what was changed, or shows what is wrong beside the fields."""
    draft = draft_or_404(request.access, draft_id)
    if request.method == "POST":
        return _save(request, draft)
    source = parse(draft.text, draft.code)
    if source.faults:
        return redirect("draft_yaml", request.unit.code, draft.pk)
    return _shown(request, draft, source, _place(request, source))


def _place(request: UnitRequest, source: YamlSource, posted: QueryDict | None = None) -> PlaceForm:
    path = from_address(request.GET.get("at", ""), source.data)
    try:
        if path is None:
            raise Http404
        return place_of(source, path, get_language() or "zh-hans", posted, request.GET.get("new", ""))
    except LookupError as error:
        raise Http404 from error


def _shown(
    request: UnitRequest,
    draft: Draft,
    source: YamlSource,
    place: PlaceForm,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    context |= draft_frame(request, draft, "draft")
    context |= {
        "place": place,
        "chapters": chapters(source.data, get_language() or "zh-hans"),
        "open_section": place.parent or place.at,
        "lines": draft.text.split("\n"),
        "query": request.GET.urlencode(),
        "wrong": [leaf for leaf in leaves(place.form) if leaf.error],
        "faults_left": len(faults_of(draft.text)) if status == 200 else 0,
    }
    return render(request, "assessment/workshop/draft.html", context, status=status)


def _save(request: UnitRequest, draft: Draft) -> HttpResponse:
    if not may_edit(request, draft):
        raise Http404
    revision = row_id(request.POST.get("revision")) or 0
    base = draft.text if revision == draft.revision else text_of(draft, revision)
    source = parse(base or "", draft.code)
    if base is None or source.faults:
        raise Http404
    place = _place(request, source, request.POST)
    changes = changes_of(place.form, source.data)
    if any(leaf.error for leaf in leaves(place.form)):
        return _shown(request, draft, source, place, status=422)
    try:
        draft, _text = edit_draft(
            actor=request.user, draft=draft, base=base, changes=changes, revision=revision
        )
    except Superseded as newer:
        return conflict_page(request, newer.draft, edit(base, changes))
    except (NewFaults, EditRefused, ValidationError) as error:
        return _shown(request, draft, source, place, status=422, refused=_told(place, error))
    messages.success(request, _("Saved.") if changes else _("Nothing was changed."))
    return redirect(_address(request, draft, address(place.path)))


def _told(place: PlaceForm, error: Exception) -> list[str]:
    """What is wrong beside the fields; what belongs to none of them above the form."""
    if isinstance(error, ValidationError):
        return list(error.messages)
    if isinstance(error, EditRefused):
        return [str(_REFUSED)]
    assert isinstance(error, NewFaults)
    texts = [(fault, told(fault)) for fault in error.faults]
    return [text for fault, text in texts if not place_error(place.form, fault.path, text)]


def _address(request: UnitRequest, draft: Draft, at: str, **more: str) -> str:
    query = urlencode({"at": at, **more}) if at else ""
    return reverse("draft", args=[request.unit.code, draft.pk]) + (f"?{query}" if query else "")


@require_POST
@unit_page(Action.DRAFT_SCHEMES)
def add_element(request: UnitRequest, draft_id: int) -> HttpResponse:
    """One more element of a list: like one that is there, or the form of a new one of a kind."""
    draft = draft_or_404(request.access, draft_id)
    source, path = _changed_place(request, draft)
    elements = value_at(source.data, path)
    number = len(elements) if isinstance(elements, list) else 0
    like = request.POST.get("like", "")
    at = address((*path, number))
    if not like.startswith("#"):
        return redirect(_address(request, draft, at, new=like))
    original = (*path, row_id(like[1:]) or 0)
    try:
        change = copy_element(source.data, original, request.POST.get("name", "").strip())
    except ValidationError as error:
        for text in error.messages:
            messages.warning(request, text)
        return redirect(_address(request, draft, address(path)))
    return _structural(request, draft, change, at, _("Added. Now change what is different."))


@require_POST
@unit_page(Action.DRAFT_SCHEMES)
def remove_element(request: UnitRequest, draft_id: int) -> HttpResponse:
    """Take an element out of its list."""
    draft = draft_or_404(request.access, draft_id)
    source, path = _changed_place(request, draft)
    if not path or not isinstance(path[-1], int) or value_at(source.data, path) is None:
        raise Http404
    return _structural(request, draft, Delete(path), address(path[:-1]), _("Taken out."))


def _changed_place(request: UnitRequest, draft: Draft) -> tuple[YamlSource, Path]:
    """The pack as the page showed it and the place on it; 404 where there is none."""
    if not may_edit(request, draft):
        raise Http404
    text = text_of(draft, row_id(request.POST.get("revision")) or 0)
    source = parse(text or "", draft.code)
    path = from_address(request.POST.get("at", ""), source.data)
    if source.faults or path is None:
        raise Http404
    return source, path


def _structural(request: UnitRequest, draft: Draft, change: Change, at: str, said: str) -> HttpResponse:
    revision = row_id(request.POST.get("revision")) or 0
    try:
        text = edit(text_of(draft, revision) or "", [change])
        draft = save_draft(actor=request.user, draft=draft, text=text, revision=revision)
    except Superseded as newer:
        return conflict_page(request, newer.draft, text)
    except EditRefused:
        messages.warning(request, _REFUSED)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect(_address(request, draft, at))
