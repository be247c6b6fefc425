"""What the office's board of one period shows besides the people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import localize
from django.utils.translation import gettext as _

from assessment.closing.run_close import KIND as CLOSING
from assessment.decisions.pending import GradesInForce, Kind, Matter
from assessment.decisions.titles import group_title
from assessment.models import HandIn, Period, PeriodStep
from assessment.office.periods.verify_job import KIND as VERIFYING
from assessment.periods.change_state import STEP_TITLES
from assessment.periods.deadlines import Deadline, due_of, has_reached
from assessment.periods.hand_in import handed_in
from assessment.periods.membership import members_of
from assessment.results.subject_rows import Words
from assessment.rules import OUT_OF_SCOPE
from foundation.dates import day
from foundation.numbers import trimmed
from organization.models import Department, Job
from organization.subjects import SubjectKind

State = Period.State


@dataclass(frozen=True)
class DepartmentLine:
    """A department of the period: its people, its entries' hand-in if there is one."""

    department: Department
    people: int
    hand_in: HandIn | None


def department_lines(period: Period) -> list[DepartmentLine]:
    """Departments with people in the period, those that have not handed in first; three queries."""
    counts: dict[int, int] = {}
    for member in members_of(period):
        counts[member.department_id] = counts.get(member.department_id, 0) + 1
    there = handed_in(period)
    rows = [
        DepartmentLine(department, counts[department.pk], there.get(department.pk))
        for department in Department.objects.filter(unit_id=period.unit_id, pk__in=counts)
    ]
    return sorted(rows, key=lambda row: row.hand_in is not None)


def steps_across(
    period: Period, lines: list[DepartmentLine], deadlines: list[Deadline], open_matters: int | None
) -> list[dict[str, Any]]:
    """The way of the period for ``components/steps.html``."""
    done = sum(1 for line in lines if line.hand_in)
    close = period.current_close
    hand_in_due = due_of(deadlines, State.SUBMITTED)
    last = hand_in_due.due if hand_in_due and hand_in_due.due else period.ends_on
    small = {
        "enter": f"{day(period.starts_on, 'md')} – {day(last, 'md')}",
        "hand_in": _("%(done)s / %(all)s departments") % {"done": done, "all": len(lines)},
        "close": _closed_in(period) if close and has_reached(period.state, State.CLOSED) else "",
        "review": _review_words(period, open_matters),
        "publish": _published_words(period),
        "final": day(period.final_on, "md") if period.final_on else _("to HR"),
    }
    titles = [
        ("enter", _("Facts recorded"), State.OPEN),
        ("hand_in", _("Hand-in"), State.SUBMITTED),
        ("close", _("Closing"), State.CLOSED),
        ("review", _("Review"), State.REVIEWED),
        ("publish", _("Publication"), State.PUBLISHED),
        ("final", _("Filing"), State.FINAL),
    ]
    return [
        {"title": title, "small": small[key], "state": _place(period, key)} for key, title, _state in titles
    ]


_NOW = {
    State.OPEN: "hand_in",
    State.SUBMITTED: "close",
    State.CLOSED: "review",
    State.REVIEWED: "publish",
    State.PUBLISHED: "publish",
    State.FINAL: "",
}
_KEYS = ("enter", "hand_in", "close", "review", "publish", "final")


def _place(period: Period, key: str) -> str:
    now = _NOW[State(period.state)]
    if period.state == State.OPEN and key == "enter":
        return "now"
    if not now:
        return "done"
    if key == now:
        return "now"
    return "done" if _KEYS.index(key) < _KEYS.index(now) else ""


def _closed_in(period: Period) -> str:
    close = period.current_close
    assert close is not None
    if close.finished_at is None:
        return _("%(count)s people") % {"count": close.people}
    seconds = (close.finished_at - close.started_at).total_seconds()
    return _("%(count)s people · %(seconds)s s") % {
        "count": close.people,
        "seconds": localize(round(seconds, 1)) if seconds >= 0.1 else "0.1",
    }


def _review_words(period: Period, open_matters: int | None) -> str:
    if open_matters is None:
        return ""
    if open_matters:
        return _("%(count)s still to decide") % {"count": open_matters}
    return _("nothing open") if period.state == State.CLOSED else _("decided")


def _published_words(period: Period) -> str:
    if period.published_on and period.publication_ends_on:
        return f"{day(period.published_on, 'md')} – {day(period.publication_ends_on, 'md')}"
    return ""


@dataclass(frozen=True)
class SeatCard:
    """A category (or the whole unit, or the departments) with its caps: rows of title, taken, seats, percent, a word on what is open."""

    title: str
    people: int
    rows: list[Mapping[str, Any]]
    kind: SubjectKind = "staff"


def seat_cards(current: GradesInForce, words: Words, matters: list[Matter]) -> list[SeatCard]:
    """The caps by category, in the order of the scheme."""
    groups: dict[str | None, SeatCard] = {}
    for seats in current.seats():
        line = seats.line
        card = groups.setdefault(
            line.category, SeatCard(group_title(line.category, words), line.base, [], current.kind)
        )
        mine = [m for m in matters if m.is_open and m.grade == line.grade and m.category == line.category]
        card.rows.append(
            {
                "grade": words.grade(line.grade),
                "taken": seats.taken,
                "seats": line.seats,
                "percent": trimmed(line.percent),
                "note": "; ".join(_matter_note(matter) for matter in mine),
            }
        )
    return list(groups.values())


def _matter_note(matter: Matter) -> str:
    if matter.kind == Kind.TIE and len(matter.people) > 1:
        return _("%(seats)s seats open · %(count)s equals") % {
            "seats": matter.seats,
            "count": len(matter.people),
        }
    return _("%(seats)s seats open · %(count)s candidates") % {
        "seats": matter.seats,
        "count": len(matter.people),
    }


def grade_counts(current: GradesInForce, words: Words) -> list[tuple[str, int]]:
    """How many people (or departments) have each grade of the part, in its order; those without one last."""
    counts: dict[str | None, int] = {}
    for result in current.results:
        if result.status != OUT_OF_SCOPE:
            grade = current.grade(result)
            counts[grade] = counts.get(grade, 0) + 1
    rows = [(words.grade(grade), counts.get(grade, 0)) for grade in current.part.grades]
    if counts.get(None) and current.part.gives_grades:
        rows.append((_("to be decided"), counts[None]))
    return rows


def latest_job(period: Period, kind: str) -> Job | None:
    """The last job of a kind about the period, whoever started it."""
    jobs = Job.objects.filter(unit_id=period.unit_id, kind=kind, params__period=period.pk)
    return jobs.select_related("started_by").order_by("-created_at").first()


def closing_job(period: Period) -> Job | None:
    """The close to show on the board: one that runs, or the last one while the period still waits for it."""
    job = latest_job(period, CLOSING)
    if job is None or (job.is_over and period.state != State.SUBMITTED):
        return None
    if job.is_over and job.state == Job.State.DONE:
        return None
    if job.is_over and _stale(period, job):
        return None
    return job


def _stale(period: Period, job: Job) -> bool:
    """Whether a failed close is older than the last step: its complaint may be settled."""
    last = PeriodStep.objects.filter(period=period).order_by("at", "pk").last()
    return last is not None and job.finished_at is not None and last.at > job.finished_at


def verification_job(period: Period) -> Job | None:
    """The last verification of the results that count."""
    job = latest_job(period, VERIFYING)
    if job is None or not job.is_over:
        return job
    outcome = job.outcome or {}
    return job if outcome.get("close") == str(period.current_close_id) else None


@dataclass(frozen=True)
class StepLine:
    """A step in the history of a period."""

    step: PeriodStep
    title: str


def step_lines(period: Period) -> list[StepLine]:
    """The history, latest first."""
    steps = PeriodStep.objects.filter(period=period).select_related("by").order_by("-at", "-pk")
    return [StepLine(step, str(STEP_TITLES.get(step.action, step.action))) for step in steps]


def is_late(period: Period, today: date) -> bool:
    """Whether a publication is over and the period can be filed."""
    return bool(
        period.state == State.PUBLISHED and period.publication_ends_on and today > period.publication_ends_on
    )
