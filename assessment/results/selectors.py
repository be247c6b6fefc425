"""Reading results, scoped to who asks; a decided grade stands over the computed one."""

from typing import Any

from django.db.models import Q, QuerySet

from assessment.models import Close, Period, Result
from assessment.policy import Action
from assessment.results.explanation import explanation_of
from organization.policy import Access
from organization.subjects import SubjectKind

__all__ = [
    "PUBLIC_STATES",
    "current_results",
    "explanation_of",
    "results_of",
    "results_seen_by",
]

# From then on a person may read their own result in full.
PUBLIC_STATES = (Period.State.PUBLISHED, Period.State.FINAL)


def results_of(close: Close, kind: SubjectKind = "staff") -> QuerySet[Any, Any]:
    """The results of the people (or departments) of a close, by number, with ``final_grade`` and ``final_bonus``."""
    return Result.objects.of_kind(kind).filter(close=close).with_final().order_by("number")


def current_results(period: Period) -> QuerySet[Any, Any]:
    """The people's results that count: those of the period's current close; none before the first close."""
    rows = Result.objects.people().with_final().order_by("number")
    return rows.none() if period.current_close_id is None else rows.filter(close=period.current_close_id)


def results_seen_by(access: Access, kind: SubjectKind = "staff") -> QuerySet[Any, Any]:
    """Results of current closes that the asker may see: the unit's, or some departments'; once published one's own.

    Of people or of departments. One's own are those of the person, and those of the departments that one belongs to or is chief of.
    """
    own, place = Q(pk__in=[]), "department_id_then" if kind == "staff" else "department_id"
    public = Q(close__period__state__in=PUBLIC_STATES)
    if access.staff is not None:
        about = Q(staff=access.staff.pk)
        if kind == "department":
            about = Q(department__in=access.staff.assignments.values("department_id"))
        own = public & about
    if kind == "department":
        own |= public & _headed(access)
    departments = access.departments(Action.VIEW_RESULTS)
    if departments is None:
        seen = Q()
    elif departments:
        seen = own | Q(**{f"{place}__in": departments})
    else:
        seen = own
    current = Period.objects.filter(unit=access.unit, current_close__isnull=False).values("current_close")
    return (
        Result.objects.of_kind(kind)
        .filter(seen, close__in=current)
        .with_final()
        .select_related("close", "close__period", "close__version", kind)
    )


def _headed(access: Access) -> Q:
    """Departments that the asker is chief of, who may appeal for them."""
    if not access.can(Action.APPEAL_FOR_DEPARTMENT):
        return Q(pk__in=[])
    scope = access.departments(Action.APPEAL_FOR_DEPARTMENT)
    return Q() if scope is None else Q(department__in=scope)
