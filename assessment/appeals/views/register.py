"""The register of appeals (申诉登记簿): for the office, HR, the leading group and the head; also as a sheet."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessment.appeals.appeal_lines import lines_of
from assessment.appeals.register import ALL, ANSWERED, OPEN, OVERDUE, RegisterFilter, make_register, narrowed
from assessment.appeals.selectors import may_handle, register_of, with_matter
from assessment.models import Appeal, Period
from assessment.policy import Action
from organization.decorators import UnitRequest, unit_page
from organization.workbook_response import workbook_response
from organization.write_audit import log_act

PAGE = 50


@require_GET
@unit_page(Action.VIEW_APPEALS)
def register(request: UnitRequest) -> HttpResponse:
    """The appeals that the asker may read, the latest first, with what is due when."""
    today = timezone.localdate()
    asked = RegisterFilter.of(request.GET)
    seen = register_of(request.access)
    page = Paginator(narrowed(with_matter(seen), asked, request.user, today), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "asked": asked,
        "page": page,
        "lines": lines_of(page.object_list, today),
        "standings": [
            (ALL, _("all")),
            (OPEN, _("waiting for the answer")),
            (OVERDUE, _("overdue")),
            (ANSWERED, _("answered")),
        ],
        "kinds": Appeal.Kind.choices,
        "periods": Period.objects.filter(appeals__in=seen).distinct(),
        "handles": may_handle(request.access),
    }
    return render(request, "assessment/appeals/register.html", context)


@require_GET
@unit_page(Action.VIEW_APPEALS)
def export(request: UnitRequest) -> HttpResponse:
    """The same as a sheet; the log has who took it and how many lines it holds."""
    today = timezone.localdate()
    rows = narrowed(
        with_matter(register_of(request.access)), RegisterFilter.of(request.GET), request.user, today
    )
    lines = lines_of(rows, today)
    log_act(
        actor=request.user,
        unit=request.unit,
        action="appeal.export",
        target=request.unit.code,
        after={"lines": len(lines)},
    )
    name = _("Register of appeals %(day)s.xlsx") % {"day": f"{today:%Y%m%d}"}
    content = make_register(request.unit, lines, request.user)
    return workbook_response(content, f"{request.unit.name}_{name}")
