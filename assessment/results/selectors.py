"""Reading results, scoped to who asks; a decided grade stands over the computed one."""

from typing import Any

from django.db.models import Case, F, FilteredRelation, Q, QuerySet, When
from django.db.models.functions import Coalesce

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
    "with_final",
]

# From then on a person may read their own result in full.
PUBLIC_STATES = (Period.State.PUBLISHED, Period.State.FINAL)


def with_final(results: QuerySet[Result]) -> QuerySet[Any, Any]:
    """Annotated with ``final_grade`` and ``final_bonus``: decided by the leading group, else computed."""
    return results.annotate(
        in_force=FilteredRelation("decided", condition=Q(decided__is_active=True)),
        final_grade=Coalesce(F("in_force__grade"), F("grade")),
        final_bonus=Case(When(in_force__isnull=False, then=F("in_force__bonus")), default=F("bonus")),
    )


def results_of(close: Close) -> QuerySet[Any, Any]:
    """Everyone's result of a close, by staff number, with ``final_grade`` and ``final_bonus``."""
    return with_final(Result.objects.filter(close=close)).order_by("number")


def current_results(period: Period) -> QuerySet[Any, Any]:
    """The results that count of a period: those of its current close; none before the first close."""
    if period.current_close_id is None:
        return with_final(Result.objects.none())
    return with_final(Result.objects.filter(close=period.current_close_id)).order_by("number")


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
    return with_final(Result.objects.filter(seen, close__in=current)).select_related(
        "close", "close__period", "close__version", "staff"
    )
