"""Departments: the award for their scores, and what of the people's vocabulary is not for them."""

from collections.abc import Iterator

from assessment.rules.faults import message
from assessment.rules.vocabulary.pack import DepartmentModel
from assessment.rules.vocabulary.results import MonthlyPay, OutOfScope

from .place import Found, PartPlace


def faults(place: PartPlace) -> Iterator[Found]:
    """References of the award; quotas by category, and pay by states of people."""
    if not isinstance(place.part, DepartmentModel):
        return
    award = place.part.award
    if award is not None:
        yield from place.known(award.flag, place.flags, "flag_unknown", "award", "flag")
        yield from place.known("tie_at_cap", place.flags, "flag_unknown", "award")
    for number, quota in enumerate(place.part.quotas):
        if quota.of != "unit":
            yield place.at("quotas", number, "of"), message("department_quota_of_unit")
        if quota.spread is not None:
            yield place.at("quotas", number, "spread"), message("department_without_categories")
    for number, gate in enumerate(place.part.gates):
        if isinstance(gate.effect, OutOfScope) and isinstance(gate.effect.bonus, MonthlyPay):
            path = ("gates", number, "effect", "bonus", "before")
            yield place.at(*path), message("department_without_states")
