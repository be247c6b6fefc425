"""Results of people and of departments with their explanation."""

from typing import Any

from rest_framework.generics import ListAPIView, RetrieveAPIView

from assessment.api.base import UnitApi
from assessment.api.filters import DepartmentResultFilters, ResultFilters
from assessment.api.pagination import Cursor
from assessment.api.result_serializers import (
    DepartmentResultDetail,
    DepartmentResultOut,
    ResultDetail,
    ResultOut,
)
from assessment.api.schema import described
from assessment.models import Result
from assessment.policy import Action
from assessment.results.selectors import results_seen_by
from organization.subjects import SubjectKind


class _Results(UnitApi):
    model = Result
    seen_with = (Action.VIEW_RESULTS, Action.OWN_RESULTS)
    about: SubjectKind = "staff"
    deferred: tuple[str, ...] = ()

    def seen(self) -> Any:
        """Of the closes that count."""
        return results_seen_by(self.access, self.about).defer("close__version__text", *self.deferred)

    def get_serializer_context(self) -> dict[str, Any]:
        """With the language of the titles and sentences, and who asks."""
        return {**super().get_serializer_context(), "language": self.language, "access": self.access}


class _List(_Results, ListAPIView[Any]):
    """Without the facts, which only the explanation needs."""

    deferred = ("facts", "standing")
    pagination_class = Cursor


@described("results", "results", "Results, the latest close first")
class Results(_List):
    """The unit's for those who review them; one's own once it is published."""

    serializer_class = ResultOut
    filterset_class = ResultFilters


@described("result", "results", "One result with its explanation")
class OneResult(_Results, RetrieveAPIView[Any]):
    """Every figure with the rule that applied, its entries and its arithmetic, in sentences."""

    serializer_class = ResultDetail


@described("department_results", "results", "Results of departments, the latest close first")
class DepartmentResults(_List):
    """The unit's for those who review them; that of one's own department once it is published."""

    about = "department"
    serializer_class = DepartmentResultOut
    filterset_class = DepartmentResultFilters


@described("department_result", "results", "One result of a department with its explanation")
class OneDepartmentResult(_Results, RetrieveAPIView[Any]):
    """Every figure with the rule that applied, in sentences."""

    about = "department"
    serializer_class = DepartmentResultDetail
