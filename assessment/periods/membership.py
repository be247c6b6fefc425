"""Who is in a period: everyone with an assignment that touches it, where the last one puts them."""

from assessment.models import Period
from organization.models import Department
from organization.selectors import Membership, roster_between


def members_of(period: Period) -> list[Membership]:
    """Everyone in the period, by staff id; one query."""
    return list(roster_between(period.unit, period.starts_on, period.ends_on))


def departments_in(period: Period) -> list[Department]:
    """The departments that have people in the period: each of them hands in. Two queries."""
    wanted = {member.department_id for member in members_of(period)}
    return [each for each in Department.objects.filter(unit_id=period.unit_id) if each.pk in wanted]
