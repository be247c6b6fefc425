"""The list of entries with its filters, and one entry with its evidence and history."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from assessment.data_entry.entries.forms import FilterForm
from assessment.data_entry.entries.subject_choices import chosen, departments_matching, named
from assessment.ledger.clauses import clauses_of, name_clauses
from assessment.ledger.open_periods import open_period_on
from assessment.ledger.reverse_entry import why_not_reversible
from assessment.ledger.selectors import entries_seen_by, evidence_seen_by, may_reverse
from assessment.models import Period
from assessment.models.ledger import EntryQuerySet
from assessment.policy import Action
from organization.decorators import UnitRequest, unit_page
from organization.models import User
from organization.selectors import people_matching
from organization.subjects import among
from organization.write_audit import log_act

PAGE = 50
FIELDS = {
    "period": "period_id",
    "clause": "clause",
    "first": "occurred_on__gte",
    "last": "occurred_on__lte",
    "by": "entered_by_id",
    "source": "source",
}


@require_GET
@unit_page(Action.VIEW_ENTRIES)
def entries(request: UnitRequest) -> HttpResponse:
    """The entries that the asker may see, the newest first; at first those of the running period."""
    form = FilterForm(request.GET)
    said = form.said
    periods = list(Period.objects.filter(unit=request.unit).select_related("scheme"))
    if not request.GET:
        current = open_period_on(request.unit, timezone.localdate()) or next(iter(periods), None)
        if current is not None:
            said["period"] = current.pk
    seen = _filtered(entries_seen_by(request.access), said)
    rows = seen.select_related(
        "staff", "department", "entered_by", "period__version__scheme", "reversal", "reverses"
    ).prefetch_related("evidence")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    listed = name_clauses(page.object_list, _language())
    for entry in listed:
        entry.undoable = may_reverse(request.access, entry)
    context = {
        "form": form,
        "said": said,
        "page": page,
        "entries": listed,
        "periods": periods,
        **_chosen(request, said, periods),
    }
    return render(request, "assessment/ledger/entries.html", context)


@require_GET
@unit_page(Action.VIEW_ENTRIES)
def entries_people(request: UnitRequest) -> HttpResponse:
    """Lines of the search box for people whose entries the asker may see."""
    text = request.GET.get("q", "")
    context: dict[str, Any] = {"people": people_matching(request.access, Action.VIEW_ENTRIES, text, 12)}
    if entries_seen_by(request.access).filter(staff__isnull=True).exists():
        context["departments"] = departments_matching(request.access, Action.VIEW_ENTRIES, text)
    return render(request, "assessment/ledger/people_options.html", context)


@require_GET
@unit_page(Action.VIEW_ENTRIES, Action.OWN_RESULTS)
def entry(request: UnitRequest, entry_id: int) -> HttpResponse:
    """One entry: what, by whom, its evidence, what became of it."""
    seen = entries_seen_by(request.access).select_related(
        "staff",
        "department",
        "entered_by",
        "period__version__scheme",
        "reversal__entered_by",
        "reverses__entered_by",
    )
    found = get_object_or_404(seen, pk=entry_id)
    (named,) = name_clauses([found], _language())
    context = {
        "entry": named,
        "evidence": found.evidence.select_related("uploaded_by"),
        "undoable": may_reverse(request.access, found),
        "why_not": why_not_reversible(found),
        "may_list": request.access.can(Action.VIEW_ENTRIES),
        "appeals": found.staff_id is None
        and request.access.can(Action.APPEAL_FOR_DEPARTMENT)
        and request.access.covers(Action.APPEAL_FOR_DEPARTMENT, found.department_id),
    }
    return render(request, "assessment/ledger/entry.html", context)


@require_GET
@unit_page(Action.VIEW_ENTRIES, Action.OWN_RESULTS)
def evidence(request: UnitRequest, evidence_id: int) -> FileResponse:
    """A file of evidence, as a download that no browser tries to show as a page. Each look is logged."""
    found = get_object_or_404(evidence_seen_by(request.access), pk=evidence_id)
    log_act(
        actor=request.user,
        unit=request.unit,
        action="evidence.read",
        target=f"{found.pk}",
        after={"entry": found.entry_id, "sha256": found.sha256},
    )
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type=found.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _filtered(seen: EntryQuerySet, said: dict[str, object]) -> EntryQuerySet:
    found = seen.filter(**{FIELDS[name]: value for name, value in said.items() if name in FIELDS})
    if key := str(said.get("person", "")):
        subject = named(key)
        found = found.none() if subject is None else found.filter(among([subject]))
    if said.get("standing") == FilterForm.Standing.COUNTS:
        return found.counting()
    if said.get("standing") == FilterForm.Standing.REVERSED:
        return found.filter(Q(reverses__isnull=False) | Q(reversal__isnull=False))
    return found


def _chosen(request: UnitRequest, said: dict[str, object], periods: list[Period]) -> dict[str, Any]:
    """The words for what is chosen, and who has entered something in the period."""
    period = next((each for each in periods if each.pk == said.get("period")), None)
    picked = chosen(request.access, [str(said.get("person", ""))], Action.VIEW_ENTRIES)
    clause = str(said.get("clause", ""))
    lines = [clauses_of(period, _language(), kind) for kind in ("staff", "department")] if period else []
    line = next((each[clause] for each in lines if clause in each), None)
    writers = entries_seen_by(request.access)
    if period is not None:
        writers = writers.filter(period=period)
    return {
        "period": period,
        "person_label": picked[0].label if picked else "",
        "clause_label": line.label if line is not None else clause,
        "writers": User.objects.filter(pk__in=writers.order_by().values("entered_by")).order_by(
            "display_name"
        ),
    }


def _language() -> str:
    return get_language() or "zh-hans"
