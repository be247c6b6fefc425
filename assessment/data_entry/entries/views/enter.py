"""The Enter page: keyboard first, without page loads."""

import json
from datetime import date
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessment.data_entry.entries.form_parsing import new_entry, new_lines
from assessment.data_entry.entries.forms import EnterForm
from assessment.data_entry.entries.preview import changes, month_of
from assessment.data_entry.entries.subject_choices import About, chosen, departments_matching, kinds_of
from assessment.ledger.clauses import ClauseLine, clauses_matching, name_clauses
from assessment.ledger.new_entry import RowsRefused
from assessment.ledger.open_periods import kinds_taken, open_period_on, why_none
from assessment.ledger.record_entries import record_many
from assessment.ledger.selectors import entered_today, may_reverse
from assessment.ledger.store_evidence import ACCEPT
from assessment.models import Entry, Period
from assessment.policy import Action
from foundation.numbers import signed
from organization.decorators import UnitRequest, unit_page
from organization.selectors import people_matching

TODAY_SHOWN = 40
PREVIEW_SHOWN = 60
FIELDS = ("people", "clause", "particulars", "count", "points", "occurred_on", "note", "evidence")


@unit_page(Action.RECORD_ENTRIES)
def enter(request: UnitRequest) -> HttpResponse:
    """GET: the page. POST: record; answers with the errors beside their fields (422) or with what changed."""
    if request.method == "POST":
        return _record(request)
    day = timezone.localdate()
    context = {
        "day": day,
        "period": open_period_on(request.unit, day) or open_period_on(request.unit, day, "department"),
        "closed": "" if kinds_taken(request.unit, day) else why_none(request.unit, day),
        "key": uuid4().hex,
        "accept": ACCEPT,
        "several": False,
        "with_departments": "department" in kinds_taken(request.unit, day),
        **today_context(request),
    }
    return render(request, "assessment/ledger/enter.html", context)


@require_GET
@unit_page(Action.RECORD_ENTRIES)
def enter_people(request: UnitRequest) -> HttpResponse:
    """Lines of the search box: people and, where a scheme assesses them, departments."""
    day, text = _day_of(request), request.GET.get("q", "")
    picked, kinds = set(request.GET.getlist("chosen")), kinds_taken(request.unit, day)
    found = people_matching(request.access, Action.RECORD_ENTRIES, text, 12, on=day)
    people = [person for person in found if str(person.staff_id) not in picked]
    places = []
    if "department" in kinds:
        places = departments_matching(request.access, Action.RECORD_ENTRIES, text)
        places = [place for place in places if f"d{place.pk}" not in picked]
        if "staff" not in kinds:
            people = []
    return render(request, "assessment/ledger/people_options.html", {"people": people, "departments": places})


@require_GET
@unit_page(Action.RECORD_ENTRIES, Action.VIEW_ENTRIES)
def enter_clauses(request: UnitRequest) -> HttpResponse:
    """Lines of the search box for clauses: those of the period that takes entries of the day, for whom is chosen."""
    day, text, keys = _day_of(request), request.GET.get("q", ""), _keys(request)
    lines: list[ClauseLine] = []
    closed = ""
    for kind in sorted(kinds_of(keys), reverse=True) or ["staff", "department"]:
        period = open_period_on(request.unit, day, kind)
        if period is not None:
            lines += clauses_matching(period, text, _language(), kind=kind)
        else:
            closed = closed or why_none(request.unit, day, kind)
    context = {"clauses": lines, "closed": "" if lines else closed}
    return render(request, "assessment/ledger/clause_options.html", context)


@require_GET
@unit_page(Action.RECORD_ENTRIES)
def enter_people_field(request: UnitRequest) -> HttpResponse:
    """The field for people and departments, for one or for several; those chosen stay."""
    several = request.GET.get("several") == "1"
    picked = [
        {"value": about.key, "label": about.label}
        for about in chosen(request.access, _keys(request), Action.RECORD_ENTRIES)
    ]
    context = {
        "several": several,
        "chosen": picked if several else [],
        "one": picked[0] if picked and not several else None,
        "with_departments": "department" in kinds_taken(request.unit, _day_of(request)),
    }
    return render(request, "assessment/ledger/people_field.html", context)


@require_GET
@unit_page(Action.RECORD_ENTRIES)
def enter_preview(request: UnitRequest) -> HttpResponse:
    """Before → after for those chosen, and what the one's period holds so far."""
    day = _day_of(request)
    about = chosen(request.access, _keys(request), Action.RECORD_ENTRIES, on=day)
    kind = about[0].kind if about else "staff"
    period = open_period_on(request.unit, day, kind, request.GET.get("clause", "")) if about else None
    context: dict[str, Any] = {"people": about, "period": period, "closed": ""}
    if about and period is None:
        context["closed"] = why_none(request.unit, day, kind)
    elif period is not None:
        new = new_entry(request.GET, period, about[0], day)
        shown = about[:PREVIEW_SHOWN]
        context |= {
            "new": new,
            "changes": changes(period, shown, _language(), new),
            "more": len(about) - len(shown),
            "month": month_of(request.access, period, about[0], _language()) if len(about) == 1 else None,
        }
    return render(request, "assessment/ledger/preview.html", context)


def today_context(request: UnitRequest) -> dict[str, Any]:
    """What the asker entered today."""
    entries = entered_today(request.access, request.user)
    shown = name_clauses(entries[:TODAY_SHOWN], _language())
    for entry in shown:
        entry.undoable = may_reverse(request.access, entry)
    return {"today": shown, "today_count": entries.count(), "today_date": timezone.localdate()}


def _record(request: UnitRequest) -> HttpResponse:
    form = EnterForm(request.POST)
    if not form.is_valid():
        return _refused(request, {name: [str(text) for text in texts] for name, texts in form.errors.items()})
    about = chosen(request.access, form.cleaned_data["people"], Action.RECORD_ENTRIES)
    if faults := _choice_faults(form, about):
        return _refused(request, faults)
    try:
        entries = record_many(
            actor=request.user,
            unit=request.unit,
            rows=new_lines(form, about, request.POST, request.FILES.getlist("evidence")),
        )
    except RowsRefused as refusal:
        return _refused(request, _by_field(refusal, about))
    return _recorded(request, entries)


def _choice_faults(form: EnterForm, about: list[About]) -> dict[str, list[str]]:
    """What is wrong with who and which clause was chosen, before anything else is looked at."""
    faults = {}
    if not about:
        faults["people"] = [_("Choose a person.")]
    elif len(about) < len(set(form.cleaned_data["people"])):
        faults["people"] = [_("There is no such person among those you record for.")]
    elif len({each.kind for each in about}) > 1:
        faults["people"] = [_("People and departments have different clauses: enter them apart.")]
    if not form.cleaned_data["clause"]:
        faults["clause"] = [_("Choose a clause.")]
    return faults


def _recorded(request: UnitRequest, entries: list[Entry]) -> HttpResponse:
    first = entries[0]
    names = first.about
    if len(entries) > 1:
        names = _("%(name)s and %(count)s others") % {"name": names, "count": len(entries) - 1}
    text = _("Recorded: %(names)s, %(clause)s, %(points)s") % {
        "names": names,
        "clause": first.clause,
        "points": signed(first.effect),
    }
    about = About(staff=first.staff, department=None if first.staff is not None else first.department)
    period = Period.objects.select_related("version__scheme", "scheme").get(pk=first.period_id)
    month = month_of(request.access, period, about, _language()) if len(entries) == 1 else None
    context = {
        "errors": dict.fromkeys(FIELDS, []),
        "month": month,
        "period": period,
        "fresh": {entry.pk for entry in entries},
        **today_context(request),
    }
    response = render(request, "assessment/ledger/recorded.html", context)
    response["HX-Trigger-After-Settle"] = json.dumps(
        {"enter:recorded": {"key": uuid4().hex}, "toast": {"text": text}}
    )
    return response


def _refused(request: UnitRequest, faults: dict[str, list[str]]) -> HttpResponse:
    """The errors, each beside its field; the fields themselves are not touched, so nothing typed is lost."""
    others = [text for name, texts in faults.items() if name not in FIELDS for text in texts]
    context = {"errors": {name: faults.get(name, []) for name in FIELDS}, "others": others}
    response = render(request, "assessment/ledger/refused.html", context, status=422)
    response["HX-Trigger-After-Settle"] = "enter:refused"
    return response


def _by_field(refusal: RowsRefused, people: list[About]) -> dict[str, list[str]]:
    """The faults of all people by field; the same words once, words about single people with their names."""
    merged: dict[str, dict[str, list[str]]] = {}
    for place, faults in refusal.faults.items():
        for name, texts in faults.items():
            for text in texts:
                field = "people" if name in ("staff", "department") else name
                if field not in FIELDS and field != "idempotency_key":
                    field = "particulars"
                merged.setdefault(field, {}).setdefault(text, []).append(people[place].name)
    return {
        name: [_worded(text, names, len(people)) for text, names in by_text.items()]
        for name, by_text in merged.items()
    }


def _worded(text: str, names: list[str], people: int) -> str:
    if len(names) == people or all(name in text for name in names):
        return text
    return f"{'、'.join(names)}: {text}"


def _keys(request: UnitRequest) -> list[str]:
    return request.GET.getlist("people") + request.GET.getlist("person")


def _day_of(request: UnitRequest) -> date:
    """The day typed, or today while it is none."""
    try:
        return parse_date(request.GET.get("occurred_on", "")) or timezone.localdate()
    except ValueError:
        return timezone.localdate()


def _language() -> str:
    return get_language() or "zh-hans"
