"""The office's list of periods: by year, each with its state and the next thing to do."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from assessment.models import Period
from assessment.periods.deadlines import deadlines_of
from organization.models import Unit

State = Period.State

TONES = {
    State.OPEN: "info",
    State.SUBMITTED: "warn",
    State.CLOSED: "warn",
    State.REVIEWED: "warn",
    State.PUBLISHED: "info",
    State.FINAL: "",
}


@dataclass(frozen=True)
class PeriodRow:
    """A period of the list."""

    period: Period
    handed_in: int
    next_step: str
    overdue: bool

    @property
    def tone(self) -> str:
        """How the state is marked."""
        return TONES[State(self.period.state)]


def next_step(period: Period, today: date) -> str:
    """What has to happen next, in a few words."""
    if period.state == State.PUBLISHED and period.publication_ends_on and today <= period.publication_ends_on:
        return _("Publication runs")
    words: dict[str, Any] = {
        State.OPEN: _("Departments hand in"),
        State.SUBMITTED: _("Close the period"),
        State.CLOSED: _("Review and decide"),
        State.REVIEWED: _("Publish"),
        State.PUBLISHED: _("File as final"),
        State.FINAL: "",
    }
    return str(words[period.state])


def periods_by_year(unit: Unit, today: date) -> list[tuple[int, list[PeriodRow]]]:
    """Every period of the unit, latest year first; within it the latest first."""
    rows = (
        Period.objects.filter(unit=unit)
        .select_related("scheme", "version", "current_close")
        .annotate(handed=Count("hand_ins", filter=Q(hand_ins__withdrawn_at__isnull=True)))
        .order_by("-ends_on", "starts_on", "scheme")
    )
    lines = [_line(row, today) for row in rows]
    return [(year, list(each)) for year, each in groupby(lines, key=lambda line: line.period.ends_on.year)]


def _line(period: Period, today: date) -> PeriodRow:
    late = period.state != State.FINAL and any(each.overdue for each in deadlines_of(period, today))
    return PeriodRow(period, period.handed, next_step(period, today), late)  # type: ignore[attr-defined]  # annotated
