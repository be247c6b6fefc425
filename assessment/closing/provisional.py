"""What can be said of departments while their period runs."""

from collections.abc import Collection, Iterator
from typing import Any

from assessment.facts.consistent_read import here
from assessment.facts.subjects import Gathering, Snapshot
from assessment.models import Period
from assessment.rules import Subject, provisional
from assessment.rules.scoring import CarriedOver
from organization.models import Assignment


def departments_so_far(
    period: Period, department_ids: Collection[int] | None = None
) -> Iterator[tuple[Snapshot, Subject, dict[str, Any]]]:
    """Departments with their facts and what their people lost so far (``standing`` of items that are carried over)."""
    staff_ids = _people_of(period, department_ids)
    gathering = Gathering(period, here(), staff_ids=staff_ids, department_ids=department_ids)
    part = gathering.part.departments
    if part is None:
        return
    carried = CarriedOver(part)
    if part.carried_items:
        scheme, key, settings = gathering.scheme, period.parsed_key, period.settings_exact
        for _person, subject in gathering.people():
            carried.take(provisional(scheme, key, settings, subject), subject.department)
    for place, subject in gathering.departments():
        yield place, subject, carried.standing(subject.id)


def _people_of(period: Period, department_ids: Collection[int] | None) -> list[int] | None:
    """Everyone who was in these departments in the period; None for the whole unit."""
    if department_ids is None:
        return None
    rows = Assignment.objects.filter(department_id__in=department_ids, valid_from__lte=period.ends_on)
    return list(rows.values_list("staff_id", flat=True).distinct())
