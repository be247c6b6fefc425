"""Taking an entry back: a small dialog that asks for the reason."""

import json
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.data_entry.entries.forms import ReverseForm
from assessment.data_entry.entries.views.enter import today_context
from assessment.ledger.clauses import name_clauses
from assessment.ledger.reverse_entry import reverse, why_not_reversible
from assessment.ledger.selectors import entries_seen_by
from assessment.models import Entry
from assessment.policy import Action
from organization.decorators import UnitRequest, unit_page


@unit_page(Action.RECORD_ENTRIES)
def entry_reverse(request: UnitRequest, entry_id: int) -> HttpResponse:
    """GET: the dialog. POST: the reversal; the page behind it is brought up to date."""
    seen = entries_seen_by(request.access).select_related("staff", "period__version__scheme", "reversal")
    entry = get_object_or_404(seen, pk=entry_id)
    if not request.access.covers(Action.RECORD_ENTRIES, entry.department_id):
        raise Http404
    form = ReverseForm(request.POST or None, initial={"key": uuid4().hex})
    if request.method == "POST" and form.is_valid():
        try:
            reverse(
                actor=request.user,
                entry=entry,
                reason=form.cleaned_data["reason"],
                idempotency_key=f"reverse:{form.cleaned_data['key']}",
            )
        except PermissionDenied as error:
            raise Http404 from error
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return _done(request)
    return _dialog(request, entry, form)


def _dialog(request: UnitRequest, entry: Entry, form: ReverseForm) -> HttpResponse:
    (named,) = name_clauses([entry], get_language() or "zh-hans")
    context = {
        "entry": named,
        "form": form,
        "why_not": why_not_reversible(entry),
        "back": request.GET.get("from", ""),
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessment/ledger/reverse.html", context, status=status)


def _done(request: UnitRequest) -> HttpResponse:
    toast = {"text": _("The entry was undone.")}
    if request.GET.get("from") != "enter":
        return HttpResponse(headers={"HX-Refresh": "true"})
    response = render(request, "assessment/ledger/today.html", {"oob": True, **today_context(request)})
    response["HX-Trigger"] = json.dumps({"dialog:close": {}, "enter:undone": {}, "toast": toast})
    return response
