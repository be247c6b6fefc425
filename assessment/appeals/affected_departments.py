"""Departments whose results an upheld appeal would change, where the scheme assesses departments."""

from typing import Any

from assessment.closing.computation import Computed
from assessment.models import Close, DepartmentResult
from assessment.results.department_differences import compare_departments, department_rows


def departments_of(close: Close, computed: Computed) -> list[dict[str, Any]]:
    """The departments that would change, (before, after), figures as texts, ready for JSON."""
    if not computed.departments:
        return []
    pairs = zip(computed.departments, computed.department_outcomes, strict=True)
    new = {
        department.department_id: DepartmentResult(
            close=close,
            department_id=department.department_id,
            code=department.number,
            name=department.name,
            status=outcome.status,
            score=outcome.score,
            items={item: str(value) for item, value in outcome.items.items()},
            flags=outcome.flags,
        )
        for department, outcome in pairs
    }
    return [
        {
            "name": each.name,
            "code": each.code,
            "score": [None if score is None else str(score) for score in each.score],
            "items": [list(item) for item in each.items],
            "flags": [list(flags) for flags in each.flags],
        }
        for each in compare_departments(close, department_rows(close), new)
    ]
