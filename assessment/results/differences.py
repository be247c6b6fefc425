"""What a new revision changes, person by person, department by department."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from assessment.models import Close, Result
from assessment.results.selectors import results_of
from organization.subjects import SubjectKind, SubjectRef


@dataclass(frozen=True)
class Difference:
    """A person or department whose result is another: (before, after) for each figure; ``items`` only what changed."""

    subject: SubjectRef
    number: str
    name: str
    department: str
    score: tuple[Decimal | None, Decimal | None]
    grade: tuple[str | None, str | None]
    items: Mapping[str, tuple[Decimal | None, Decimal | None]]
    seats: Mapping[str, tuple[str | None, str | None]]
    status: tuple[str | None, str | None]
    bonus: tuple[Decimal | None, Decimal | None] = (None, None)
    flags: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    @property
    def change(self) -> Decimal | None:
        """The score's change in points; None when one of the two has no score."""
        before, after = self.score
        return None if before is None or after is None else after - before


def previous_close(close: Close) -> Close | None:
    """The finished revision before this one."""
    if close.revision is None:
        return None
    earlier = Close.objects.filter(period_id=close.period_id, revision__lt=close.revision)
    return earlier.order_by("-revision").first()


def differences(old_close: Close, new_close: Close, kind: SubjectKind = "staff") -> list[Difference]:
    """Everyone whose score, items, grade, bonus, flags or seat differ between two revisions, by number.

    The people, or (``kind``) the departments. Grades and bonuses are the final ones: decided by the leading group, else
    computed. Two queries.
    """
    return compare(rows_of(old_close, kind), rows_of(new_close, kind))


def rows_of(close: Close, kind: SubjectKind = "staff") -> dict[SubjectRef, Result]:
    """The people's (or departments') results of a close, with ``final_grade`` and ``final_bonus``, without the facts."""
    return {row.subject: row for row in results_of(close, kind).defer("facts")}


def compare(old: Mapping[SubjectRef, Result], new: Mapping[SubjectRef, Result]) -> list[Difference]:
    """Everyone whose results differ between two sets of rows that carry ``final_grade`` and ``final_bonus``."""
    found = []
    for subject in {**old, **new}:
        difference = _difference(old.get(subject), new.get(subject))
        if difference is not None:
            found.append(difference)
    return sorted(found, key=lambda each: each.number)


def _difference(old: Result | None, new: Result | None) -> Difference | None:
    known = new or old
    assert known is not None
    items = _changed(_items(old), _items(new))
    seats = _changed(_verdicts(old), _verdicts(new))
    score = (old.score if old else None, new.score if new else None)
    grade = (_grade(old), _grade(new))
    status = (old.status if old else None, new.status if new else None)
    bonus = (getattr(old, "final_bonus", None), getattr(new, "final_bonus", None))
    flags = (_flags(old), _flags(new))
    same = all(before == after for before, after in (score, grade, status, bonus, flags))
    if same and not items and not seats:
        return None
    return Difference(
        subject=known.subject,
        number=known.number,
        name=known.name,
        department=known.department_name,
        score=score,
        grade=grade,
        items=items,
        seats=seats,
        status=status,
        bonus=bonus,
        flags=flags,
    )


def _grade(result: Result | None) -> str | None:
    return getattr(result, "final_grade", None)


def _flags(result: Result | None) -> tuple[str, ...]:
    return tuple(result.flags) if result else ()


def _items(result: Result | None) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in result.items.items()} if result else {}


def _verdicts(result: Result | None) -> dict[str, str]:
    return {row["grade"]: row["verdict"] for row in result.standing.get("quotas", ())} if result else {}


T = TypeVar("T")


def _changed(old: Mapping[str, T], new: Mapping[str, T]) -> dict[str, tuple[T | None, T | None]]:
    """The entries that differ, with both values."""
    names = {**old, **new}
    return {name: (old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)}
