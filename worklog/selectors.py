"""What people read of the journals: their own last weeks, and the weeks that somebody reviews or marks."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from assessment.facade import WeeklyItem
from organization.models import Role, StaffMember, Unit
from organization.policy import Access
from organization.selectors import places_on
from worklog.models import WeeklyJournal
from worklog.periods import WeekOf, periods_with_journals
from worklog.policy import Action
from worklog.weeks import thursday_of, week_of

WEEKS_SHOWN = 8
ROWS = 5


@dataclass(frozen=True)
class Goal:
    """One type of goal of a week: what was done, and the scores by level in the order of the scheme."""

    name: str
    text: str
    scores: list[str]

    @property
    def own(self) -> str:
        """The person's own score."""
        return self.scores[0]


@dataclass(frozen=True)
class Week:
    """One week of one person. ``journal`` None: nothing is on record, it is not counted so far."""

    code: str
    period: WeekOf
    journal: WeeklyJournal | None

    @property
    def days(self) -> tuple[date, date]:
        """Monday and Sunday."""
        thursday = thursday_of(self.code)
        return thursday - timedelta(days=3), thursday + timedelta(days=3)

    @property
    def deadline(self) -> date:
        """The Monday after."""
        return thursday_of(self.code) + timedelta(days=4)

    @property
    def goals(self) -> list[Goal]:
        """What was handed in, by type of goal."""
        return goals_of(self.journal, self.period.item) if self.journal else []

    @property
    def is_reviewed(self) -> bool:
        """Whether a level above has scored it."""
        return any(any(goal.scores[1:]) for goal in self.goals)

    @property
    def takes_journal(self) -> bool:
        """Whether the person may still write it."""
        period = self.period.period
        return period.takes_entries and period.claim is None and not self.is_reviewed


def goals_of(journal: WeeklyJournal, item: WeeklyItem) -> list[Goal]:
    """The goals of a journal with the scores of each level, empty where a level has not scored."""
    levels = [level.code for level in item.levels]
    return [
        Goal(name, journal.goals.get(name, ""), [given.get(level, "") for level in levels])
        for name, given in journal.scores.items()
    ]


def weeks_asked_for(unit: Unit) -> list[tuple[str, WeekOf]]:
    """The last weeks that have begun to count and whose scheme asks for a journal, newest first."""
    today, periods = timezone.localdate(), periods_with_journals(unit)
    found = []
    for back in range(WEEKS_SHOWN + 1):
        week = week_of(today - timedelta(days=7 * back))
        day = thursday_of(week)
        period = next((p for p in periods if p.period.starts_on <= day <= p.period.ends_on), None)
        if day <= today and period is not None:
            found.append((week, period))
    return found[:WEEKS_SHOWN]


def weeks_of(staff: StaffMember) -> list[Week]:
    """One's own last weeks, newest first; a fixed number of statements."""
    asked = weeks_asked_for(staff.unit)
    rows = WeeklyJournal.objects.filter(staff=staff, week__in=[week for week, _period in asked])
    known = {journal.week: journal for journal in rows}
    return [Week(week, period, known.get(week)) for week, period in asked]


def names_used(staff: StaffMember) -> list[str]:
    """The types of goals of the last journal that was handed in: what the next one begins with."""
    counted = WeeklyJournal.objects.filter(staff=staff, state=WeeklyJournal.State.COUNTED)
    last = counted.order_by("-week").first()
    return list(last.scores) if last else []


def keeps_journals(access: Access) -> bool:
    """Whether the asker writes journals: on the roster of a unit whose open period reads them."""
    return access.staff is not None and access.can(Action.WRITE) and _asked_now(access.unit)


def reviews_journals(access: Access) -> bool:
    """Whether the asker reviews or marks weeks of a unit whose open period reads journals."""
    return (access.can(Action.REVIEW) or access.can(Action.MARK)) and _asked_now(access.unit)


def _asked_now(unit: Unit) -> bool:
    return any(found.period.takes_entries for found in periods_with_journals(unit))


@dataclass(frozen=True)
class ToReview:
    """Somebody's week on the page of a reviewer. ``level``: where the asker scores, None where they only look."""

    staff: StaffMember
    department: str
    journal: WeeklyJournal | None
    goals: list[Goal]
    level: str | None
    may_mark: bool

    @property
    def is_written(self) -> bool:
        """Whether the week was handed in."""
        return self.journal is not None and self.journal.state == WeeklyJournal.State.COUNTED


def to_review(access: Access, week: str, item: WeeklyItem) -> list[ToReview]:
    """The people whom the asker reviews or marks, with their journals of a week; a fixed number of statements."""
    places = [
        place
        for place in places_on(access.unit, access.on)
        if place.staff_id != (access.staff.pk if access.staff else None)
        and (
            access.covers(Action.REVIEW, place.department_id)
            or access.covers(Action.MARK, place.department_id)
        )
    ]
    rows = WeeklyJournal.objects.filter(unit=access.unit, week=week)
    known = {journal.staff_id: journal for journal in rows}
    found = []
    for place in places:
        journal = known.get(place.staff_id)
        found.append(
            ToReview(
                place.staff,
                place.department.name,
                journal,
                goals_of(journal, item) if journal else [],
                _level(access, place.department_id, item),
                access.covers(Action.MARK, place.department_id),
            )
        )
    return found


def _level(access: Access, department_id: int, item: WeeklyItem) -> str | None:
    """The highest level of the scheme at which the asker scores people of a department."""
    if not access.covers(Action.REVIEW, department_id):
        return None
    held = {
        role.value
        for role in Role
        if role in access.scopes
        and (access.scopes[role] is None or department_id in (access.scopes[role] or ()))
    }
    return next((level.code for level in reversed(item.levels[1:]) if level.code in held), None)
