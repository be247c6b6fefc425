"""The log of acts, for the auditor: who did what and when."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from organization.audit_actions import shows_values, title_of, titles
from organization.decorators import UnitRequest, unit_page
from organization.forms.administration import AuditFilter
from organization.models import (
    Assignment,
    AuditEvent,
    Department,
    Post,
    Role,
    RoleGrant,
    StaffMember,
    StaffState,
    User,
)
from organization.policy import Action

PER_PAGE = 50


@require_GET
@unit_page(Action.READ_AUDIT)
def audit(request: UnitRequest) -> HttpResponse:
    """The unit's log, the latest first, by who, act, object and days."""
    form = AuditFilter(request.GET or None)
    form.fields["act"].choices = [("", _("all acts")), *titles().items()]  # type: ignore[attr-defined]
    chosen = form.cleaned_data if form.is_valid() else {}
    events = _filtered(AuditEvent.objects.filter(unit=request.unit).select_related("actor"), chosen)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "event": event,
            "title": title_of(event.action),
            "shown": shows_values(event.action),
            "before": pairs(event.before),
            "after": pairs(event.after),
        }
        for event in page
    ]
    context = {"form": form, "page": page, "rows": rows, "filtered": any(chosen.values())}
    return render(request, "organization/audit.html", context)


def pairs(value: Any) -> list[tuple[str, str]]:
    """A stored value as names and texts, in words as far as the room knows them."""
    if not value:
        return []
    if isinstance(value, dict):
        labels = _labels()
        found = [(key, item) for key, item in value.items() if item not in (None, "", [])]
        return [(labels.get(str(key), str(key)), _text(item)) for key, item in found]
    return [("", _text(value))]


def _labels() -> dict[str, str]:
    models = (Department, Post, StaffMember, Assignment, StaffState, RoleGrant, User)
    return {field.name: str(field.verbose_name) for model in models for field in model._meta.fields} | {
        "name": _("Name"),
        "reason": _("Reason"),
        "departments": _("For these departments"),
        "on": _("First day"),
        "file": _("File"),
        "effective_on": _("Effective from"),
    }


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return _words().get(value, value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "、".join(value)
    return json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)[:400]


def _words() -> dict[str, str]:
    return {
        choice.value: str(choice.label)
        for kind in (Role, StaffState.Kind, Department.Kind)
        for choice in kind
    }


def _filtered(events: QuerySet[AuditEvent], chosen: dict[str, Any]) -> QuerySet[AuditEvent]:
    if who := chosen.get("who"):
        events = events.filter(Q(actor__username__icontains=who) | Q(actor__display_name__contains=who))
    if chosen.get("act"):
        events = events.filter(action=chosen["act"])
    if target := chosen.get("target"):
        events = events.filter(target__icontains=target)
    if chosen.get("first"):
        events = events.filter(at__gte=_midnight(chosen["first"]))
    if chosen.get("last"):
        events = events.filter(at__lt=_midnight(chosen["last"] + timedelta(days=1)))
    return events


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
