"""What a login may see in sum, and what must stay unseen: nothing about fewer than three people for whoever may not see results."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assessment.models import Close, Period, Result
from assessment.models.results import ResultQuerySet
from assessment.policy import Action
from assessment.results.selectors import PUBLIC_STATES
from organization.policy import Access

CLOSED = (Period.State.CLOSED, Period.State.REVIEWED, *PUBLIC_STATES)
FEWEST = 3
"""The smallest group that whoever may not see single results is told of."""


@dataclass(frozen=True)
class Scope:
    """Departments that are seen (None: the whole unit), whether single results may show through, and the raters."""

    access: Access
    departments: frozenset[int] | None
    is_open: bool
    sees_raters: bool
    names_panels: bool

    @property
    def is_whole(self) -> bool:
        """Whether the whole unit is seen, so that caps can be held against it."""
        return self.departments is None

    def periods(self) -> QuerySet[Period]:
        """Closed periods of the unit, last first; those not yet published only for whoever may see results."""
        states = CLOSED if self.is_open else PUBLIC_STATES
        periods = Period.objects.filter(
            unit=self.access.unit, state__in=states, current_close__isnull=False
        ).select_related("unit", "scheme", "current_close__version__scheme", "current_close__period__unit")
        return periods.order_by("-ends_on", "-starts_on", "scheme__code")

    def results(self, closes: Iterable[Close]) -> ResultQuerySet:
        """Results of the people of these closes that count into what is told.

        For whoever may not see results, the people of a department with fewer than three of them are left out of
        everything: else a sum less the other departments would tell of them.
        """
        closes = list(closes)
        results = Result.objects.people().filter(close__in=closes)
        if self.departments is not None:
            results = results.filter(department_id_then__in=self.departments)
        if self.is_open:
            return results
        sizes = results.values("close", "department_id_then").annotate(people=Count("pk"))
        told = sizes.filter(people__gte=FEWEST).values_list("close", "department_id_then")
        chosen = Q(pk__in=[])
        for close, department in told:
            chosen |= Q(close=close, department_id_then=department)
        return results.filter(chosen)


def scope_of(access: Access) -> Scope | None:
    """What the login sees; None where it sees nothing."""
    departments = access.departments(Action.VIEW_INSIGHT)
    if departments is not None and not departments:
        return None
    results = access.departments(Action.VIEW_RESULTS)
    is_open = results is None or (departments is not None and departments <= results)
    return Scope(
        access=access,
        departments=departments,
        is_open=is_open,
        sees_raters=access.departments(Action.VIEW_RATERS) is None,
        names_panels=access.departments(Action.RUN_PERIODS) is None,
    )


def hidden(counts: Mapping[str, int]) -> set[str]:
    """Which counts of one group must not be told, so that none of fewer than three people follows from the others.

    Hidden ones are at least two and stand for three people at least, or all of them are hidden.
    """
    found = {name for name, count in counts.items() if 0 < count < FEWEST}
    if not found:
        return found
    others = sorted((count, name) for name, count in counts.items() if count and name not in found)
    while others and (len(found) < 2 or sum(counts[name] for name in found) < FEWEST):
        found.add(others.pop(0)[1])
    return found
