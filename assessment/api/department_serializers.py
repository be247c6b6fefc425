"""What goes out of the results of departments."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessment.api.serializers import SHARES, ExplainedSection, Named, PeriodRef, exact
from assessment.models import DepartmentResult, Period
from assessment.policy import Action
from assessment.results.department_rows import part_of_departments
from assessment.results.explanation import explanation_of, without_people


class CodedDepartment(Named):
    """A department with its code."""

    code = serializers.CharField()


class DepartmentResultOut(serializers.Serializer[Any]):
    """A department's result of the close that counts."""

    id = serializers.IntegerField()
    period = PeriodRef(source="close.period")
    state = serializers.ChoiceField(choices=Period.State.choices, source="close.period.state")
    revision = serializers.IntegerField(source="close.revision")
    scheme_hash = serializers.CharField(source="close.scheme_hash")
    department = serializers.SerializerMethodField()
    status = serializers.CharField()
    score = exact(allow_null=True)
    items = serializers.DictField(child=serializers.CharField(), help_text="Score by item.")
    flags = serializers.ListField(child=serializers.CharField())
    shares = serializers.JSONField(allow_null=True, help_text=SHARES)

    @extend_schema_field(CodedDepartment)
    def get_department(self, result: DepartmentResult) -> dict[str, Any]:
        """Code and name as they were on the day of the close."""
        return {"id": result.department_id, "code": result.code, "name": result.name}


class DepartmentResultDetail(DepartmentResultOut):
    """A department's result with how it came about."""

    explanation = serializers.SerializerMethodField()

    @extend_schema_field(ExplainedSection(many=True))
    def get_explanation(self, result: DepartmentResult) -> Any:
        """From the facts stored with the result; only those who review results read whose points were carried over."""
        sections = explanation_of(result, self.context["language"])
        if not self.context["access"].covers(Action.VIEW_RESULTS, result.department_id):
            part = part_of_departments(result.close.version.rules, result.close.period)
            sections = without_people(sections, part) if part is not None else sections
        for section in sections:
            for line in section["lines"]:
                line["entry"] = line.get("ref") if "clause" in line else None
        return ExplainedSection(sections, many=True).data
