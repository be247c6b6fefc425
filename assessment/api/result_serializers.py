"""What goes out of results, of people and of departments alike."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessment.api.serializers import (
    SHARES,
    CodedOut,
    ExplainedSection,
    NamedOut,
    PeriodRef,
    PersonOut,
    exact,
)
from assessment.models import Period, Result
from assessment.policy import Action
from assessment.results.explanation import explanation_for


class CodedDepartment(NamedOut):
    """A department with its code."""

    code = serializers.CharField()


class _Result(serializers.Serializer[Any]):
    """A result of the close that counts. A decided grade stands over the computed one."""

    id = serializers.IntegerField()
    period = PeriodRef(source="close.period")
    state = serializers.ChoiceField(choices=Period.State.choices, source="close.period.state")
    revision = serializers.IntegerField(source="close.revision")
    scheme_hash = serializers.CharField(source="close.scheme_hash")
    status = serializers.CharField()
    score = exact(allow_null=True)
    grade = serializers.SerializerMethodField()
    computed_grade = serializers.CharField(source="grade", allow_null=True)
    ceiling = serializers.CharField(allow_null=True)
    bonus = exact(source="final_bonus", allow_null=True)
    items = serializers.DictField(child=serializers.CharField(), help_text="Score by item.")
    gates = serializers.ListField(child=serializers.CharField())
    flags = serializers.ListField(child=serializers.CharField())
    shares = serializers.JSONField(allow_null=True, help_text=SHARES)

    @extend_schema_field(CodedOut(allow_null=True))
    def get_grade(self, result: Any) -> dict[str, str] | None:
        """The final one, with its title."""
        if result.final_grade is None:
            return None
        return self._coded(result.close.version.rules.grades, result.final_grade)

    def _coded(self, titles: Any, code: str) -> dict[str, str]:
        title = titles[code].get(self.context["language"]) if code in titles else code
        return {"code": code, "title": title}


class ResultOut(_Result):
    """A person's result of the close that counts. A decided grade stands over the computed one."""

    staff = serializers.SerializerMethodField()
    department = serializers.CharField(source="department_name", help_text="On the day of the close.")
    category = serializers.SerializerMethodField()

    @extend_schema_field(PersonOut)
    def get_staff(self, result: Result) -> dict[str, Any]:
        """Number and name as they were on the day of the close."""
        return {"id": result.staff_id, "number": result.number, "name": result.name}

    @extend_schema_field(CodedOut)
    def get_category(self, result: Result) -> dict[str, str]:
        """With its title."""
        return self._coded(result.close.version.rules.categories, result.category)


class DepartmentResultOut(_Result):
    """A department's result of the close that counts; grade, ceiling, bonus and gates where the scheme gives them."""

    department = serializers.SerializerMethodField()

    @extend_schema_field(CodedDepartment)
    def get_department(self, result: Result) -> dict[str, Any]:
        """Code and name as they were on the day of the close."""
        return {"id": result.department_id, "code": result.number, "name": result.name}


class _Explained(serializers.Serializer[Any]):
    explanation = serializers.SerializerMethodField()

    @extend_schema_field(ExplainedSection(many=True))
    def get_explanation(self, result: Result) -> Any:
        """From the facts stored with the result, in the language of the answer.

        Only those who review results read whose points were carried over to a department.
        """
        reviews = self.context["access"].covers(Action.VIEW_RESULTS, result.place_id)
        sections = explanation_for(result, self.context["language"], reviews=reviews)
        for section in sections:
            for line in section["lines"]:
                line["entry"] = line.get("ref") if "clause" in line else None
        return ExplainedSection(sections, many=True).data


class ResultDetail(_Explained, ResultOut):
    """A result with how it came about."""


class DepartmentResultDetail(_Explained, DepartmentResultOut):
    """A department's result with how it came about."""
