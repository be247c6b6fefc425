"""What a period still waits for: scores by rater, people whom nobody scores, required figures."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from assessment.facts.scope import out_of_scope
from assessment.facts.subjects import subjects_of
from assessment.models import Period, RatingSheet, RatingTask
from assessment.periods.membership import members
from assessment.ratings.rated_items import ScoredItem, figure_columns, language, scored_items
from assessment.rules import Part, Scoring


@dataclass
class RaterProgress:
    """How far one rater is: scores given of the total, who is still without one, whose score is over the maximum."""

    rater_id: int
    name: str
    number: str
    has_login: bool
    given: int = 0
    total: int = 0
    people: list[str] = field(default_factory=list)
    to_correct: list[str] = field(default_factory=list)
    handed_in_at: datetime | None = None

    @property
    def is_complete(self) -> bool:
        """Whether the rater owes nothing."""
        return self.given == self.total and not self.to_correct


@dataclass(frozen=True)
class Gap:
    """Something that the scheme requires of a person and that nobody is there to give.

    ``what``: ``duty`` (a required duty is not assigned), ``rater`` (nobody scores the item), ``fact`` (a required
    figure); ``title`` names the duty, item or figure.
    """

    staff_id: int
    what: str
    item: str
    title: str


def rating_progress(period: Period, departments: Collection[int] | None = None) -> list[RaterProgress]:
    """Every rater of the period with what was given of what is asked, by staff number; people out of scope left out.

    ``departments`` narrows it to tasks on people of these departments.
    """
    tasks = RatingTask.objects.filter(period=period).select_related("staff", "rater")
    if departments is not None:
        tasks = tasks.filter(staff__in=members(period, departments).order_by().values("staff_id"))
    rows = list(tasks.order_by("rater__number", "staff__number", "item"))
    if not rows:
        return []
    part = period.part
    duties: dict[int, list[str]] = defaultdict(list)
    for task in rows:
        if part.is_duty(task.item) and task.item not in duties[task.staff_id]:
            duties[task.staff_id].append(task.item)
    outside = out_of_scope(period, {task.staff_id for task in rows})
    found: dict[int, RaterProgress] = {}
    for task in rows:
        if task.staff_id not in outside:
            rater = task.rater
            row = found.setdefault(
                rater.pk, RaterProgress(rater.pk, rater.name, rater.number, rater.user_id is not None)
            )
            _count(row, task, part, duties[task.staff_id])
    sheets = RatingSheet.objects.filter(period=period).values_list("rater_id", "handed_in_at")
    for rater_id, handed_in_at in sheets:
        if rater_id in found:
            found[rater_id].handed_in_at = handed_in_at
    return list(found.values())


def _count(row: RaterProgress, task: RatingTask, part: Part, duties: list[str]) -> None:
    """One task more of a rater; ``duties`` are those of the person, on which a maximum may depend."""
    row.total += 1
    if not task.is_given:
        if task.staff.name not in row.people:
            row.people.append(task.staff.name)
        return
    row.given += 1
    if task.score is not None and part.over_maximum(task.item, task.score, duties):
        row.to_correct.append(task.staff.name)


def missing_scores(period: Period) -> list[RaterProgress]:
    """Raters who owe scores, or whose scores are over a maximum that changed; these block the close."""
    return [row for row in rating_progress(period) if not row.is_complete]


def gaps(period: Period, staff_ids: Collection[int] | None = None) -> list[Gap]:
    """What the scheme requires and nobody is there to give: duties, raters, figures. A fixed number of statements."""
    scoring = Scoring(period.rules, period.parsed_key, None)
    ids = None if staff_ids is None else list(staff_ids)
    for _snapshot, subject in subjects_of(period, staff_ids=ids):
        scoring.add(subject)
    return named_gaps(period, scoring)


def named_gaps(period: Period, scoring: Scoring) -> list[Gap]:
    """The gaps among what a scoring found missing; scores that a rater still owes are no gap."""
    missing = [each for each in scoring.missing if each.what in ("duty", "rating", "fact")]
    if not missing:
        return []
    lang, part = language(), period.part
    titles = {_asked(item): item.title for item in scored_items(period)}
    figures = {column.name: column.title for column in figure_columns(period)}
    rows = RatingTask.objects.filter(period=period).values_list("staff_id", "item", "round")
    tasks = {(staff_id, f"{item} {number}" if number else item) for staff_id, item, number in rows}
    found = []
    for each in missing:
        staff_id = int(each.id)
        if each.what == "duty":
            found.append(Gap(staff_id, "duty", each.item, part.items[each.item].title.get(lang)))
        elif each.what == "fact":
            found.append(Gap(staff_id, "fact", each.item, figures[each.item]))
        elif (staff_id, each.item) not in tasks:
            found.append(Gap(staff_id, "rater", each.item, titles[each.item]))
    return found


def _asked(item: ScoredItem) -> str:
    """An item as the core names what is missing: with its round where there are rounds."""
    return f"{item.id} {item.round}" if item.round else item.id
