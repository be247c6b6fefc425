"""Which period a day's entries belong to, and whether it still takes any."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessment.models import Period
from assessment.periods.gate import lock_for_facts, refuse_unless_open
from assessment.rules import Part
from assessment.schemes.compiled import scheme_of
from organization.models import Unit


class NoPeriod(Exception):
    """No period takes entries for the day; the message says why and what to do."""


class PeriodFinder:
    """The periods of a unit around some days, read once.

    With ``lock=True`` (inside a transaction) a period that is found passes the gate first: nobody closes it until the
    transaction ends. Statements grow with the number of periods, not of days asked for.
    """

    def __init__(self, unit: Unit, days: Iterable[date], *, lock: bool = False) -> None:
        known, self._lock = sorted(days), lock
        found = Period.objects.filter(unit=unit, starts_on__lte=known[-1], ends_on__gte=known[0])
        self.periods = list(found.select_related("scheme", "version__scheme"))
        self._refusals: dict[int, str] = {}

    def find(self, day: date, clause: str = "", *, wanted: Period | None = None) -> Period:
        """The period that takes an entry of this day (on this clause, where several schemes run); NoPeriod if none."""
        around = [p for p in self.periods if p.starts_on <= day <= p.ends_on and part_of(p).clauses]
        if wanted is not None:
            around = [period for period in around if period.pk == wanted.pk]
        else:
            around = [period for period in around if period.cadence != Period.Cadence.YEAR]
        around.sort(key=lambda period: clause not in part_of(period).clauses)
        for period in around:
            if not self._refusal(period):
                return period
        raise NoPeriod(self._refusal(around[0]) if around else _nothing_open(day, wanted))

    def _refusal(self, period: Period) -> str:
        if period.pk not in self._refusals:
            try:
                if self._lock:
                    period.state = lock_for_facts(period.pk).state
                else:
                    refuse_unless_open(period)
            except ValidationError as refusal:
                self._refusals[period.pk] = refusal.messages[0]
            else:
                self._refusals[period.pk] = ""
        return self._refusals[period.pk]


def part_of(period: Period) -> Part:
    """What the period's scheme says for its cadence."""
    return scheme_of(period).part(period.cadence)  # type: ignore[arg-type]  # a value of Period.Cadence


def open_period_on(unit: Unit, day: date) -> Period | None:
    """The period that takes entries of a day, or None."""
    try:
        return PeriodFinder(unit, [day]).find(day)
    except NoPeriod:
        return None


def why_none(unit: Unit, day: date) -> str:
    """Why no period takes entries of a day, and what to do; empty when one does."""
    try:
        PeriodFinder(unit, [day]).find(day)
    except NoPeriod as reason:
        return str(reason)
    return ""


def _nothing_open(day: date, wanted: Period | None) -> str:
    if wanted is not None:
        return _("%(day)s is not a day of %(period)s.") % {"day": day, "period": wanted.title}
    return _("No assessment period is open for %(day)s. The assessment office opens it.") % {"day": day}
