"""Who is in a period: everyone with an assignment that touches it, where the last one puts them."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, QuerySet

from assessment.models import Period
from organization.models import Assignment, Department
from organization.selectors import Membership, roster_between


def members_of(period: Period) -> list[Membership]:
    """Everyone in the period, by staff id; one query."""
    return list(roster_between(period.unit, period.starts_on, period.ends_on))


def departments_handing_in(period: Period) -> list[Department]:
    """The departments that have people in the period: each of them hands in. Two queries."""
    wanted = {member.department_id for member in members_of(period)}
    return [each for each in Department.objects.filter(unit_id=period.unit_id) if each.pk in wanted]


def members(period: Period, departments: Collection[int] | None = None) -> QuerySet[Assignment]:
    """The last assignment of each person within the period, with ``staff`` and ``department``.

    ``departments`` None means the whole unit; an empty collection nobody.
    """
    later = Assignment.objects.filter(
        staff=OuterRef("staff"), valid_from__lte=period.ends_on, valid_from__gt=OuterRef("valid_from")
    )
    found = Assignment.objects.touching(period.starts_on, period.ends_on).filter(
        ~Exists(later), staff__unit=period.unit_id
    )
    if departments is not None:
        found = found.filter(department_id__in=departments)
    return found.select_related("staff", "department").order_by(
        "department__position", "department__code", "staff__number"
    )


def place_of(period: Period, staff_id: int) -> Assignment | None:
    """Department and category of one person in the period; None for someone who is not in it."""
    return members(period).filter(staff_id=staff_id).first()
