"""Who is in a period: everyone with an assignment that touches it, where the last one puts them; and its departments."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessment.models import Entry, Period
from organization.models import Assignment, Department
from organization.selectors import Membership, assignments_between, roster_between
from organization.subjects import KINDS, SubjectKind, SubjectRef


def assignments_in(period: Period) -> QuerySet[Assignment]:
    """The assignments that touch the period: whoever has one is in it, the last one says where."""
    return assignments_between(period.unit_id, period.starts_on, period.ends_on)


def people_in(period: Period) -> int:
    """How many people are in a period."""
    return assignments_in(period).order_by().values("staff_id").distinct().count()


def members_of(period: Period) -> list[Membership]:
    """Everyone in the period, by staff id; one query."""
    return list(roster_between(period.unit, period.starts_on, period.ends_on))


def departments_handing_in(period: Period) -> list[Department]:
    """The departments that have people in the period: each of them hands in. Two queries."""
    wanted = {member.department_id for member in members_of(period)}
    return [each for each in Department.objects.filter(unit_id=period.unit_id) if each.pk in wanted]


def departments_assessed(period: Period) -> QuerySet[Department]:
    """The departments of a period: in use, or with people in it, or with entries of it."""
    people = assignments_in(period).filter(department=OuterRef("pk")).order_by()
    counting = Entry.objects.counting().filter(period=period, staff__isnull=True)
    entries = counting.filter(department=OuterRef("pk")).order_by()
    there = Q(is_active=True) | Exists(people) | Exists(entries)
    return Department.objects.filter(there, unit=period.unit_id)


def members(period: Period, departments: Collection[int] | None = None) -> QuerySet[Assignment]:
    """The last assignment of each person within the period, with ``staff`` and ``department``.

    ``departments`` None means the whole unit; an empty collection nobody.
    """
    later = Assignment.objects.filter(
        staff=OuterRef("staff"), valid_from__lte=period.ends_on, valid_from__gt=OuterRef("valid_from")
    )
    found = assignments_in(period).filter(~Exists(later))
    if departments is not None:
        found = found.filter(department_id__in=departments)
    return found.select_related("staff", "department").order_by(
        "department__position", "department__code", "staff__number"
    )


def place_of(period: Period, staff_id: int) -> Assignment | None:
    """Department and category of one person in the period; None for someone who is not in it."""
    return members(period).filter(staff_id=staff_id).first()


def places_in(period: Period, kinds: Collection[SubjectKind] = KINDS) -> dict[SubjectRef, int]:
    """Everyone of these kinds in the period, with the department they are in (that they are); a statement for each."""
    found: dict[SubjectRef, int] = {}
    if "staff" in kinds:
        people = members(period).order_by().values_list("staff_id", "department_id")
        found |= {SubjectRef.staff(pk): department_id for pk, department_id in people}
    if "department" in kinds:
        departments = departments_assessed(period).order_by().values_list("pk", flat=True)
        found |= {SubjectRef.department(pk): pk for pk in departments}
    return found
