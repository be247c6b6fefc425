"""The reminder of open appeals on the first pages of those who answer them; the number of a clause."""

from typing import Any

from django import template

from assessment.appeals.appeal_lines import clause_number
from assessment.appeals.selectors import waiting_for
from organization.policy import Access

register = template.Library()
register.filter("clause_number", clause_number)


@register.inclusion_tag("assessment/appeals/reminder.html", takes_context=True)
def appeals_waiting(context: dict[str, Any]) -> dict[str, Any]:
    """Open appeals with the days left, overdue ones first; nothing for those who do not answer appeals."""
    access: Access | None = getattr(context.get("request"), "access", None)
    if access is None:
        return {"waiting": None}
    return {"waiting": waiting_for(access), "unit_code": access.unit.code}
