"""Which period a page is about."""

from django.db.models import QuerySet
from django.http import Http404

from assessment.models import Period
from foundation.ids import row_id
from organization.models import Unit


def periods_of(unit: Unit) -> QuerySet[Period]:
    """All periods of a unit, the latest first."""
    return Period.objects.filter(unit=unit).select_related("unit", "scheme", "version")


def asked_period(unit: Unit, asked: str) -> Period | None:
    """The period named in the address (its id or its key), or else the one people work on now.

    That is the latest open one, shorter ones first; then the latest at all. None when the
    unit has no period; Http404 when there is no such period.
    """
    found = periods_of(unit)
    if asked:
        number = row_id(asked)
        period = found.filter(pk=number).first() if number is not None else None
        period = period or found.filter(key=asked).first()
        if period is None:
            raise Http404
        return period
    return current_period(list(found))


def current_period(periods: list[Period]) -> Period | None:
    """The period people work on now, out of those given (the latest first)."""
    running = [period for period in periods if period.takes_entries]
    short = [period for period in running if period.cadence != Period.Cadence.YEAR]
    return next(iter(short or running or periods), None)
