"""Results with their explanation."""

from typing import Any

from rest_framework.generics import ListAPIView, RetrieveAPIView

from assessment.api.base import UnitApi
from assessment.api.department_serializers import DepartmentResultDetail, DepartmentResultOut
from assessment.api.filters import DepartmentResultFilters, ResultFilters
from assessment.api.pagination import Cursor
from assessment.api.schema import described
from assessment.api.serializers import ResultDetail, ResultOut
from assessment.models import DepartmentResult, Result
from assessment.policy import Action
from assessment.results.department_rows import department_results_seen_by
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


class _DepartmentResults(UnitApi):
    model = DepartmentResult
    seen_with = (Action.VIEW_RESULTS, Action.OWN_RESULTS)

    def seen(self) -> Any:
        """Of the closes that count."""
        return department_results_seen_by(self.access).defer("close__version__text")

    def get_serializer_context(self) -> dict[str, Any]:
        """With the language of the sentences, and who asks."""
        return {**super().get_serializer_context(), "language": self.language, "access": self.access}


@described("department_results", "results", "Results of departments, the latest close first")
class DepartmentResults(_DepartmentResults, ListAPIView[Any]):
    """The unit's for those who review them; that of one's own department once it is published."""

    serializer_class = DepartmentResultOut
    filterset_class = DepartmentResultFilters
    pagination_class = Cursor

    def seen(self) -> Any:
        """Without the facts, which only the explanation needs."""
        return super().seen().defer("facts", "standing", "close__version__text")


@described("department_result", "results", "One result of a department with its explanation")
class OneDepartmentResult(_DepartmentResults, RetrieveAPIView[Any]):
    """Every figure with the rule that applied, in sentences."""

    serializer_class = DepartmentResultDetail
