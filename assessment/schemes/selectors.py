"""Reading schemes, scoped to who asks."""

from django.db.models import Q, QuerySet

from assessment.models import Period, SchemeVersion, UnitScheme
from assessment.policy import Action
from organization.policy import Access, in_force


def versions_seen_by(access: Access) -> QuerySet[SchemeVersion]:
    """The published versions of the schemes that the unit uses today, and those its periods were opened with."""
    if not access.can(Action.VIEW_SCHEMES):
        return SchemeVersion.objects.none()
    used = UnitScheme.objects.filter(in_force(access.on), unit=access.unit).values("scheme")
    opened = Period.objects.filter(unit=access.unit).values("version")
    published = Q(scheme__in=used, status=SchemeVersion.Status.PUBLISHED)
    return SchemeVersion.objects.filter(published | Q(pk__in=opened)).select_related("scheme")
