"""The pages of whoever appeals, a person or a department's chief: filing an appeal against an entry or a result, withdrawing it, reading a file of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessment.appeals import file_appeal
from assessment.appeals.deadlines import in_words, rules_of, window_of
from assessment.appeals.selectors import files_seen_by
from assessment.appeals.views.common import appeal_address, appeal_or_404, by_field, go_to, refusal
from assessment.ledger.clauses import name_clauses
from assessment.ledger.store_evidence import ACCEPT
from assessment.models import Appeal, Entry, Period, Result
from assessment.policy import Action
from assessment.results.selectors import results_seen_by
from organization.decorators import UnitRequest, unit_page
from organization.policy import Access
from organization.subjects import SubjectRef
from organization.write_audit import log_act

FIELDS = ("grounds", "files")


FILERS = (Action.OWN_RESULTS, Action.APPEAL_FOR_DEPARTMENT)


def _own(access: Access) -> Q:
    """Rows about the asker, or about departments that the asker is chief of."""
    own = Q(staff=access.staff.pk) if access.staff is not None else Q(pk__in=[])
    if access.can(Action.APPEAL_FOR_DEPARTMENT):
        scope = access.departments(Action.APPEAL_FOR_DEPARTMENT)
        theirs = Q(staff__isnull=True)
        own |= theirs if scope is None else theirs & Q(department__in=scope)
    return own


@unit_page(*FILERS)
def appeal_entry(request: UnitRequest, entry_id: int) -> HttpResponse:
    """File an appeal against an entry of one's own, or of the department one is chief of."""
    rows = Entry.objects.filter(_own(request.access), unit=request.unit)
    rows = rows.select_related(
        "staff", "department", "unit", "period__version__scheme", "period__unit", "reversal", "entered_by"
    )
    entry = get_object_or_404(rows, pk=entry_id)
    (named,) = name_clauses([entry], get_language() or "zh-hans")

    def check() -> None:
        file_appeal.check_entry(request.user, entry, timezone.localdate())

    def act(grounds: str, files: list[Any]) -> Appeal:
        return file_appeal.appeal_entry(actor=request.user, entry=entry, grounds=grounds, files=files)

    return _page(request, entry.period, SubjectRef.of(entry), {"entry": named}, check, act)


@unit_page(*FILERS)
def appeal_result(request: UnitRequest, result_id: int) -> HttpResponse:
    """File an appeal against one's own result, or that of the department one is chief of."""
    rows = Result.objects.filter(_own(request.access), close__period__unit=request.unit)
    rows = rows.select_related("staff", "close__period__version__scheme", "close__period__unit")
    result = get_object_or_404(rows, pk=result_id)

    def check() -> None:
        file_appeal.check_result(request.user, result, timezone.localdate())

    def act(grounds: str, files: list[Any]) -> Appeal:
        return file_appeal.appeal_result(actor=request.user, result=result, grounds=grounds, files=files)

    return _page(request, result.close.period, result.subject, {"result": result}, check, act)


def _page(
    request: UnitRequest, period: Period, subject: SubjectRef, about: dict[str, Any], check: Any, act: Any
) -> HttpResponse:
    """GET: the form, or why nothing can be filed. POST: the appeal, or what is wrong, with everything still typed."""
    context = about | {
        "period": period,
        **_terms(period, subject),
        "accept": ACCEPT,
        "errors": {},
        "others": [],
    }
    context["back"] = _page_of(request, period, subject)
    if request.method != "POST":
        try:
            check()
        except PermissionDenied as error:
            raise Http404 from error
        except ValidationError as refused:
            context["why_not"] = " ".join(refused.messages)
        return render(request, "assessment/appeals/file.html", context)
    grounds = request.POST.get("grounds", "")
    try:
        appeal = act(grounds, request.FILES.getlist("files"))
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as refused:
        if request.htmx:
            return refusal(request, refused, FIELDS)
        errors, others = by_field(refused, FIELDS)
        context |= {"errors": errors, "others": others, "grounds": grounds}
        return render(request, "assessment/appeals/file.html", context, status=422)
    messages.success(request, _("Your appeal is filed."))
    return go_to(request, appeal_address(request, appeal))


def _page_of(request: UnitRequest, period: Period, subject: SubjectRef) -> str:
    """Where a person reads of a period, or the chief of a department reads its result; before there is one, the board."""
    if not subject.is_department:
        return f"{reverse('mine', args=[request.unit.code])}?period={period.key}"
    rows = results_seen_by(request.access, "department").filter(close__period=period, **subject.own)
    pk = rows.values_list("pk", flat=True).first()
    if pk is None:
        return f"{reverse('board', args=[request.unit.code])}?period={period.pk}"
    return reverse("department_result", args=[request.unit.code, pk])


def _terms(period: Period, subject: SubjectRef) -> dict[str, Any]:
    """What the scheme says of time, and what more it says."""
    rules, language = rules_of(period, subject.kind), get_language() or "zh-hans"
    return {
        "window": window_of(period, timezone.localdate(), subject.kind),
        "answer_within": in_words(rules.answer),
        "terms_note": rules.note.get(language) if rules.note else "",
    }


@require_POST
@unit_page(*FILERS)
def withdraw(request: UnitRequest, appeal_id: int) -> HttpResponse:
    """Take one's own appeal back."""
    appeal = appeal_or_404(request, appeal_id)
    try:
        file_appeal.withdraw(actor=request.user, appeal=appeal, reason=request.POST.get("reason", ""))
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Your appeal is withdrawn."))
    return go_to(request, _page_of(request, appeal.period, appeal.subject))


@require_GET
@unit_page(*FILERS, Action.VIEW_APPEALS)
def appeal_file(request: UnitRequest, file_id: int) -> FileResponse:
    """A file of an appeal, as a download that no browser tries to show as a page. Each look is logged."""
    found = get_object_or_404(files_seen_by(request.access), pk=file_id)
    log_act(
        actor=request.user,
        unit=request.unit,
        action="appeal.read_file",
        target=f"{found.pk}",
        after={"appeal": found.appeal_id, "sha256": found.sha256},
    )
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=found.name, content_type=found.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
