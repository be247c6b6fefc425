"""Whom a scheme does not assess: people and departments of a period whose facts put them out of its scope."""

from collections.abc import Collection

from assessment.facts.subjects import subjects_of
from assessment.models import Period
from assessment.periods.membership import places_in
from assessment.rules import OUT_OF_SCOPE, Part, provisional
from organization.subjects import SubjectKind, SubjectRef


def out_of_scope(period: Period, subjects: Collection[SubjectRef] | None = None) -> set[SubjectRef]:
    """Those of the subjects (None: all of the period) whom the scheme does not assess; no score is asked for them.

    Somebody whose assignments no longer touch the period, and a department that is no longer in it, is not assessed
    either. The number of statements does not grow with the subjects.
    """
    found: set[SubjectRef] = set()
    parts: tuple[tuple[SubjectKind, Part | None], ...] = (
        ("staff", period.part),
        ("department", period.part.departments),
    )
    for kind, part in parts:
        asked = None if subjects is None else {each for each in subjects if each.kind == kind}
        if asked is None or asked:
            found |= _outside(period, kind, part, asked)
    return found


def _outside(
    period: Period, kind: SubjectKind, part: Part | None, asked: set[SubjectRef] | None
) -> set[SubjectRef]:
    if part is None:
        return asked or set()
    if not any(gate.effect.kind == OUT_OF_SCOPE for gate in part.gates.values()):
        return set() if asked is None else asked - places_in(period, {kind}).keys()
    ids = None if asked is None else [each.id for each in asked]
    only = {"staff_ids": ids} if kind == "staff" else {"staff_ids": (), "department_ids": ids}
    scheme, key = period.rules, period.parsed_key
    inside: set[SubjectRef] = set()
    outside: set[SubjectRef] = set()
    for place, subject in subjects_of(period, **only):
        is_out = provisional(scheme, key, None, subject).status == OUT_OF_SCOPE
        (outside if is_out else inside).add(place.subject)
    return outside if asked is None else asked - inside
