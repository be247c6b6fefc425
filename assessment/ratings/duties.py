"""The duties that people have in a period."""

from collections.abc import Collection

from assessment.models import Period, RatingTask


def duties_of(period: Period, staff_ids: Collection[int]) -> dict[int, list[str]]:
    """The duties of each person in the period; one query."""
    part = period.part
    found: dict[int, list[str]] = {pk: [] for pk in staff_ids}
    rows = RatingTask.objects.filter(period=period, staff_id__in=staff_ids, item__in=part.duties)
    for staff_id, item in rows.values_list("staff_id", "item").distinct():
        found[staff_id].append(item)
    return found
