# mypy: allow-subclassing-any
"""Filters of the lists. A value that is not understood is an error, and so is a filter that does not exist."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from assessment.models import Entry, Period
from organization.selectors import name_matches


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": 2**63 - 1})
class IdFilter(filters.Filter):
    """A row by its id."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=1, max_value=2**63 - 1, **kwargs)


@extend_schema_field({"type": "string", "format": "date"})
class DayFilter(filters.Filter):
    """A day, written 2026-11-20."""

    field_class = forms.DateField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, input_formats=["%Y-%m-%d"], **kwargs)


class YesNoField(forms.ChoiceField):
    """true or false, nothing else."""

    def clean(self, value: Any) -> bool | None:
        """The value; None when nothing was said."""
        said = super().clean(value)
        return {"true": True, "false": False}.get(said)


@extend_schema_field({"type": "boolean"})
class YesNo(filters.Filter):
    """Yes or no."""

    field_class = YesNoField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=[("true", "true"), ("false", "false")], **kwargs)


@extend_schema_field(OpenApiTypes.STR)
class TextFilter(filters.CharFilter):
    """A text of bounded length."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 60, **kwargs})


class StaffFilters(filters.FilterSet):
    """People by department, category, number, or what one would type to find them."""

    department = IdFilter(field_name="department_id")
    category = TextFilter()
    number = TextFilter(field_name="staff__number")
    q = TextFilter(method="typed", label="Number, name, pinyin or initials")

    @extend_schema_field(OpenApiTypes.STR)
    def typed(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Found as on the pages."""
        return rows.filter(name_matches(value, prefix="staff__"))


class ClauseFilters(filters.FilterSet):
    """Clauses of one part or item. Applied to the pack, not to a table."""

    cadence = filters.ChoiceFilter(choices=Period.Cadence.choices)
    item = TextFilter()


class PeriodFilters(filters.FilterSet):
    """Periods by key, length, state, or a day that lies in them."""

    key = TextFilter()
    cadence = filters.ChoiceFilter(choices=Period.Cadence.choices)
    state = filters.MultipleChoiceFilter(choices=Period.State.choices)
    scheme = TextFilter(field_name="scheme__code")
    on = DayFilter(method="covering")

    @extend_schema_field(OpenApiTypes.DATE)
    def covering(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Those that the day belongs to."""
        return rows.filter(starts_on__lte=value, ends_on__gte=value)


class EntryFilters(filters.FilterSet):
    """Entries by period, person, clause, day, source, and whether they still count."""

    period = IdFilter(field_name="period_id")
    staff = IdFilter(field_name="staff_id")
    staff_number = TextFilter(field_name="staff__number")
    department = IdFilter(field_name="department_id")
    clause = TextFilter()
    occurred_from = DayFilter(field_name="occurred_on", lookup_expr="gte")
    occurred_to = DayFilter(field_name="occurred_on", lookup_expr="lte")
    source = filters.ChoiceFilter(choices=Entry.Source.choices)
    reversed = YesNo(method="standing", label="true: reversals and what they reverse; false: what counts")

    @extend_schema_field(OpenApiTypes.BOOL)
    def standing(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        """Whether the line was taken back, or takes one back."""
        taken_back = Q(reverses__isnull=False) | Q(reversal__isnull=False)
        return rows.filter(taken_back) if value else rows.exclude(taken_back)


class ResultFilters(filters.FilterSet):
    """Results by period, person, department and final grade."""

    period = IdFilter(field_name="close__period_id")
    period_key = TextFilter(field_name="close__period__key")
    staff = IdFilter(field_name="staff_id")
    staff_number = TextFilter(field_name="number")
    department = IdFilter(field_name="department_id_then")
    category = TextFilter()
    grade = TextFilter(field_name="final_grade")


class DepartmentResultFilters(filters.FilterSet):
    """Results of departments by period, department and final grade."""

    period = IdFilter(field_name="close__period_id")
    period_key = TextFilter(field_name="close__period__key")
    department = IdFilter(field_name="department_id")
    department_code = TextFilter(field_name="number")
    grade = TextFilter(field_name="final_grade")
