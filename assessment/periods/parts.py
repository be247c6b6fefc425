"""The shorter periods that a longer one looks back on: quarters of a year, months of a quarter."""

from django.db.models import QuerySet

from assessment.models import Period, UnitScheme
from assessment.rules import PeriodKey, Scheme
from organization.policy import in_force


def parts_of(period: Period) -> QuerySet[Period]:
    """The shorter periods of the same scheme inside a period that its score looks back on (quarters of a year …)."""
    cadence = period.part.history
    return Period.objects.filter(
        unit=period.unit_id,
        scheme=period.scheme_id,
        cadence=cadence or "",
        starts_on__gte=period.starts_on,
        ends_on__lte=period.ends_on,
    ).order_by("starts_on")


def unfinished_parts(period: Period, scheme: Scheme) -> list[tuple[str, Period | None]]:
    """The shorter periods that this one rolls up and that are not final: key and period (None: never opened).

    Periods before the unit's first one with the scheme do not count: there the records begin.
    """
    cadence = scheme.part(period.parsed_key.cadence).history
    if cadence is None:
        return []
    own = Period.objects.filter(unit_id=period.unit_id, scheme_id=period.scheme_id, cadence=cadence)
    first = own.order_by("starts_on").first()
    there = {
        each.key: each for each in own.filter(starts_on__gte=period.starts_on, ends_on__lte=period.ends_on)
    }
    found: list[tuple[str, Period | None]] = []
    for key in period.parsed_key.parts(cadence):
        part = there.get(key.key)
        if part is None and (first is None or key.first_day < first.starts_on):
            continue
        if part is None and not _in_use(period, key):
            continue
        if part is None or part.state != Period.State.FINAL:
            found.append((key.key, part))
    return found


def _in_use(period: Period, key: PeriodKey) -> bool:
    uses = UnitScheme.objects.filter(
        in_force(key.last_day), unit_id=period.unit_id, scheme_id=period.scheme_id
    )
    return uses.exists()
