"""Who is in a period, where, and in which category."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessment.facts.subjects import subjects_of
from assessment.models import Period, RatingTask
from assessment.ratings.rated_items import part_of
from assessment.rules import PeriodKey, provisional
from assessment.schemes.compiled import scheme_of
from organization.models import Assignment


def members(period: Period, departments: Collection[int] | None = None) -> QuerySet[Assignment]:
    """The last assignment of each person within the period, with ``staff`` and ``department``.

    ``departments`` None means the whole unit; an empty collection nobody.
    """
    later = Assignment.objects.filter(
        staff=OuterRef("staff"), valid_from__lte=period.ends_on, valid_from__gt=OuterRef("valid_from")
    )
    found = Assignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=period.starts_on),
        ~Exists(later),
        staff__unit=period.unit_id,
        valid_from__lte=period.ends_on,
    )
    if departments is not None:
        found = found.filter(department_id__in=departments)
    return found.select_related("staff", "department").order_by(
        "department__position", "department__code", "staff__number"
    )


def place_of(period: Period, staff_id: int) -> Assignment | None:
    """Department and category of one person in the period; None for someone who is not in it."""
    return members(period).filter(staff_id=staff_id).first()


def out_of_scope(period: Period, staff_ids: Collection[int] | None = None) -> set[int]:
    """Those of the people (None: all of the period) whom the scheme does not assess; no score is asked for them.

    Somebody whose assignments no longer touch the period is not assessed either.
    """
    if staff_ids is not None and not staff_ids:
        return set()
    asked = None if staff_ids is None else set(staff_ids)
    if not any(gate.effect.kind == "out_of_scope" for gate in part_of(period).gates.values()):
        return set() if asked is None else asked - set(members(period).values_list("staff_id", flat=True))
    scheme, key = scheme_of(period), PeriodKey.parse(period.key)
    inside: set[int] = set()
    outside: set[int] = set()
    for person, subject in subjects_of(period, staff_ids=asked):
        is_out = provisional(scheme, key, None, subject).status == "out_of_scope"
        (outside if is_out else inside).add(person.staff_id)
    return outside if asked is None else asked - inside


def duties_of(period: Period, staff_ids: Collection[int]) -> dict[int, list[str]]:
    """The duties of each person in the period; one query."""
    part = part_of(period)
    found: dict[int, list[str]] = {pk: [] for pk in staff_ids}
    rows = RatingTask.objects.filter(period=period, staff_id__in=staff_ids, item__in=part.duties)
    for staff_id, item in rows.values_list("staff_id", "item").distinct():
        found[staff_id].append(item)
    return found
