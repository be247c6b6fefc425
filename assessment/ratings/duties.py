"""The duties that people and departments have in a period."""

from collections.abc import Collection, Iterable

from assessment.models import Period, RatingTask
from assessment.ratings.rated_items import part_of
from organization.subjects import KINDS, SubjectKind, SubjectRef, among


def duties_of(period: Period, subjects: Collection[SubjectRef]) -> dict[SubjectRef, list[str]]:
    """The duties of each subject in the period; one query."""
    duties = _duties(period)
    found: dict[SubjectRef, list[str]] = {each: [] for each in subjects}
    known = {item for items in duties.values() for item in items}
    rows = RatingTask.objects.filter(among(subjects), period=period, item__in=known).order_by()
    for staff_id, department_id, item in rows.values_list("staff_id", "department_id", "item").distinct():
        subject = SubjectRef.of_ids(staff_id, department_id)
        if item in duties[subject.kind]:
            found[subject].append(item)
    return found


def duties_in(period: Period, tasks: Iterable[RatingTask]) -> dict[SubjectRef, list[str]]:
    """The same from all tasks on these subjects, without a query."""
    duties = _duties(period)
    found: dict[SubjectRef, list[str]] = {}
    for task in tasks:
        mine = found.setdefault(task.subject, [])
        if task.item in duties[task.subject.kind] and task.item not in mine:
            mine.append(task.item)
    return found


def _duties(period: Period) -> dict[SubjectKind, Collection[str]]:
    parts = {kind: part_of(period, kind) for kind in KINDS}
    return {kind: () if part is None else part.duties for kind, part in parts.items()}
