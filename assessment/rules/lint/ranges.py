"""What items and scores can come to: exact interval arithmetic over a part of a scheme.

Nothing a person can do or be given leads outside a range; where the figures of a part do
not depend on each other its ends are reached. Each item kind has its range in one place,
:data:`REACH`; a kind that is not listed there is taken as unbounded.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import Any

from assessment.rules.numbers import round2
from assessment.rules.scheme import Part, Scheme

Bound = Decimal | None
_SITUATIONS_OF = 8
PERIODS_IN: Mapping[tuple[str, str], int] = {
    ("year", "quarter"): 4,
    ("year", "month"): 12,
    ("quarter", "month"): 3,
}
"""How many periods of a shorter cadence lie in one of a longer."""


@dataclass(frozen=True, slots=True)
class Range:
    """All figures from ``lowest`` to ``highest``; None where there is no bound."""

    lowest: Bound = None
    highest: Bound = None

    def plus(self, other: "Range") -> "Range":
        """Sums of a figure of each."""
        return Range(_sum(self.lowest, other.lowest), _sum(self.highest, other.highest))

    def times(self, factor: Decimal) -> "Range":
        """Every figure times the factor."""
        if factor == 0:
            return Range(Decimal(0), Decimal(0))
        ends = [None if end is None else end * factor for end in (self.lowest, self.highest)]
        return Range(*ends) if factor > 0 else Range(*reversed(ends))

    def joined(self, other: "Range") -> "Range":
        """The smallest range that holds both."""
        low = None if None in (self.lowest, other.lowest) else min(self.lowest, other.lowest)  # type: ignore[type-var]
        high = None if None in (self.highest, other.highest) else max(self.highest, other.highest)  # type: ignore[type-var]
        return Range(low, high)

    def within(self, lowest: Bound, highest: Bound) -> "Range":
        """Every figure kept between two bounds, where there are any."""
        low = lowest if self.lowest is None else _kept(self.lowest, lowest, highest)
        high = highest if self.highest is None else _kept(self.highest, lowest, highest)
        return Range(low, high)

    def rounded(self) -> "Range":
        """Every figure as it is printed."""
        ends = [None if end is None else round2(end) for end in (self.lowest, self.highest)]
        return Range(*ends)

    def holds(self, value: Decimal) -> bool:
        """Whether the figure lies in the range."""
        above = self.lowest is None or value >= self.lowest
        return above and (self.highest is None or value <= self.highest)


def _kept(value: Decimal, lowest: Bound, highest: Bound) -> Decimal:
    if lowest is not None and value < lowest:
        return lowest
    return highest if highest is not None and value > highest else value


def _sum(one: Bound, other: Bound) -> Bound:
    return None if one is None or other is None else one + other


ANY = Range()
NOTHING = Range(Decimal(0), Decimal(0))


def span(*figures: Decimal) -> Range:
    """The smallest range that holds these figures."""
    return Range(min(figures), max(figures))


def fact_range(fact: Any) -> Range:
    """What a named figure can be: from 0 to its highest step, its default included."""
    highest = fact.maximum
    if highest is not None and fact.step is not None:
        highest = highest // fact.step * fact.step
    return Range(Decimal(0), highest).joined(span(fact.default))


def entry_range(clause: Any) -> Range:
    """What one entry (with the count 1) on a clause can be worth."""
    reach = ENTRY.get(clause.kind, _any_entry)(clause)
    for attribute in getattr(clause, "attributes", ()):
        reach = reach.joined(_altered(reach, attribute))
    return reach


def _altered(reach: Range, attribute: Any) -> Range:
    """The worth of an entry that states the attribute."""
    if attribute.effect == "divides":
        return reach.joined(NOTHING)
    if attribute.effect == "multiplies":
        return reach.times(attribute.factor)
    return span(attribute.points) if attribute.effect == "replaces" else ANY


def _any_entry(_clause: Any) -> Range:
    return ANY


def _by_level(clause: Any) -> Range:
    levels = [*clause.levels, *(level for kind in clause.kinds for level in kind.levels)]
    return span(*(level.points for level in levels))


ENTRY: dict[str, Callable[[Any], Range]] = {
    "per_count": lambda clause: span(clause.points),
    "given": lambda clause: Range(clause.lowest, clause.highest),
    "levels": _by_level,
    "finding": lambda _clause: NOTHING,
    "from_department": lambda clause: span(clause.points),
}
"""The worth of one entry by the kind of its clause, before its attributes."""


def clause_range(clause: Any, fact: Any | None = None) -> Range:
    """What all entries of a period on one clause can come to, none of them included.

    ``fact`` is the department's fact that a ``from_department`` clause reads.
    """
    single = entry_range(clause)
    if clause.kind == "from_department":
        figure = Range(Decimal(0)) if fact is None else fact_range(fact).joined(NOTHING)
        return figure.times(clause.points)
    if clause.once_per_period:
        return single.joined(NOTHING)
    limits = (getattr(clause, "total_lowest", None), getattr(clause, "total_highest", None))
    return _from_zero(single).within(*limits).joined(NOTHING)


def _from_zero(single: Range) -> Range:
    """Sums of any number of figures of a range."""
    down, up = single.lowest, single.highest
    zero = Decimal(0)
    return Range(None if down is None or down < 0 else zero, None if up is None or up > 0 else zero)


@dataclass(frozen=True)
class Situation:
    """A part for people who have no duty of the items in ``absent``."""

    part: Part
    absent: frozenset[str] = frozenset()

    def item(self, name: str) -> Range:
        """What the printed item can come to; an item that does not apply comes to nothing."""
        item = self.part.items[name]
        if name in self.absent:
            return NOTHING
        return REACH.get(item.kind, _unknown)(item, self).rounded()

    def combined(self, factors: Mapping[str, Decimal]) -> Range:
        """What a weighted sum of printed items can come to."""
        total = NOTHING
        for name, factor in leaves_of(self.part, factors).items():
            total = total.plus(self.item(name).times(factor))
        return total


def leaves_of(part: Part, factors: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The weighted items with every sum replaced by what it adds up; an item that counts twice counts so."""
    leaves: dict[str, Decimal] = {}
    for name, factor in factors.items():
        item = part.items[name]
        inner = {name: factor}
        if item.kind == "sum":
            once: dict[str, Decimal] = {}
            for each in item.items:
                once[each] = once.get(each, Decimal(0)) + factor
            inner = leaves_of(part, once)
        for leaf, weight in inner.items():
            leaves[leaf] = leaves.get(leaf, Decimal(0)) + weight
    return leaves


def _unknown(_item: Any, _situation: Situation) -> Range:
    return ANY


def _entries(item: Any, situation: Situation) -> Range:
    total = span(item.start)
    departments = situation.part.departments
    for clause in situation.part.clauses.values():
        if clause.item == item.id:
            facts = {} if departments is None else departments.facts
            total = total.plus(clause_range(clause, facts.get(getattr(clause, "fact", ""))))
    return total.within(item.lowest, item.highest)


def _rated(item: Any, _situation: Situation) -> Range:
    reach = Range(Decimal(0), item.maximum)
    return reach if item.otherwise is None else reach.joined(span(item.otherwise))


def _share(item: Any, situation: Situation) -> Range:
    done, asked = situation.part.facts[item.done], situation.part.facts[item.of]
    highest: Bound = item.maximum
    if done.not_over != item.of:
        most = fact_range(done).highest
        known = most is not None and asked.step is not None
        highest = item.maximum * most / asked.step if known else None
    return Range(Decimal(0), highest).joined(span(item.when_none))


def _month_tiers(item: Any, situation: Situation) -> Range:
    total = NOTHING
    for table in item.tables:
        figure = situation.part.months[table.figure]
        points = [table.tiers[number].points for number in tiers_reached(table, figure)]
        last = min(tier.at_least for tier in table.tiers)
        total = total.plus(span(*points, *([table.otherwise] if last > 0 or not points else [])))
    return total


def tiers_reached(table: Any, figure: Any) -> list[int]:
    """The places of the tiers that some figure reaches: not above its maximum, not behind a lower one."""
    highest, found, below = fact_range(figure).highest, [], None
    for number, tier in enumerate(table.tiers):
        behind = below is not None and tier.at_least >= below
        if not behind and (highest is None or tier.at_least <= highest) and (below is None or below > 0):
            found.append(number)
        below = tier.at_least if below is None else min(below, tier.at_least)
    return found


def _weekly(item: Any, situation: Situation) -> Range:
    most = max(each.maximum for each in situation.part.weekly_items.values())
    return Range(Decimal(0), most).joined(span(item.missing))


def _rounds(item: Any, _situation: Situation) -> Range:
    votes = span(*(level.points for level in item.levels))
    if not item.roles:
        return votes
    others = Decimal(len(item.roles) - 1)
    return votes.plus(votes.joined(span(item.role_otherwise)).times(others))


def _carried(item: Any, _situation: Situation) -> Range:
    return _from_zero(span(item.points))


def _given(item: Any, situation: Situation) -> Range:
    other = item.maximum_without
    without = other is not None and other.item in situation.absent
    return Range(Decimal(0), other.maximum if without else item.maximum)


def _tally(item: Any, situation: Situation) -> Range:
    points: dict[str, Decimal] = {}
    for each in item.each:
        points[each.fact] = points.get(each.fact, Decimal(0)) + each.points
    total = span(item.start)
    for fact, factor in points.items():
        total = total.plus(fact_range(situation.part.facts[fact]).times(factor))
    total = total.within(item.lowest, item.highest)
    return total if item.zero_when is None else total.joined(NOTHING)


def _sum_item(item: Any, situation: Situation) -> Range:
    return situation.combined({item.id: Decimal(1)})


def _rank_bands(item: Any, _situation: Situation) -> Range:
    values = [band.value for band in item.bands]
    rest = [item.otherwise] if item.bands[-1].percent < 100 else []
    return span(*values, *rest)


REACH: dict[str, Callable[[Any, Situation], Range]] = {
    "entries": _entries,
    "given": _given,
    "tally": _tally,
    "sum": _sum_item,
    "rank_bands": _rank_bands,
    "rated": _rated,
    "share": _share,
    "month_tiers": _month_tiers,
    "weekly": _weekly,
    "rounds": _rounds,
    "carried_over": _carried,
}
"""The range of each item kind in a situation, before it is rounded."""


class Reach:
    """What the items and the score of one part of a scheme can come to."""

    def __init__(self, scheme: Scheme, part: Part) -> None:
        self.scheme, self.part = scheme, part

    @cached_property
    def situations(self) -> list[Situation]:
        """Every set of items that people may have no duty of, as far as another item's maximum depends on it."""
        given = self.part.given_items
        asked = {i.maximum_without.item for i in given.values() if i.maximum_without is not None}
        optional = sorted(name for name in asked if not given[name].required)[:_SITUATIONS_OF]
        return [Situation(self.part, frozenset(absent)) for absent in _subsets(optional)]

    def item(self, name: str) -> Range:
        """What a printed item can come to."""
        return _join(situation.item(name) for situation in self.situations)

    def combined(self, factors: Mapping[str, Decimal]) -> Range:
        """What a weighted sum of printed items can come to."""
        return _join(situation.combined(factors) for situation in self.situations)

    @cached_property
    def factors(self) -> Mapping[str, Decimal]:
        """What each item counts in a total, items inside sums included; empty for other scores."""
        factors: dict[str, Decimal] = {}
        for term in getattr(self.part.score, "terms", ()):
            factors[term.item] = factors.get(term.item, Decimal(0)) + term.weight
        return leaves_of(self.part, factors)

    @property
    def always_scored(self) -> bool:
        """Whether everybody in scope has a score: a total has one as soon as one of its items applies."""
        score: Any = self.part.score
        if score.kind != "total":
            return bool(getattr(score, "required", False))
        return any(not may_be_absent(self.part.items[term.item]) for term in score.terms)

    @property
    def start(self) -> Decimal:
        """What a total starts from, by the pack's own settings; nothing for other scores."""
        score: Any = self.part.score
        start: Decimal = score.start_in(self.scheme.figures()) if score.kind == "total" else Decimal(0)
        return start

    @cached_property
    def raw(self) -> Range:
        """The score before it is kept within its bounds."""
        score: Any = self.part.score
        if score.kind == "total":
            return self.combined(self.factors).plus(span(self.start))
        if score.kind == "history_mean" and (self.part.cadence, score.of) in PERIODS_IN:
            kind = "department" if self.part.of_departments else "staff"
            return Reach(self.scheme, self.scheme.parts[score.of].of_kind(kind)).final.within(
                None, score.maximum
            )
        if score.kind == "index":
            figures = self.scheme.figures()
            return span(*(figures[answer.setting] for answer in score.answers))
        return ANY

    @cached_property
    def score(self) -> Range:
        """The printed score, before a gate sets it."""
        score = self.part.score
        return self.raw.within(getattr(score, "lowest", None), getattr(score, "highest", None)).rounded()

    @cached_property
    def final(self) -> Range:
        """The printed score, those that gates set included."""
        scores = [getattr(gate.effect, "score", None) for gate in self.part.gates.values()]
        return _join(iter([self.score, *(span(score) for score in scores if score is not None)])).rounded()


def may_be_absent(item: Any) -> bool:
    """Whether there are people to whom an item does not apply."""
    if item.kind == "given":
        return not item.required
    return getattr(item, "unless", None) is not None


def _join(ranges: Iterator[Range]) -> Range:
    total = next(ranges)
    for each in ranges:
        total = total.joined(each)
    return total


def _subsets(names: list[str]) -> Iterator[tuple[str, ...]]:
    for size in range(len(names) + 1):
        yield from combinations(names, size)
