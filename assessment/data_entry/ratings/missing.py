"""What a period still waits for: scores by rater, people and departments whom nobody scores, required figures."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from assessment.facts.scope import out_of_scope
from assessment.facts.subjects import Ids, subjects_of
from assessment.models import Period, RatingSheet, RatingTask
from assessment.periods.membership import members
from assessment.ratings.duties import duties_in
from assessment.ratings.give_scores import is_over_maximum, required_of_departments
from assessment.ratings.rated_items import ScoredItem, figure_columns, language, part_of, scored_items
from assessment.rules import Missing, Scoring
from organization.subjects import SubjectKind, SubjectRef, of_kind


@dataclass
class RaterProgress:
    """How far one rater is: scores given of the total, who is still without one, whose score is over the maximum."""

    rater_id: int
    name: str
    number: str
    has_login: bool
    given: int = 0
    total: int = 0
    waiting: list[str] = field(default_factory=list)
    to_correct: list[str] = field(default_factory=list)
    handed_in_at: datetime | None = None

    @property
    def is_complete(self) -> bool:
        """Whether the rater owes nothing."""
        return self.given == self.total and not self.to_correct


def _count(row: RaterProgress, task: RatingTask, *, is_over: bool) -> None:
    """One task more of a rater."""
    row.total += 1
    row.given += task.is_given
    if not task.is_given and task.about.name not in row.waiting:
        row.waiting.append(task.about.name)
    if is_over:
        row.to_correct.append(task.about.name)


@dataclass(frozen=True)
class Gap:
    """Something that the scheme requires of a person or department and that nobody is there to give.

    ``what``: ``duty`` (a required duty is not assigned), ``rater`` (nobody scores the item), ``fact`` (a required
    figure); ``title`` names the duty, item or figure.
    """

    subject: SubjectRef
    what: str
    item: str
    title: str


def rating_progress(period: Period, departments: Collection[int] | None = None) -> list[RaterProgress]:
    """Every rater of the period with what was given of what is asked, by staff number; who is out of scope is left out.

    ``departments`` narrows it to tasks on people of these departments. On departments only those scores are asked that
    the scheme cannot do without.
    """
    tasks = RatingTask.objects.filter(period=period).select_related("staff", "department", "rater")
    if departments is not None:
        tasks = tasks.filter(staff__in=members(period, departments).order_by().values("staff_id"))
    rows = list(tasks.order_by("rater__number", "staff__number", "department__code", "item"))
    if not rows:
        return []
    duties = duties_in(period, rows)
    outside = out_of_scope(period, {task.subject for task in rows})
    required = required_of_departments(period)
    found: dict[int, RaterProgress] = {}
    for task in rows:
        is_asked = task.is_given or task.department_id is None or task.item in required
        if task.subject in outside or not is_asked:
            continue
        rater = task.rater
        row = found.setdefault(
            rater.pk, RaterProgress(rater.pk, rater.name, rater.number, rater.user_id is not None)
        )
        _count(row, task, is_over=is_over_maximum(period, task, duties[task.subject]))
    sheets = RatingSheet.objects.filter(period=period).values_list("rater_id", "handed_in_at")
    for rater_id, handed_in_at in sheets:
        if rater_id in found:
            found[rater_id].handed_in_at = handed_in_at
    return list(found.values())


def missing_scores(period: Period) -> list[RaterProgress]:
    """Raters who owe scores, or whose scores are over a maximum that changed; these block the close."""
    return [row for row in rating_progress(period) if not row.is_complete]


def gaps(period: Period, *, staff_ids: Ids = None, department_ids: Ids = ()) -> list[Gap]:
    """What the scheme requires and nobody is there to give: duties, raters, figures. A fixed number of statements.

    Of the people of ``staff_ids`` and the departments of ``department_ids`` (None: all of them).
    """
    scoring = Scoring(period.rules, period.parsed_key, None)
    found: dict[SubjectKind, list[Missing]] = {"staff": [], "department": []}
    seen = 0
    for place, subject in subjects_of(period, staff_ids=staff_ids, department_ids=department_ids):
        scoring.add(subject)
        found[place.subject.kind] += scoring.missing[seen:]
        seen = len(scoring.missing)
    return [gap for kind, missing in found.items() for gap in named_gaps(period, missing, kind)]


def named_gaps(period: Period, missing: Sequence[Missing], kind: SubjectKind = "staff") -> list[Gap]:
    """The gaps among what a scoring found missing of a kind; scores that a rater still owes are no gap."""
    missing = [each for each in missing if each.what in ("duty", "rating", "fact")]
    part = part_of(period, kind)
    if not missing or part is None:
        return []
    lang = language()
    titles = {_asked(item): item.title for item in scored_items(period, kind)}
    figures = {column.name: column.title for column in figure_columns(period, kind=kind)}
    rows = RatingTask.objects.filter(of_kind(kind), period=period).order_by()
    tasks = {
        (subject_id, f"{item} {number}" if number else item)
        for subject_id, item, number in rows.values_list(f"{kind}_id", "item", "round").distinct()
    }
    found = []
    for each in missing:
        subject = SubjectRef(kind, int(each.id))
        if each.what == "duty":
            found.append(Gap(subject, "duty", each.item, part.items[each.item].title.get(lang)))
        elif each.what == "fact":
            found.append(Gap(subject, "fact", each.item, figures[each.item]))
        elif (subject.id, each.item) not in tasks:
            found.append(Gap(subject, "rater", each.item, titles[each.item]))
    return found


def _asked(item: ScoredItem) -> str:
    """An item as the core names what is missing: with its round where there are rounds."""
    return f"{item.id} {item.round}" if item.round else item.id
