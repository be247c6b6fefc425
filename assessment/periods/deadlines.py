"""The dates of a period by its scheme's procedure, and the end of a publication."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from assessment.models import Period
from organization.calendar import add_working_days

PUBLICATION_DAYS = 5  # working days, where the scheme's procedure names no other number

State = Period.State
ORDER = (State.OPEN, State.SUBMITTED, State.CLOSED, State.REVIEWED, State.PUBLISHED, State.FINAL)


@dataclass(frozen=True)
class Deadline:
    """A step of the procedure: ``due`` is None where it counts from another event; ``done`` None where unknown."""

    title: str
    note: str
    due: date | None
    reached: str | None
    done: bool | None
    overdue: bool


def has_reached(state: str, wanted: str) -> bool:
    """Whether a period in ``state`` has come as far as ``wanted``."""
    return ORDER.index(State(state)) >= ORDER.index(State(wanted))


def deadlines_of(period: Period, today: date) -> list[Deadline]:
    """The steps of the scheme's procedure with their dates, in the order of the scheme."""
    language = get_language() or "zh-hans"
    key = period.parsed_key
    found = []
    for step in period.rules.part(key.cadence).procedure:
        due = step.due.date_in(key) if step.due else None
        done = has_reached(period.state, step.reached) if step.reached else None
        found.append(
            Deadline(
                title=step.title.get(language),
                note=step.note.get(language) if step.note else "",
                due=due,
                reached=step.reached,
                done=done,
                overdue=bool(due and done is False and today > due),
            )
        )
    return found


def due_of(deadlines: list[Deadline], state: str) -> Deadline | None:
    """The step of the procedure that is done when a state is reached, if the scheme dates it."""
    return next((each for each in deadlines if each.reached == state and each.due), None)


def publication_days(period: Period) -> int:
    """Working days that the list hangs: those of the scheme's procedure, five where it is silent."""
    for step in period.part.procedure:
        if step.reached == "final" and step.due and step.due.kind == "working_days":
            return int(step.due.day)
    return PUBLICATION_DAYS


def publication_end(period: Period, first_day: date) -> date:
    """The last day of a publication that begins on ``first_day``, which itself does not count.

    Raises organization.calendar.YearNotLoaded when the calendar does not know the days.
    """
    return add_working_days(first_day, publication_days(period))
