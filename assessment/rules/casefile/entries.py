"""Entries: recorded matters against clauses."""

from collections.abc import Container
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from ..faults import Fault
from ..figures import EXACT, plain, round2
from ..periods import Cadence, PeriodKey
from ..scheme import Part, Scheme
from ..subjects import Entry
from ..vocabulary.clauses import AnyClause, GivenPoints, PerCount
from .values import Json, Notes, Place, is_multiple

_SUBJECT_KEYS = {"staff", "department"}
_VALUE_KEYS = {"count", "points", "level", "kind", "matter"}


def entry_faults(
    scheme: Scheme,
    period: PeriodKey,
    entry: Json,
    *,
    subjects: Container[str] | None = None,
) -> list[Fault]:
    """Everything wrong with one entry in the form of a case file, paths relative to the entry.

    Without ``subjects`` the subject's key is not looked at (the caller knows whom it is about);
    with them it must name one of them.
    """
    notes = Notes()
    read_entry(Place(notes, entry, ""), scheme.part(period.cadence), period, subjects, ref=0)
    return notes.faults


def entry_points(scheme: Scheme, cadence: Cadence, entry: Entry, *, kind: str = "staff") -> Decimal:
    """Signed points of one entry taken alone (a clause that counts once counts once); a shared one is rounded."""
    with localcontext(EXACT):
        effect = scheme.part(cadence).of_kind(kind).recordable[entry.clause].effect(entry)
        return round2(effect) if isinstance(effect, Fraction) else effect


def read_entry(
    place: Place, part: Part, period: PeriodKey, subjects: Container[str] | None, *, ref: int
) -> tuple[str, Entry] | None:
    """The subject's id and the entry, or None with the faults noted."""
    subject = _subject(place, subjects)
    clause_id = place.text("clause")
    clause = part.clauses.get(clause_id) if clause_id else None
    if clause_id and clause is None:
        place.fault("clause", f"there is no clause {clause_id!r} in this scheme and period")
    _keys(place, clause)
    day = place.day("date")
    if day is not None and not period.contains(day):
        place.fault("date", f"{day} is outside the period {period}")
    if clause is None:
        return None
    count, points = _count(place, clause), _points(place, clause)
    if subject is None or day is None or not period.contains(day) or (count is None and points is None):
        return None
    return subject, Entry(ref, clause.id, day, Decimal(1) if count is None else count, points)


def _subject(place: Place, subjects: Container[str] | None) -> str | None:
    if subjects is None:
        return ""
    if "department" in place.data and "staff" not in place.data:
        place.fault("department", "this scheme has no entries on departments")
        return None
    subject: Any = place.data.get("staff")
    if not isinstance(subject, str):
        place.fault("staff", "the id of a person is required")
        return None
    if subject not in subjects:
        place.fault("staff", f"there is no person {subject!r}")
        return None
    return subject


def _keys(place: Place, clause: AnyClause | None) -> None:
    """Keys the clause does not use are faults; with an unknown clause only keys nobody uses."""
    used = _VALUE_KEYS if clause is None else clause.entry_keys
    for key in place.data:
        if key in ("clause", "date", "staff") or key in used:
            continue
        if key == "department" and "staff" not in place.data:
            continue
        known = key in _VALUE_KEYS | _SUBJECT_KEYS
        place.fault(key, "the clause does not use this key" if known else "unknown key")


def _count(place: Place, clause: AnyClause) -> Decimal | None:
    if not isinstance(clause, PerCount):
        return None
    if "count" not in place.data:
        return Decimal(1)
    count = place.figure("count")
    if count is None:
        return None
    if count <= 0:
        place.fault("count", f"{plain(count)} is not above 0")
        return None
    if not is_multiple(count, clause.step):
        place.fault("count", f"{plain(count)} is not a multiple of {plain(clause.step)}")
        return None
    return count


def _points(place: Place, clause: AnyClause) -> Decimal | None:
    if not isinstance(clause, GivenPoints):
        return None
    points = place.figure("points")
    if points is None:
        return None
    if clause.lowest is not None and points < clause.lowest:
        place.fault("points", f"{plain(points)} is below {plain(clause.lowest)}")
        return None
    if clause.highest is not None and points > clause.highest:
        place.fault("points", f"{plain(points)} is over {plain(clause.highest)}")
        return None
    return points
