"""The Enter page: keyboard first, without page loads."""

import json
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessment.ledger.checking import line_faults, rule_entry
from assessment.ledger.clauses import clauses_matching, name_clauses
from assessment.ledger.forms import EnterForm
from assessment.ledger.lines import NewEntry, RowsRefused
from assessment.ledger.open_periods import open_period_on, why_none
from assessment.ledger.preview import changes, month_of
from assessment.ledger.proofs import ACCEPT
from assessment.ledger.recording import record_many
from assessment.ledger.selectors import entered_today, may_reverse
from assessment.models import Entry, Period
from assessment.policy import Action
from foundation.templatetags.figures import signed
from organization.models import StaffMember
from organization.selectors import people_matching
from organization.web import UnitRequest, unit_page

TODAY_SHOWN = 40
PREVIEW_SHOWN = 60
FIELDS = ("people", "clause", "count", "points", "occurred_on", "note", "evidence")


@unit_page(Action.RECORD_ENTRIES)
def enter(request: UnitRequest) -> HttpResponse:
    """GET: the page. POST: record; answers with the errors beside their fields (422) or with what changed."""
    if request.method == "POST":
        return _record(request)
    day = timezone.localdate()
    context = {
        "day": day,
        "period": open_period_on(request.unit, day),
        "closed": why_none(request.unit, day),
        "key": uuid4().hex,
        "accept": ACCEPT,
        "several": False,
        **today_context(request),
    }
    return render(request, "assessment/ledger/enter.html", context)


@require_GET
@unit_page(Action.RECORD_ENTRIES)
def enter_people(request: UnitRequest) -> HttpResponse:
    """Lines of the search box for people."""
    found = people_matching(
        request.access, Action.RECORD_ENTRIES, request.GET.get("q", ""), 12, on=_day_of(request)
    )
    chosen = set(request.GET.getlist("chosen"))
    people = [person for person in found if str(person.staff_id) not in chosen]
    return render(request, "assessment/ledger/people_options.html", {"people": people})


@require_GET
@unit_page(Action.RECORD_ENTRIES, Action.VIEW_ENTRIES)
def enter_clauses(request: UnitRequest) -> HttpResponse:
    """Lines of the search box for clauses: those of the period that takes entries of the day."""
    period = open_period_on(request.unit, _day_of(request))
    context: dict[str, Any] = {"clauses": [], "closed": ""}
    if period is None:
        context["closed"] = why_none(request.unit, _day_of(request))
    else:
        context["clauses"] = clauses_matching(period, request.GET.get("q", ""), _language())
    return render(request, "assessment/ledger/clause_options.html", context)


@require_GET
@unit_page(Action.RECORD_ENTRIES)
def enter_people_field(request: UnitRequest) -> HttpResponse:
    """The field for people, for one person or for several; those chosen stay."""
    several = request.GET.get("several") == "1"
    chosen = [
        {"value": person.pk, "label": f"{person.name} {person.number}"}
        for person in _people(request, _ids(request.GET.getlist("people")))
    ]
    context = {"several": several, "chosen": chosen if several else [], "one": None}
    if chosen and not several:
        context["one"] = chosen[0]
    return render(request, "assessment/ledger/people_field.html", context)


@require_GET
@unit_page(Action.RECORD_ENTRIES)
def enter_preview(request: UnitRequest) -> HttpResponse:
    """Before → after for the people chosen, and what the one person's period holds so far."""
    day = _day_of(request)
    people = _people(request, _ids(request.GET.getlist("people")), on=day)
    period = open_period_on(request.unit, day) if people else None
    context: dict[str, Any] = {"people": people, "period": period, "closed": ""}
    if people and period is None:
        context["closed"] = why_none(request.unit, day)
    elif period is not None:
        new = _new_entry(request, period, people[0])
        shown = [person.pk for person in people[:PREVIEW_SHOWN]]
        context |= {
            "new": new,
            "changes": changes(period, shown, _language(), new),
            "more": len(people) - len(shown),
            "month": month_of(request.access, period, shown[0], _language()) if len(people) == 1 else None,
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
    people = _people(request, form.cleaned_data["people"])
    faults = {}
    if not people:
        faults["people"] = [_("Choose a person.")]
    elif len(people) < len(set(form.cleaned_data["people"])):
        faults["people"] = [_("There is no such person among those you record for.")]
    if not form.cleaned_data["clause"]:
        faults["clause"] = [_("Choose a clause.")]
    if faults:
        return _refused(request, faults)
    try:
        entries = record_many(
            actor=request.user, unit=request.unit, rows=[_line(request, form, person) for person in people]
        )
    except RowsRefused as refusal:
        return _refused(request, _by_field(refusal, people))
    return _recorded(request, entries)


def _line(request: UnitRequest, form: EnterForm, person: StaffMember) -> NewEntry:
    said = form.cleaned_data
    return NewEntry(
        staff=person,
        clause=said["clause"],
        occurred_on=said["occurred_on"],
        count=said["count"],
        points=said["points"],
        note=said["note"],
        evidence=request.FILES.getlist("evidence"),
        idempotency_key=f"{said['key']}:{person.pk}",
    )


def _recorded(request: UnitRequest, entries: list[Entry]) -> HttpResponse:
    first = entries[0]
    names = first.staff.name if first.staff else ""
    if len(entries) > 1:
        names = _("%(name)s and %(count)s others") % {"name": names, "count": len(entries) - 1}
    text = _("Recorded: %(names)s, %(clause)s, %(points)s") % {
        "names": names,
        "clause": first.clause,
        "points": signed(first.effect),
    }
    single = len(entries) == 1 and first.staff_id is not None
    period = Period.objects.select_related("version__scheme", "scheme").get(pk=first.period_id)
    month = month_of(request.access, period, first.staff_id, _language()) if single else None  # type: ignore[arg-type]
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


def _by_field(refusal: RowsRefused, people: list[StaffMember]) -> dict[str, list[str]]:
    """The faults of all people by field; the same words once, words about single people with their names."""
    merged: dict[str, dict[str, list[str]]] = {}
    for place, faults in refusal.faults.items():
        for name, texts in faults.items():
            for text in texts:
                field = "people" if name == "staff" else name
                merged.setdefault(field, {}).setdefault(text, []).append(people[place].name)
    return {
        name: [_worded(text, names, len(people)) for text, names in by_text.items()]
        for name, by_text in merged.items()
    }


def _worded(text: str, names: list[str], people: int) -> str:
    if len(names) == people or all(name in text for name in names):
        return text
    return f"{'、'.join(names)}: {text}"


def _people(request: UnitRequest, ids: list[int], *, on: date | None = None) -> list[StaffMember]:
    """The people chosen, in the order chosen; only those whom the asker records for (on that day)."""
    scope = request.access.departments(Action.RECORD_ENTRIES)
    found = StaffMember.objects.filter(unit=request.unit, pk__in=ids)
    if scope is not None:
        held = Q(assignments__department_id__in=scope)
        if on is not None:
            open_end = Q(assignments__valid_to__isnull=True) | Q(assignments__valid_to__gte=on)
            held &= Q(assignments__valid_from__lte=on) & open_end
        found = found.filter(held).distinct()
    by_id = {person.pk: person for person in found}
    return [by_id[pk] for pk in dict.fromkeys(ids) if pk in by_id]


def _ids(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]


def _new_entry(request: UnitRequest, period: Period, person: StaffMember) -> Any:
    """The entry as typed so far, for the preview; None while it is not complete."""
    line = NewEntry(
        staff=person,
        clause=request.GET.get("clause", ""),
        occurred_on=_day_of(request),
        count=_figure(request.GET.get("count", "")),
        points=_figure(request.GET.get("points", "")),
        idempotency_key="",
    )
    return None if line_faults(line, period) else rule_entry(line, 0)


def _figure(text: str) -> Decimal | None:
    """A figure as typed, or None: the preview waits, recording says what is wrong."""
    try:
        figure: Decimal | None = EnterForm.base_fields["count"].clean(text)
    except ValidationError:
        return None
    return figure


def _day_of(request: UnitRequest) -> date:
    """The day typed, or today while it is none."""
    try:
        return parse_date(request.GET.get("occurred_on", "")) or timezone.localdate()
    except ValueError:
        return timezone.localdate()


def _language() -> str:
    return get_language() or "zh-hans"
