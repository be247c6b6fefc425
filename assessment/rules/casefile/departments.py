"""The departments of a case."""

from assessment.rules.periods import PeriodKey
from assessment.rules.scheme import Part, Scheme
from assessment.rules.subjects import Subject

from .facts import read_facts, read_months
from .history import read_history
from .values import JsonLocation


def read_department(place: JsonLocation, scheme: Scheme, part: Part | None, period: PeriodKey) -> Subject:
    """What is known of one department; ``part`` is None in a period in which none is assessed.

    Figures of months and earlier results are read where the scheme asks for them of departments.
    """
    asks_months = part is not None and bool(part.months)
    asks_history = part is not None and part.history is not None
    place.only(
        {"id", "facts"} | ({"months"} if asks_months else set()) | ({"history"} if asks_history else set())
    )
    department = Subject(
        id=place.text("id") or "", category="", kind="department", facts=read_facts(place, part)
    )
    if part is not None and asks_months:
        department.months = read_months(place, part, period)
    if part is not None and asks_history:
        department.history = list(read_history(place, scheme, part, period))
    return department
