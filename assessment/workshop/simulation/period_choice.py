"""Which closed periods a draft can be tried out on, and what it has been tried out on."""

from dataclasses import dataclass

from django.db.models import QuerySet

from assessment.models import Draft, Period, TryOut
from assessment.rules import Scheme
from assessment.workshop.simulation.report import is_comparable

CLOSED = (Period.State.CLOSED, Period.State.REVIEWED, Period.State.PUBLISHED, Period.State.FINAL)


@dataclass(frozen=True)
class PeriodChoice:
    """A closed period to try the draft out on; ``is_own`` when it was closed under a version of the same scheme."""

    period: Period
    is_own: bool


def choices_for(draft: Draft, scheme: Scheme) -> list[PeriodChoice]:
    """Closed periods of the unit whose facts the draft can read: those of its own scheme first, newest first."""
    found = []
    for period in closed_periods(draft):
        assert period.current_close is not None  # the query's filter
        if is_comparable(scheme, period.current_close.version.rules, period.cadence):
            found.append(PeriodChoice(period, is_own=period.scheme.code == scheme.id))
    return sorted(found, key=lambda choice: not choice.is_own)


def closed_periods(draft: Draft) -> QuerySet[Period]:
    """The unit's periods whose results stand; one that was opened again has none that do."""
    closed = Period.objects.filter(unit=draft.unit_id, state__in=CLOSED, current_close__isnull=False)
    return closed.select_related("unit", "scheme", "current_close__version__scheme").order_by(
        "-ends_on", "-starts_on"
    )


def tryouts_of(draft: Draft) -> QuerySet[TryOut]:
    """What the draft has been tried out on, last first; without the reports themselves."""
    return (
        TryOut.objects.filter(draft=draft)
        .defer("report")
        .select_related("period__scheme", "close", "job", "started_by")
        .order_by("-started_at", "-pk")
    )
