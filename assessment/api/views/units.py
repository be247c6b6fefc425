"""Units and the people in them."""

from typing import Any

from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.response import Response

from assessment.api.base import Api, UnitApi
from assessment.api.filters import StaffFilters
from assessment.api.pagination import CursorByNumber, Whole
from assessment.api.roster_scope import people_seen_by
from assessment.api.schema import described
from assessment.api.serializers import StaffOut, UnitDetail, UnitOut
from assessment.policy import Action
from organization.models import Assignment, Unit
from organization.policy import Action as OrganizationAction
from organization.policy import units_of

SEE_PEOPLE = (OrganizationAction.VIEW_ROSTER, Action.RECORD_ENTRIES, Action.OWN_RESULTS)


@described("units", "units", "Units that the asker belongs to")
class Units(Api, ListAPIView[Any]):
    """The units that exist for the asker: where it is on the roster or holds a role."""

    queryset = Unit.objects.none()
    serializer_class = UnitOut
    pagination_class = Whole

    def get_queryset(self) -> Any:
        """As on the first page."""
        return units_of(self.request.user)


@described("unit", "units", "One unit, and what the asker is in it")
class OneUnit(UnitApi, RetrieveAPIView[Any]):
    """Name and roles."""

    model = Unit
    serializer_class = UnitDetail
    seen_with = (OrganizationAction.BELONG,)

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """The unit of the address."""
        access, unit = self.access, self.access.unit
        shown = {
            "code": unit.code,
            "name": unit.name,
            "name_en": unit.name_en,
            "roles": sorted(role.value for role in access.scopes),
            "staff_id": access.staff.pk if access.staff else None,
        }
        return Response(self.get_serializer(shown).data)


class _People(UnitApi):
    model = Assignment
    serializer_class = StaffOut
    seen_with = SEE_PEOPLE
    lookup_field = "staff_id"

    def seen(self) -> Any:
        """Today's roster within what the asker may read."""
        return people_seen_by(self.access)


@described("staff", "staff", "People of the roster today")
class Staff(_People, ListAPIView[Any]):
    """The departments that the asker looks after or records for, and the asker; by staff number."""

    filterset_class = StaffFilters
    pagination_class = CursorByNumber


@described("person", "staff", "One person's place today")
class OnePerson(_People, RetrieveAPIView[Any]):
    """By the id of the staff member."""
