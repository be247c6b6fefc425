"""Reading results, scoped to who asks; a decided grade stands over the computed one."""

from typing import Any

from django.db.models import Q, QuerySet

from assessment.models import Close, Period, Result
from assessment.policy import Action
from assessment.results.explanation import explanation_of
from organization.policy import Access

__all__ = [
    "PUBLIC_STATES",
    "current_results",
    "explanation_of",
    "results_of",
    "results_seen_by",
]

# From then on a person may read their own result in full.
PUBLIC_STATES = (Period.State.PUBLISHED, Period.State.FINAL)


def results_of(close: Close) -> QuerySet[Any, Any]:
    """Everyone's result of a close, by staff number, with ``final_grade`` and ``final_bonus``."""
    return Result.objects.filter(close=close).with_final().order_by("number")


def current_results(period: Period) -> QuerySet[Any, Any]:
    """The results that count of a period: those of its current close; none before the first close."""
    if period.current_close_id is None:
        return Result.objects.none().with_final()
    return Result.objects.filter(close=period.current_close_id).with_final().order_by("number")


def results_seen_by(access: Access) -> QuerySet[Any, Any]:
    """Results of current closes that the asker may see: the unit's, some departments', or the asker's own once published."""
    own = Q(pk__in=[])
    if access.staff is not None:
        own = Q(staff=access.staff.pk, close__period__state__in=PUBLIC_STATES)
    departments = access.departments(Action.VIEW_RESULTS)
    if departments is None:
        seen = Q()
    elif departments:
        seen = own | Q(department_id_then__in=departments)
    else:
        seen = own
    current = Period.objects.filter(unit=access.unit, current_close__isnull=False).values("current_close")
    return (
        Result.objects.filter(seen, close__in=current)
        .with_final()
        .select_related("close", "close__period", "close__version", "staff")
    )
