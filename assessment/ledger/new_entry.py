"""What is handed to the ledger, and what it says when it refuses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from organization.models import Department, StaffMember

Faults = dict[str, list[str]]


@dataclass(frozen=True)
class NewEntry:
    """One entry to be recorded, about a person (``staff``) or about a ``department``.

    ``count`` in the clause's unit or signed ``points``, whichever the clause asks for; ``attributes`` are further keys
    of the clause in case-file form; ``evidence`` are uploaded files. The key makes a repetition harmless.
    """

    clause: str
    occurred_on: date
    idempotency_key: str
    staff: StaffMember | None = None
    department: Department | None = None
    count: Decimal | None = None
    points: Decimal | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    source_ref: str = ""
    evidence: Iterable[Any] = ()

    def __post_init__(self) -> None:
        if (self.staff is None) == (self.department is None):
            raise ValueError("an entry is about a person or about a department")
        object.__setattr__(self, "note", self.note.strip())
        object.__setattr__(self, "evidence", tuple(self.evidence))
        object.__setattr__(self, "attributes", dict(self.attributes or {}))

    @property
    def kind(self) -> str:
        """``staff`` or ``department``."""
        return "department" if self.staff is None else "staff"

    @property
    def about(self) -> tuple[int | None, int | None]:
        """Ids of the person and of the department it is about; one of them is None."""
        staff_id = None if self.staff is None else self.staff.pk
        return staff_id, None if self.department is None else self.department.pk

    @property
    def name(self) -> str:
        """Whom it is about, by name."""
        return self.staff.name if self.staff is not None else self.department.name  # type: ignore[union-attr]


class RowsRefused(ValidationError):
    """Nothing was recorded. ``faults`` maps the place of a row (from 0) to what is wrong, by field."""

    def __init__(self, faults: Mapping[int, Faults]) -> None:
        self.faults = dict(sorted(faults.items()))
        super().__init__(
            [
                _("Row %(row)s: %(text)s") % {"row": place + 1, "text": text}
                for place, by_field in self.faults.items()
                for texts in by_field.values()
                for text in texts
            ]
        )

    def of_row(self, place: int) -> ValidationError:
        """The faults of one row as an error with the names of its fields."""
        return ValidationError(
            {name or NON_FIELD_ERRORS: texts for name, texts in self.faults[place].items()}
        )


def add_fault(faults: Faults, name: str, text: str) -> None:
    """Note what is wrong with a field."""
    faults.setdefault(name, []).append(text)
