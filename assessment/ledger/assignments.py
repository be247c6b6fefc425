"""Where people worked on a day, and whether the actor records there."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from assessment.policy import Action
from organization.models import Assignment, Department, StaffMember
from organization.policy import Access


class Places:
    """The assignments of some people of a unit, read once."""

    def __init__(self, access: Access, staff_ids: Collection[int]) -> None:
        self.unit = access.unit
        self.scope = access.departments(Action.RECORD_ENTRIES)
        rows = Assignment.objects.filter(staff_id__in=staff_ids, staff__unit=access.unit)
        self._held: dict[int, list[tuple[date, date | None, int]]] = {}
        for staff_id, first, last, department_id in rows.values_list(
            "staff_id", "valid_from", "valid_to", "department_id"
        ):
            self._held.setdefault(staff_id, []).append((first, last, department_id))

    def on(self, staff: StaffMember, day: date) -> tuple[int | None, str]:
        """The department on the day, and why the actor cannot record there (empty when he can).

        One who may not record for a person learns nothing about that person.
        """
        held = self._held.get(staff.pk, [])
        if not any(self._covers(department) for _first, _last, department in held):
            return None, _("There is no such person among those you record for.")
        for first, last, department in held:
            if first <= day and (last is None or day <= last):
                if self._covers(department):
                    return department, ""
                return None, _("On %(day)s %(name)s did not work in a department that you record for.") % {
                    "name": staff.name,
                    "day": day,
                }
        return None, _("%(name)s was not on the roster on %(day)s.") % {"name": staff.name, "day": day}

    def of_department(self, department: Department) -> tuple[int | None, str]:
        """The department that is assessed itself, and why the actor cannot record for it."""
        if department.unit_id == self.unit.pk and self._covers(department.pk):
            return department.pk, ""
        return None, _("There is no such department among those you record for.")

    def _covers(self, department: int) -> bool:
        return self.scope is None or department in self.scope
