"""What the analysis found in a draft; warnings are accepted with a reason."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessment.models import Draft
from assessment.policy import Action
from assessment.rules.yaml_source import parse
from assessment.workshop.accept_findings import accept_findings, withdraw_acceptance
from assessment.workshop.findings import DraftFinding, draft_findings
from assessment.workshop.forms.sections import page_of
from assessment.workshop.selectors import draft_or_404
from assessment.workshop.views.frame import draft_frame, may_edit
from organization.decorators import UnitRequest, unit_page


@require_GET
@unit_page(Action.DRAFT_SCHEMES, Action.APPROVE_SCHEMES)
def analysis_page(request: UnitRequest, draft_id: int) -> HttpResponse:
    """Errors first, then warnings that nobody accepted, then those accepted."""
    return _shown(request, draft_or_404(request.access, draft_id))


def _shown(request: UnitRequest, draft: Draft, *, refused: str = "", status: int = 200) -> HttpResponse:
    findings = draft_findings(draft)
    lines = _lines(draft, findings)
    context = draft_frame(request, draft, "draft_analysis")
    context |= {
        "groups": [
            ("errors", [line for line in lines if line["finding"].severity == "error"]),
            ("open", [line for line in lines if _is_warning(line) and line["finding"].is_open]),
            ("accepted", [line for line in lines if _is_warning(line) and not line["finding"].is_open]),
        ],
        "refused": refused,
        "ticked": request.POST.getlist("key"),
        "reason": request.POST.get("reason", ""),
        "loads": not any(finding.code == "pack" for finding in findings),
    }
    return render(request, "assessment/workshop/draft_analysis.html", context, status=status)


def _is_warning(line: dict[str, Any]) -> bool:
    return bool(line["finding"].severity == "warning")


def _lines(draft: Draft, findings: list[DraftFinding]) -> list[dict[str, Any]]:
    """Findings in the reader's language, each with the page of the forms that its place is on."""
    language, data = get_language() or "zh-hans", parse(draft.text, draft.code).data
    return [
        {
            "finding": each,
            "accepted_at": parse_datetime(each.accepted_at),
            "sentence": each.sentence.get(language),
            "suggestion": each.suggestion.get(language) if each.suggestion else "",
            "at": page_of(each.path, data) if data is not None else None,
        }
        for each in findings
    ]


@require_POST
@unit_page(Action.DRAFT_SCHEMES)
def accept(request: UnitRequest, draft_id: int) -> HttpResponse:
    """Accept the ticked warnings with a reason, or take an acceptance back."""
    draft = draft_or_404(request.access, draft_id)
    if not may_edit(request, draft):
        raise Http404
    keys, reason = request.POST.getlist("key"), request.POST.get("reason", "")
    try:
        if "withdraw" in request.POST:
            withdraw_acceptance(actor=request.user, draft=draft, key=request.POST["withdraw"])
            messages.success(request, _("The warning stands in the way of publication again."))
        else:
            accept_findings(actor=request.user, draft=draft, keys=keys, reason=reason)
            messages.success(request, _("Accepted. The reason is kept with the version."))
    except ValidationError as error:
        return _shown(request, draft, refused=" ".join(error.messages), status=422)
    return redirect("draft_analysis", request.unit.code, draft.pk)
