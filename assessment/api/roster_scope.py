"""Who of the roster an asker may read here."""

from django.db.models import F, Q, QuerySet

from assessment.policy import Action
from organization.models import Assignment
from organization.policy import Access
from organization.policy import Action as OrganizationAction
from organization.selectors import staff_on


def people_seen_by(access: Access) -> QuerySet[Assignment]:
    """Today's places of the people of the departments that the asker looks after or records for, and the asker's own.

    Annotated with ``number``, the staff number.
    """
    rows = staff_on(access.unit, access.on).annotate(number=F("staff__number"))
    scopes = [
        access.departments(OrganizationAction.VIEW_ROSTER),
        access.departments(Action.RECORD_ENTRIES),
    ]
    if None in scopes:
        return rows
    seen = Q(department_id__in=frozenset().union(*(scope for scope in scopes if scope)))
    if access.staff is not None and access.can(Action.OWN_RESULTS):
        seen |= Q(staff=access.staff)
    return rows.filter(seen)
