"""Reading periods, scoped to who asks."""

from django.db.models import QuerySet

from assessment.models import Period
from assessment.policy import Action
from organization.policy import Access


def periods_seen_by(access: Access) -> QuerySet[Period]:
    """The unit's periods with scheme, version and current close: for everybody who works with assessments."""
    if not access.can(Action.VIEW_PERIODS):
        return Period.objects.none()
    rows = Period.objects.filter(unit=access.unit)
    return rows.select_related("scheme", "version", "current_close").defer("version__text")
