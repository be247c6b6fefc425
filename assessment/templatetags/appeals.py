"""The reminder of open appeals on the first pages of those who answer them."""

from typing import Any

from django import template

from assessment.appeals.selectors import waiting_for

register = template.Library()


@register.inclusion_tag("assessment/appeals/reminder.html", takes_context=True)
def appeals_waiting(context: dict[str, Any]) -> dict[str, Any]:
    """Open appeals with the days left, overdue ones first; nothing for those who do not answer appeals."""
    access = getattr(context.get("request"), "access", None)
    waiting = waiting_for(access) if access is not None else None
    return {"waiting": waiting, "unit_code": access.unit.code if waiting else ""}
