"""Which period a day's entries belong to, and whether it still takes any."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from assessment.models import Period
from assessment.rules import Part
from assessment.schemes.compiled import scheme_of
from organization.models import Unit


class NoPeriod(Exception):
    """No period takes entries for the day; the message says why and what to do."""


class PeriodFinder:
    """The periods of a unit around some days, read once; ``find`` costs no statement.

    With ``lock=True`` (inside a transaction) those that take entries are locked against a change of their state until
    the transaction ends. Recorders share the lock, so they never wait for each other; a close waits for them.
    """

    def __init__(self, unit: Unit, days: Iterable[date], *, lock: bool = False) -> None:
        known = sorted(days)
        found = Period.objects.filter(unit=unit, starts_on__lte=known[-1], ends_on__gte=known[0])
        self.periods = list(found.select_related("scheme", "version__scheme")) if known else []
        if lock:
            share_lock([period for period in self.periods if period.takes_entries])

    def find(self, day: date, clause: str = "", *, wanted: Period | None = None) -> Period:
        """The period that takes an entry of this day (on this clause, where several schemes run); NoPeriod if none."""
        around = [p for p in self.periods if p.starts_on <= day <= p.ends_on and part_of(p).clauses]
        if wanted is not None:
            around = [period for period in around if period.pk == wanted.pk]
        else:
            around = [period for period in around if period.cadence != Period.Cadence.YEAR]
        taking = [period for period in around if period.takes_entries]
        if not taking:
            raise NoPeriod(_closed(around[0]) if around else _nothing_open(day, wanted))
        return next((period for period in taking if clause in part_of(period).clauses), taking[0])


def part_of(period: Period) -> Part:
    """What the period's scheme says for its cadence."""
    return scheme_of(period).part(period.cadence)  # type: ignore[arg-type]  # a value of Period.Cadence


def share_lock(periods: Iterable[Period]) -> None:
    """Hold the state of these periods for the rest of the transaction, and read it anew.

    PostgreSQL: FOR SHARE, which recorders hold together and which a change of the row waits for. SQLite: a writing
    transaction is alone anyway.
    """
    held = {period.pk: period for period in periods}
    if not held:
        return
    if connection.vendor != "postgresql":
        rows = Period.objects.filter(pk__in=held).values_list("pk", "state", "claim")
    else:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, state, claim FROM assessment_period WHERE id = ANY(%s) ORDER BY id FOR SHARE",
                [sorted(held)],
            )
            rows = cursor.fetchall()
    for pk, state, claim in rows:
        held[pk].state, held[pk].claim = state, claim


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


def closed_message(period: Period) -> str:
    """Why a period takes no entries any more, and the way out."""
    return _(
        "%(period)s is already closed and takes no entries. A result is contested by an appeal; otherwise ask the "
        "assessment office to reopen the period."
    ) % {"period": period.title}


def _closed(period: Period) -> str:
    return closed_message(period)


def _nothing_open(day: date, wanted: Period | None) -> str:
    if wanted is not None:
        return _("%(day)s is not a day of %(period)s.") % {"day": day, "period": wanted.title}
    return _("No assessment period is open for %(day)s. The assessment office opens it.") % {"day": day}
