"""Periods: how far each has come."""

from typing import Any

from django.utils import timezone
from rest_framework.generics import ListAPIView, RetrieveAPIView

from assessment.api.base import UnitApi
from assessment.api.filters import PeriodFilters
from assessment.api.pagination import Cursor
from assessment.api.schema import described
from assessment.api.serializers import PeriodDetail, PeriodOut
from assessment.models import Period
from assessment.periods.selectors import periods_seen_by
from assessment.policy import Action


class _Periods(UnitApi):
    model = Period
    seen_with = (Action.VIEW_PERIODS,)

    def seen(self) -> Any:
        """The unit's periods."""
        return periods_seen_by(self.access)


@described("periods", "periods", "Periods of the unit")
class Periods(_Periods, ListAPIView[Any]):
    """The latest opened first."""

    serializer_class = PeriodOut
    filterset_class = PeriodFilters
    pagination_class = Cursor


@described("period", "periods", "One period with the dates of its procedure")
class OnePeriod(_Periods, RetrieveAPIView[Any]):
    """By id."""

    serializer_class = PeriodDetail

    def get_serializer_context(self) -> dict[str, Any]:
        """With today, on which overdue depends."""
        return {**super().get_serializer_context(), "today": timezone.localdate()}
