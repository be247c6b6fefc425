"""How long one may appeal, and until when the answer is due, as the scheme says: in days or in working days.

Notice is the day on which the list is published: it reaches everyone at once and needs nobody's signature. That day
itself does not count; the last day does.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessment.models import Period
from foundation.dates import day as written
from organization.calendar import YearNotLoaded, add_working_days, working_days_between
from organization.subjects import SubjectKind

ONE = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """The time in which a published matter may be appealed. ``last`` is None where the calendar does not reach so far."""

    notice: date
    length: str
    is_open: bool
    last: date | None
    days_left: int | None
    problem: str = ""


def last_day(span: Any, start: date) -> date:
    """The last day of a span that follows ``start``. Raises YearNotLoaded when working days are not known so far."""
    days, working = getattr(span, "days", None), getattr(span, "working_days", None)
    if working is not None:
        return add_working_days(start, int(working))
    return start + timedelta(days=int(days or 0))


def is_within(span: Any, start: date, today: date) -> bool:
    """Whether ``today`` is still in the span that follows ``start``; only days up to today need to be known."""
    working = getattr(span, "working_days", None)
    if working is None:
        return start <= today <= last_day(span, start)
    return start <= today and working_days_between(start + ONE, today - ONE) < int(working)


def in_words(span: Any) -> str:
    """``10 days``, ``10 working days``."""
    working = getattr(span, "working_days", None)
    if working is not None:
        return _("%(count)s working days") % {"count": working}
    return _("%(count)s days") % {"count": getattr(span, "days", 0)}


def window_of(period: Period, today: date, kind: SubjectKind = "staff") -> Window | None:
    """The time in which what a period published may be appealed; None where nothing is published."""
    if period.published_on is None or period.state not in (Period.State.PUBLISHED, Period.State.FINAL):
        return None
    span = rules_of(period, kind).within
    try:
        is_open = is_within(span, period.published_on, today)
    except YearNotLoaded as missing:
        return Window(period.published_on, in_words(span), False, None, None, missing.messages[0])
    try:
        last = last_day(span, period.published_on)
    except YearNotLoaded as missing:
        return Window(period.published_on, in_words(span), is_open, None, None, missing.messages[0])
    return Window(period.published_on, in_words(span), is_open, last, (last - today).days)


def answer_due(period: Period, filed_on: date, kind: SubjectKind = "staff") -> date | None:
    """The day by which an appeal is answered; None as long as the working-day calendar does not know it."""
    try:
        return last_day(rules_of(period, kind).answer, filed_on)
    except YearNotLoaded:
        return None


def rules_of(period: Period, kind: SubjectKind = "staff") -> Any:
    """What the scheme says of appeals of people (or departments) for the period's cadence."""
    departments = period.part.departments if kind == "department" else None
    return (departments or period.part).appeal


def refuse_outside(window: Window | None) -> None:
    """ValidationError with the dates unless the window is open."""
    if window is None:
        raise ValidationError(_("Appeals are possible once the result is published."), code="not_published")
    if window.is_open:
        return
    if window.problem:
        raise ValidationError(window.problem, code="year_not_loaded")
    raise ValidationError(
        _("The time for an appeal (%(length)s after the publication) ended on %(day)s.")
        % {"length": window.length, "day": written(window.last)},
        code="too_late",
    )
