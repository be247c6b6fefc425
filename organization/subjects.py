"""Whom a row is about: a person or a department, exactly one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import CheckConstraint, Q

from organization.models import Department, StaffMember

Someone = StaffMember | Department
SubjectKind = Literal["staff", "department"]
KINDS: tuple[SubjectKind, ...] = ("staff", "department")
_PREFIXES: dict[str, SubjectKind] = {"s": "staff", "d": "department"}


@dataclass(frozen=True, slots=True, order=True)
class SubjectRef:
    """A person or a department by its id: the one way in which code names a subject."""

    kind: SubjectKind
    id: int

    @classmethod
    def staff(cls, staff_id: int) -> "SubjectRef":
        """A person."""
        return cls("staff", staff_id)

    @classmethod
    def department(cls, department_id: int) -> "SubjectRef":
        """A department."""
        return cls("department", department_id)

    @classmethod
    def to(cls, someone: Someone) -> "SubjectRef":
        """The subject that this row of the roster is."""
        return cls("staff" if isinstance(someone, StaffMember) else "department", someone.pk)

    @classmethod
    def of(cls, row: Any) -> "SubjectRef":
        """Whom a row with ``staff`` and ``department`` is about; a row about a person may name a department, too."""
        return cls.of_ids(row.staff_id, row.department_id)

    @classmethod
    def of_ids(cls, staff_id: int | None, department_id: int | None) -> "SubjectRef":
        """The same from the two columns. Raises ValueError where both are empty."""
        if staff_id is not None:
            return cls("staff", staff_id)
        if department_id is None:
            raise ValueError("neither a person nor a department")
        return cls("department", department_id)

    @classmethod
    def parse(cls, text: str) -> "SubjectRef | None":
        """The subject of an address or a form (``s12``, ``d3``); None for anything else."""
        kind, digits = _PREFIXES.get(text[:1]), text[1:]
        return cls(kind, int(digits)) if kind and digits.isascii() and digits.isdecimal() else None

    @property
    def is_department(self) -> bool:
        """Whether it is a department."""
        return self.kind == "department"

    @property
    def columns(self) -> dict[str, int | None]:
        """The two columns of a row that is about this subject, for filters and for new rows."""
        return {f"{kind}_id": self.id if kind == self.kind else None for kind in ("staff", "department")}

    @property
    def own(self) -> dict[str, Any]:
        """Filters of the rows about this subject in any table; rows about a person may name a department, too."""
        return {"staff": self.id} if self.kind == "staff" else {"staff__isnull": True, "department": self.id}

    def __str__(self) -> str:
        return f"{self.kind[0]}{self.id}"


def code_of(someone: Someone) -> str:
    """The number of a person, the code of a department."""
    return someone.number if isinstance(someone, StaffMember) else someone.code


def of_kind(kind: SubjectKind) -> Q:
    """Rows about people, or about departments."""
    return Q(staff__isnull=kind == "department")


def among(subjects: Iterable[SubjectRef]) -> Q:
    """Rows about any of these subjects."""
    ids: dict[SubjectKind, list[int]] = {kind: [] for kind in KINDS}
    for each in subjects:
        ids[each.kind].append(each.id)
    departments = Q(staff__isnull=True, department_id__in=ids["department"])
    return Q(staff_id__in=ids["staff"]) | departments


def exactly_one_subject(name: str) -> CheckConstraint:
    """The check of a table whose rows are about a person or a department."""
    person = Q(staff__isnull=False, department__isnull=True)
    department = Q(staff__isnull=True, department__isnull=False)
    return CheckConstraint(condition=person | department, name=name)


class SubjectConverter:
    """A subject in an address: ``s12``, ``d3``."""

    regex = "[sd][0-9]{1,18}"

    def to_python(self, text: str) -> SubjectRef:
        """The subject of the address."""
        subject = SubjectRef.parse(text)
        if subject is None:
            raise ValueError(text)
        return subject

    def to_url(self, subject: SubjectRef) -> str:
        """The subject as the address names it."""
        return str(subject)
