"""What was changed about a person, told from the histories of the rows: when, who, which field, from what to what."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from organization.categories import category_titles
from organization.models import Assignment, Department, Post, StaffMember, StaffState

HIDDEN = ("id", "unit", "staff", "pinyin", "initials", "user")


@dataclass
class FieldChange:
    """One field: its label, the values before and after as text."""

    label: str
    before: str
    after: str


@dataclass
class HistoryLine:
    """One saved change of one row."""

    at: datetime
    who: str
    what: str
    kind: str  # "+" made, "~" changed, "-" taken out
    reason: str
    changes: list[FieldChange] = field(default_factory=list)


def history_of(person: StaffMember) -> list[HistoryLine]:
    """Everything ever saved about a person, the latest first; a constant number of queries."""
    names = _Names(person)
    lines = [
        *_lines(person.history.all(), _("Person"), names),
        *_lines(Assignment.history.filter(staff_id=person.pk), _("Assignment"), names),
        *_lines(StaffState.history.filter(staff_id=person.pk), _("State"), names),
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


class _Names:
    """The names that keys in the history stand for."""

    def __init__(self, person: StaffMember) -> None:
        unit = person.unit
        self.by_field: dict[str, dict[Any, str]] = {
            "department": dict(Department.objects.filter(unit=unit).values_list("pk", "name")),
            "post": dict(Post.objects.filter(department__unit=unit).values_list("pk", "name")),
            "category": dict(category_titles(unit)),
            "kind": {kind.value: str(kind.label) for kind in StaffState.Kind},
        }

    def text(self, name: str, value: Any) -> str:
        if value in (None, ""):
            return ""
        return self.by_field.get(name, {}).get(value, str(value))


def _lines(rows: Any, what: str, names: _Names) -> Iterable[HistoryLine]:
    before: dict[Any, Any] = {}
    for row in rows.select_related("history_user").order_by("history_id"):
        changes = _changes(before.get(row.id), row, names)
        if row.history_type != "~" or changes:
            yield HistoryLine(
                at=row.history_date,
                who=str(row.history_user or _("the system")),
                what=what,
                kind=row.history_type,
                reason=row.history_change_reason or "",
                changes=changes,
            )
        before[row.id] = row


def _changes(old: Model | None, new: Any, names: _Names) -> list[FieldChange]:
    found = []
    for column in new.tracked_fields:
        if column.name in HIDDEN:
            continue
        before = names.text(column.name, getattr(old, column.attname)) if old is not None else ""
        after = names.text(column.name, getattr(new, column.attname))
        if new.history_type == "-":
            before, after = after, ""
        if before != after:
            label = _("Name") if column.name == "name" else str(column.verbose_name)
            found.append(FieldChange(label, before, after))
    return found
