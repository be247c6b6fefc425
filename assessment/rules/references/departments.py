"""Departments: the award for their scores."""

from collections.abc import Iterator

from .place import Found, PartPlace


def faults(place: PartPlace) -> Iterator[Found]:
    """References of the award."""
    award = place.part.award
    if award is not None:
        yield from place.known(award.flag, place.flags, "flag_unknown", "award", "flag")
        yield from place.known("tie_at_cap", place.flags, "flag_unknown", "award")
