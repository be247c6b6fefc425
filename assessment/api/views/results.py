"""Results with their explanation."""

from typing import Any

from rest_framework.generics import ListAPIView, RetrieveAPIView

from assessment.api.base import UnitApi
from assessment.api.filters import ResultFilters
from assessment.api.pagination import Cursor
from assessment.api.schema import described
from assessment.api.shapes import ResultDetail, ResultOut
from assessment.models import Result
from assessment.policy import Action
from assessment.results.selectors import results_seen_by


class _Results(UnitApi):
    model = Result
    seen_with = (Action.VIEW_RESULTS, Action.OWN_RESULTS)

    def seen(self) -> Any:
        """Of the closes that count."""
        return results_seen_by(self.access).defer("close__version__text")

    def get_serializer_context(self) -> dict[str, Any]:
        """With the language of the titles and sentences."""
        return {**super().get_serializer_context(), "language": self.language}


@described("results", "results", "Results, the latest close first")
class Results(_Results, ListAPIView[Any]):
    """The unit's for those who review them; one's own once it is published."""

    serializer_class = ResultOut
    filterset_class = ResultFilters
    pagination_class = Cursor

    def seen(self) -> Any:
        """Without the facts, which only the explanation needs."""
        return super().seen().defer("facts", "standing", "close__version__text")


@described("result", "results", "One result with its explanation")
class OneResult(_Results, RetrieveAPIView[Any]):
    """Every figure with the rule that applied, its entries and its arithmetic, in sentences."""

    serializer_class = ResultDetail
