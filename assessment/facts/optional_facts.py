"""Facts that few schemes ask for: figures by month, weekly journals, answers, the figures of departments.

Read before the people are, and only where the scheme asks for them: a close without them costs nothing more.
"""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from assessment.facts.consistent_read import Reader
from assessment.facts.providers import offered_answers, offered_journals, offered_months
from assessment.models import DepartmentFigure, Figure, Period
from assessment.rules import Answers, Journal, Part

Figures = dict[str, Decimal]


class RareFacts:
    """These facts of a period by person and department; ``staff_ids`` limits those of people to some."""

    def __init__(
        self, period: Period, reader: Reader, part: Part, staff_ids: Collection[int] | None = None
    ) -> None:
        self._period, self._reader, self._part = period, reader, part
        self._wanted = None if staff_ids is None else set(staff_ids)
        self.months = self._months() if part.months else {}
        self.journals = self._journals() if part.weekly_items else {}
        self.answers = self._answers() if part.asks is not None else {}
        self.departments = self._departments()

    def __bool__(self) -> bool:
        """Whether there is any of it."""
        return bool(self.months or self.journals or self.answers or self.departments)

    def of_person(self, staff_id: int, department_id: int) -> dict[str, Any]:
        """What is known of a person, by the names of a subject's fields."""
        return {
            "months": self.months.get(staff_id, {}),
            "journals": self.journals.get(staff_id, ()),
            "answers": self.answers.get(("staff", staff_id), ()),
            "department_facts": self.departments.get(department_id, {}),
        }

    def of_department(self, department_id: int) -> dict[str, Any]:
        """What is known of a department, by the names of a subject's fields."""
        return {
            "facts": self.departments.get(department_id, {}),
            "answers": self.answers.get(("department", department_id), ()),
        }

    def _asked(self, staff_id: int) -> bool:
        return self._wanted is None or staff_id in self._wanted

    def _months(self) -> dict[int, dict[str, Figures]]:
        """Those offered by rooms, and over them those entered by hand."""
        found: dict[int, dict[str, Figures]] = {}
        rows = Figure.objects.filter(period=self._period).exclude(month="")
        if self._wanted is not None:
            rows = rows.filter(staff_id__in=self._wanted)
        ordered = rows.order_by("staff_id", "month", "name").values_list("staff_id", "month", "name", "value")
        for staff_id, month, name, value in [*offered_months(self._period), *self._reader.rows(ordered)]:
            if name in self._part.months and self._asked(staff_id):
                found.setdefault(staff_id, {}).setdefault(month, {})[name] = value
        return found

    def _journals(self) -> dict[int, list[Journal]]:
        found: dict[int, list[Journal]] = defaultdict(list)
        for staff_id, journal in offered_journals(self._period):
            if self._asked(staff_id):
                found[staff_id].append(journal)
        return {staff_id: sorted(weeks, key=lambda each: each.week) for staff_id, weeks in found.items()}

    def _answers(self) -> dict[tuple[str, int], list[Answers]]:
        found: dict[tuple[str, int], list[Answers]] = defaultdict(list)
        for kind, subject_id, answers in offered_answers(self._period):
            found[kind, subject_id].append(answers)
        return dict(found)

    def _departments(self) -> dict[int, Figures]:
        part = self._part.departments
        if part is None or not part.facts:
            return {}
        found: dict[int, Figures] = {}
        rows = DepartmentFigure.objects.filter(period=self._period).order_by("department_id", "name")
        for department_id, name, value in self._reader.rows(
            rows.values_list("department_id", "name", "value")
        ):
            if name in part.facts:
                found.setdefault(department_id, {})[name] = value
        return found
