"""Which period a day's entries belong to, and whether it still takes any."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessment.models import Period
from assessment.periods.lock_periods import lock_for_facts, refuse_unless_open
from assessment.rules import Recordable
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

    def find(
        self, day: date, clause: str = "", *, wanted: Period | None = None, kind: str = "staff"
    ) -> Period:
        """The period that takes an entry of this day about a person (or, by ``kind``, a department); NoPeriod if none.

        Where several periods do: the one that has the clause, then the shortest.
        """
        around = [p for p in self.periods if p.starts_on <= day <= p.ends_on and recordable_in(p, kind)]
        if wanted is not None:
            around = [period for period in around if period.pk == wanted.pk]
        around.sort(key=lambda p: (clause not in recordable_in(p, kind), p.ends_on - p.starts_on))
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


def recordable_in(period: Period, kind: str) -> Mapping[str, Recordable]:
    """The clauses that entries about people (``staff``) or departments are recorded against in a period."""
    part = period.part if kind == "staff" else period.part.departments
    return {} if part is None else part.recordable


def open_period_on(unit: Unit, day: date, kind: str = "staff", clause: str = "") -> Period | None:
    """The period that takes entries of a day about people or departments (on this clause), or None."""
    try:
        return PeriodFinder(unit, [day]).find(day, clause, kind=kind)
    except NoPeriod:
        return None


def kinds_taken(unit: Unit, day: date) -> list[str]:
    """Whom entries of a day can be about: ``staff``, ``department``, both."""
    finder, found = PeriodFinder(unit, [day]), []
    for kind in ("staff", "department"):
        try:
            finder.find(day, kind=kind)
        except NoPeriod:
            continue
        found.append(kind)
    return found


def why_none(unit: Unit, day: date, kind: str = "staff") -> str:
    """Why no period takes entries of a day, and what to do; empty when one does."""
    try:
        PeriodFinder(unit, [day]).find(day, kind=kind)
    except NoPeriod as reason:
        return str(reason)
    return ""


def _nothing_open(day: date, wanted: Period | None) -> str:
    if wanted is not None:
        return _("%(day)s is not a day of %(period)s.") % {"day": day, "period": wanted.title}
    return _("No assessment period is open for %(day)s. The assessment office opens it.") % {"day": day}
