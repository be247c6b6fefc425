"""公示 and filing: a list that hangs for some working days, then the period is final."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.decisions.finish_review import finish_review
from assessment.models import Close, Period, Result
from assessment.periods.change_state import StepRefused, check_step, take_step
from assessment.periods.deadlines import publication_end
from assessment.policy import Action
from assessment.results.selectors import results_of
from assessment.results.subject_rows import Words
from assessment.rules import OUT_OF_SCOPE
from foundation.dates import day as written
from organization.models import User
from organization.policy import require_whole_unit

State = Period.State


@transaction.atomic
def publish_period(*, actor: User, period: Period) -> Period:
    """Publish the list of grades; it hangs until ``publication_ends_on``.

    A closed period with nothing to decide is reviewed by the same act. Raises StepRefused from other states or while
    matters are open, YearNotLoaded when the calendar lacks the year that the publication reaches into.
    """
    require_whole_unit(actor, period.unit, Action.RUN_PERIODS)
    period = Period.objects.select_for_update().select_related("unit", "version").get(pk=period.pk)
    if period.state == State.CLOSED:
        finish_review(actor=actor, period=period)
        period.refresh_from_db()
    check_step(period, "publish")
    today = timezone.localdate()
    ends_on = publication_end(period, today)
    take_step(actor=actor, period=period, action="publish", published_on=today, publication_ends_on=ends_on)
    return period


@transaction.atomic
def finalise_period(*, actor: User | None, period: Period) -> Period:
    """File a published period as final, on the day after the publication's last day at the earliest.

    ``actor`` None is the nightly task. Raises StepRefused with the date when it is too early.
    """
    require_whole_unit(actor, period.unit, Action.RUN_PERIODS)
    period = Period.objects.select_for_update().select_related("unit").get(pk=period.pk)
    check_step(period, "finalise")
    today = timezone.localdate()
    if period.publication_ends_on is None or today <= period.publication_ends_on:
        raise StepRefused(
            _("%(period)s is published until %(day)s; it can be filed from the day after.")
            % {"period": period.title, "day": written(period.publication_ends_on)},
            code="too_early",
        )
    take_step(actor=actor, period=period, action="finalise", final_on=today)
    return period


def finalise_due(today: date | None = None) -> list[Period]:
    """File every period whose publication is over; one that cannot be filed does not keep the others."""
    today = today or timezone.localdate()
    done = []
    due = Period.objects.filter(state=State.PUBLISHED, publication_ends_on__lt=today)
    for period in due.select_related("unit"):
        try:
            done.append(finalise_period(actor=None, period=period))
        except ValidationError:
            continue
    return done


@dataclass(frozen=True)
class Published:
    """What everybody may read of one person or department: name, department, grade (or, without grades, the score).

    ``remarks`` are flags of a department.
    """

    name: str
    department: str
    grade: str
    tone: str
    score: Decimal | None
    remarks: list[str] = field(default_factory=list)


def publication_rows(close: Close, words: Words) -> list[tuple[str, list[Published]]]:
    """The published list by category: best grade first, within it by department and number; no ranking by score.

    People out of scope are not on it, nor (where the scheme asks questions) those whom nobody was asked about.
    """
    places = {grade: place for place, grade in enumerate(words.part.grades)}
    groups: dict[str, list[Result]] = {}
    rows = results_of(close).exclude(status=OUT_OF_SCOPE).defer("facts", "standing")
    for row in rows.exclude(score=None) if words.part.asks is not None else rows:
        groups.setdefault(row.category, []).append(row)
    found = []
    order = list(words.scheme.categories)
    for code in sorted(groups, key=lambda each: (order.index(each) if each in order else len(order), each)):
        listed = sorted(
            groups[code],
            key=lambda r: (places.get(r.final_grade, 99), r.department_name, r.number),  # type: ignore[attr-defined]
        )
        found.append((words.category(code), [_published(row, words) for row in listed]))
    return found


def publication_departments(close: Close, words: Words) -> list[Published]:
    """The published list of departments; ``words`` of the departments. By grade and code, without grades by score."""
    places = {grade: place for place, grade in enumerate(words.part.grades)}
    rows = list(results_of(close, "department").exclude(status=OUT_OF_SCOPE).defer("facts", "standing"))
    if words.part.gives_grades:
        rows.sort(key=lambda row: (places.get(row.final_grade, 99), row.number))
    else:
        rows.sort(key=lambda row: (row.score is None, -(row.score or 0), row.number))
    return [_published(row, words) for row in rows]


def _published(row: Result, words: Words) -> Published:
    grade = row.final_grade  # type: ignore[attr-defined]  # annotated
    return Published(
        name=row.name,
        department=row.department_name,
        grade=words.grade(grade),
        tone=words.tone(grade),
        score=None if words.part.gives_grades else row.score,
        remarks=_remarks(row, words) if words.kind == "department" else [],
    )


def _remarks(row: Result, words: Words) -> list[str]:
    """Flags of a department; with grades only the award: what else led to a grade is not published."""
    award = words.part.award.flag if words.part.award is not None else None
    return words.flags(flag for flag in row.flags if flag == award or not words.part.gives_grades)
