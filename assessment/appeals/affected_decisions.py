"""What a recomputed period leaves to the leading group: decisions that fall with the old revision, matters of the new."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assessment.decisions.pending import GradesInForce, Kind, Matter, grades_of_each_kind, matters_of
from assessment.decisions.titles import matter_title
from assessment.models import Close, Result
from assessment.results.subject_rows import words_of
from organization.subjects import SubjectKind, SubjectRef

Group = tuple[SubjectKind, str, str | None, str | None]


def affected_decisions(close: Close, rows: list[Result], subject: SubjectRef) -> dict[str, Any]:
    """Decisions in force on the old revision, and the matters that the new one would open.

    A decision belongs to its revision: in the new one it is taken again. ``becomes`` says what comes of its matter:
    ``again`` with the same people, ``later`` when a matter above it is decided first, ``gone`` otherwise. ``about``
    says whether a matter of the new revision is about the person (or department).
    """
    found: dict[str, Any] = {"decisions": [], "matters": [], "about": False}
    for old in grades_of_each_kind(close):
        words = words_of(close).of_kind(old.kind)
        new = matters_of(_imagined(old, [row for row in rows if row.subject.kind == old.kind]))
        people = {_group(matter): {row.subject for row in matter.people} for matter in new}
        found["decisions"] += [
            {
                "title": matter_title(matter, words),
                "by": str(matter.decision.decided_by),
                "at": matter.decision.decided_at.isoformat(),
                "becomes": _becomes(matter, people),
            }
            for matter in matters_of(old)
            if matter.decision is not None
        ]
        found["matters"] += [
            {"title": matter_title(matter, words), "people": [row.name for row in matter.people]}
            for matter in new
        ]
        found["about"] = found["about"] or any(subject in subjects for subjects in people.values())
    return found


def _becomes(matter: Matter, people: Mapping[Group, set[SubjectRef]]) -> str:
    """What comes of a decided matter in the new revision, whose open matters are given with their people."""
    if people.get(_group(matter)) == {row.subject for row in matter.people}:
        return "again"
    seats = [group for _about, kind, _grade, group in people if kind != Kind.PENDING]
    shared = any(None in (group, matter.category) or group == matter.category for group in seats)
    return "later" if shared and matter.kind != Kind.PENDING else "gone"


def _imagined(old: GradesInForce, rows: list[Result]) -> GradesInForce:
    """The grades of results that are not stored: nothing is decided in it."""
    ordered = sorted(rows, key=lambda r: (r.category, r.score is None, -(r.score or 0), r.number))
    return replace(old, results=ordered, decided={}, decisions=[])


def _group(matter: Matter) -> Group:
    """A matter without the number of its sitting."""
    return matter.about, matter.kind, matter.grade, matter.category
