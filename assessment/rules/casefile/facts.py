"""Named figures of a person or a department: for the period, and for each month."""

from collections.abc import Iterator
from decimal import Decimal

from assessment.rules.numbers import plain
from assessment.rules.periods import PeriodKey
from assessment.rules.scheme import Part

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
            facts.fault(name, "no_fact", name=name, known=tuple(known))
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
            facts.fault(name, "over_other_fact", figure=plain(figure), other=other, bound=plain(bound))


def read_months(place: JsonLocation, part: Part, period: PeriodKey) -> dict[str, Figures]:
    """The figures stated month by month."""
    months = place.object("months")
    known = {month.key for month in period.parts("month") or (period,)}
    read: dict[str, Figures] = {}
    for key in months.data:
        if key not in known:
            months.fault(key, "no_month", key=key, period=period)
            continue
        month = months.object(key)
        read[key] = {}
        for name in month.data:
            if name not in part.months:
                month.fault(name, "no_month_figure", name=name)
                continue
            figure = month.named_figure(name, part.months[name])
            if figure is not None:
                read[key][name] = figure
    return read
