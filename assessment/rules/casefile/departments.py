"""The departments of a case."""

from ..scheme import Part
from ..subjects import Subject
from .facts import read_facts
from .values import Place


def read_department(place: Place, part: Part | None) -> Subject:
    """What is known of one department; ``part`` is None in a period in which none is assessed."""
    place.only({"id", "facts"})
    return Subject(
        id=place.text("id") or "",
        category="",
        kind="department",
        facts=read_facts(place, part),
    )
