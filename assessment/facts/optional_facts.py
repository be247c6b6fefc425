"""Facts that few schemes ask for: figures by month, weekly journals, answers, the figures of departments.

Read before the subjects are, and only where the scheme asks for them: a close without them costs nothing more.
"""

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db.models import Q

from assessment.facts.consistent_read import Reader
from assessment.facts.providers import offered_answers, offered_journals, offered_months
from assessment.models import Figure, Period
from assessment.rules import Answers, Journal, Part
from organization.subjects import SubjectRef

Figures = dict[str, Decimal]


class RareFacts:
    """These facts of a period by subject; ``staff_ids`` limits those of people to some."""

    def __init__(
        self, period: Period, reader: Reader, part: Part, staff_ids: Collection[int] | None = None
    ) -> None:
        self._period, self._reader = period, reader
        self._parts = {"staff": part, "department": part.departments}
        self._wanted = None if staff_ids is None else set(staff_ids)
        parts = [each for each in self._parts.values() if each is not None]
        self.months = self._months() if any(each.months for each in parts) else {}
        self.journals = self._journals() if part.weekly_items else {}
        self.answers = self._answers() if part.asks is not None else {}
        self.departments = self._departments()

    def __bool__(self) -> bool:
        """Whether there is any of it."""
        return bool(self.months or self.journals or self.answers or self.departments)

    def of(self, subject: SubjectRef, department_id: int) -> dict[str, Any]:
        """What is known of a subject, by the names of its fields; ``department_id`` is where a person works."""
        found = {"months": self.months.get(subject, {}), "answers": self.answers.get(subject, ())}
        if subject.is_department:
            return found
        return found | {
            "journals": self.journals.get(subject.id, ()),
            "department_facts": self.departments.get(department_id, {}),
        }

    def _asked(self, staff_id: int) -> bool:
        return self._wanted is None or staff_id in self._wanted

    def _months(self) -> dict[SubjectRef, dict[str, Figures]]:
        """Those offered by rooms, and over them those entered by hand."""
        rows = Figure.objects.filter(period=self._period).exclude(month="")
        if self._wanted is not None:
            rows = rows.filter(Q(staff__isnull=True) | Q(staff_id__in=self._wanted))
        ordered = rows.order_by("staff_id", "department_id", "month", "name")
        columns = ("staff_id", "department_id", "month", "name", "value")
        entered = [
            (SubjectRef.of_ids(staff_id, department_id), *figure)
            for staff_id, department_id, *figure in self._reader.rows(ordered.values_list(*columns))
        ]
        found: dict[SubjectRef, dict[str, Figures]] = {}
        for subject, month, name, value in [*offered_months(self._period), *entered]:
            part = self._parts[subject.kind]
            is_known = part is not None and name in part.months
            if is_known and (subject.is_department or self._asked(subject.id)):
                found.setdefault(subject, {}).setdefault(month, {})[name] = value
        return found

    def _journals(self) -> dict[int, list[Journal]]:
        found: dict[int, list[Journal]] = defaultdict(list)
        for staff_id, journal in offered_journals(self._period):
            if self._asked(staff_id):
                found[staff_id].append(journal)
        return {staff_id: sorted(weeks, key=lambda each: each.week) for staff_id, weeks in found.items()}

    def _answers(self) -> dict[SubjectRef, list[Answers]]:
        found: dict[SubjectRef, list[Answers]] = defaultdict(list)
        for subject, answers in offered_answers(self._period):
            found[subject].append(answers)
        return dict(found)

    def _departments(self) -> dict[int, Figures]:
        """The figures of all departments: their own facts, and facts of the people in them."""
        part = self._parts["department"]
        if part is None or not part.facts:
            return {}
        found: dict[int, Figures] = {}
        rows = Figure.objects.filter(period=self._period, staff__isnull=True, month="")
        columns = rows.order_by("department_id", "name").values_list("department_id", "name", "value")
        for department_id, name, value in self._reader.rows(columns):
            if name in part.facts:
                found.setdefault(department_id, {})[name] = value
        return found
