"""Schemes in use and their clauses."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.generics import ListAPIView, RetrieveAPIView

from assessment.api.base import UnitApi
from assessment.api.filters import ClauseFilters
from assessment.api.pagination import Whole
from assessment.api.schema import described
from assessment.api.serializers import ClauseOut, SchemeOut
from assessment.models import SchemeVersion
from assessment.policy import Action
from assessment.rules import Part
from assessment.schemes.selectors import versions_read_in


class _Schemes(UnitApi):
    model = SchemeVersion
    serializer_class: Any = SchemeOut
    seen_with = (Action.VIEW_SCHEMES,)

    def seen(self) -> Any:
        """As on the page of schemes."""
        return versions_read_in(self.access.unit).defer("text")


@described("schemes", "schemes", "Versions of the schemes that the unit uses")
class Schemes(_Schemes, ListAPIView[Any]):
    """Published versions of the schemes in use, and those that periods of the unit were opened with."""

    pagination_class = Whole


@described("scheme", "schemes", "One version of a scheme")
class OneScheme(_Schemes, RetrieveAPIView[Any]):
    """By the id of the version."""


@described("clauses", "schemes", "Clauses of a version of a scheme")
class Clauses(_Schemes, ListAPIView[Any]):
    """In the order of the pack; texts in both languages."""

    serializer_class = ClauseOut
    filterset_class = ClauseFilters
    pagination_class = Whole

    def filter_queryset(self, queryset: Any) -> Any:
        """The clauses of the version asked for, narrowed by cadence and item."""
        version = get_object_or_404(queryset, pk=self.kwargs["pk"])
        filters = self.filterset_class(self.request.query_params, queryset, request=self.request)
        if not filters.is_valid():
            from django_filters.utils import translate_validation

            raise translate_validation(filters.errors)
        said = filters.form.cleaned_data
        return [
            row
            for part in version.rules.parts.values()
            for each in (part, part.departments)
            if each is not None
            for row in clauses_in(each)
            if said["cadence"] in ("", row["cadence"]) and said["item"] in ("", row["item"])
        ]


def clauses_in(part: Part) -> list[dict[str, Any]]:
    """The clauses of a part as they go out."""
    return [
        {
            "id": clause.id,
            "cadence": part.cadence,
            "kind": clause.kind,
            "about": "department" if part.of_departments else "staff",
            "title": clause.title,
            "item": clause.item,
            "item_title": part.items[clause.item].title if clause.item is not None else None,
            "points": {"zh": clause.points_text("zh-hans"), "en": clause.points_text("en")},
            "points_each": getattr(clause, "points", None),
            "lowest": getattr(clause, "lowest", None),
            "highest": getattr(clause, "highest", None),
            "unit": clause.unit if clause.item is not None else None,
            "step": clause.count_step,
            "once_per_period": clause.once_per_period,
            "particulars": sorted(clause.keys - {"count", "points"}),
        }
        for clause in part.clauses.values()
    ]
