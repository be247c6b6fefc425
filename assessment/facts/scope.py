"""Whom a scheme does not assess: people in a period whose facts put them out of its scope."""

from collections.abc import Collection

from assessment.facts.subjects import subjects_of
from assessment.models import Period
from assessment.periods.membership import members
from assessment.rules import OUT_OF_SCOPE, provisional


def out_of_scope(period: Period, staff_ids: Collection[int] | None = None) -> set[int]:
    """Those of the people (None: all of the period) whom the scheme does not assess; no score is asked for them.

    Somebody whose assignments no longer touch the period is not assessed either.
    """
    if staff_ids is not None and not staff_ids:
        return set()
    asked = None if staff_ids is None else set(staff_ids)
    if not any(gate.effect.kind == OUT_OF_SCOPE for gate in period.part.gates.values()):
        return set() if asked is None else asked - set(members(period).values_list("staff_id", flat=True))
    scheme, key = period.rules, period.parsed_key
    inside: set[int] = set()
    outside: set[int] = set()
    for person, subject in subjects_of(period, staff_ids=asked):
        is_out = provisional(scheme, key, None, subject).status == OUT_OF_SCOPE
        (outside if is_out else inside).add(person.staff_id)
    return outside if asked is None else asked - inside
