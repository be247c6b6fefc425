"""Named figures of a person or a department: for the period, and for each month."""

from collections.abc import Iterator
from decimal import Decimal

from ..numbers import plain
from ..periods import PeriodKey
from ..scheme import Part
from .values import JsonLocation

Figures = dict[str, Decimal]


def read_facts(place: JsonLocation, part: Part | None) -> Figures:
    """The facts stated of a subject; ``part`` is None where nothing is asked of its kind."""
    facts = place.object("facts")
    read = dict(_facts(facts, part))
    if part is not None:
        _not_over(facts, read, part)
    return read


def _facts(facts: JsonLocation, part: Part | None) -> Iterator[tuple[str, Decimal]]:
    known = part.facts if part is not None else {}
    for name in facts.data:
        if name not in known:
            facts.fault(name, f"there is no fact {name!r} in this period: {', '.join(known) or 'none'}")
            continue
        figure = facts.named_figure(name, known[name])
        if figure is not None:
            yield name, figure


def _not_over(facts: JsonLocation, read: Figures, part: Part) -> None:
    """A figure may not exceed the one its fact names; a faulty one is not compared."""
    for name, figure in read.items():
        other = part.facts[name].not_over
        if other is None or (other in facts.data and other not in read):
            continue
        bound = read.get(other, part.facts[other].default)
        if figure > bound:
            facts.fault(name, f"{plain(figure)} is over {other} {plain(bound)}")


def read_months(place: JsonLocation, part: Part, period: PeriodKey) -> dict[str, Figures]:
    """The figures stated month by month."""
    months = place.object("months")
    known = {month.key for month in period.parts("month") or (period,)}
    read: dict[str, Figures] = {}
    for key in months.data:
        if key not in known:
            months.fault(key, f"{key!r} is no month of the period {period}")
            continue
        month = months.object(key)
        read[key] = {}
        for name in month.data:
            if name not in part.months:
                month.fault(name, f"there is no figure {name!r} of a month")
                continue
            figure = month.named_figure(name, part.months[name])
            if figure is not None:
                read[key][name] = figure
    return read
