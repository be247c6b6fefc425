"""Whether conditions can hold, always hold, or follow from each other.

A condition is taken apart into cases: each a set of quantities with the span of figures
each may have. What is known to hang together (who began probation in the period also has
it during the period) is followed up. The answers are one-sided: «impossible» is certain,
«possible» only means that nothing speaks against it.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from assessment.rules.scheme import Part
from assessment.rules.vocabulary.base import ENDLESS_STATES
from assessment.rules.vocabulary.conditions import (
    AllCondition,
    AnyCondition,
    EntriesCondition,
    EveryPastCondition,
    FactCondition,
    GateCondition,
    PastCondition,
    ScoreCondition,
    ShareCondition,
    StateCondition,
    StatesCondition,
    SumCondition,
)

from .ranges import PERIODS_IN, Reach, fact_range

Quantity = tuple[Hashable, ...]
_MOST_CASES = 300
_MOST_PAIRS = 10_000
_CENT = Decimal("0.01")
COMPARISONS = ("at_least", "more_than", "at_most", "less_than", "equals")


@dataclass(frozen=True, slots=True)
class ValueSpan:
    """The figures from ``low`` to ``high``; an open end does not belong to it, None is no end."""

    low: Decimal | None = None
    low_open: bool = False
    high: Decimal | None = None
    high_open: bool = False

    def meet(self, other: "ValueSpan") -> "ValueSpan":
        """The figures in both."""
        low, low_open = max(
            (self.low, self.low_open), (other.low, other.low_open), key=lambda end: _from_below(*end)
        )
        high, high_open = min(
            (self.high, self.high_open), (other.high, other.high_open), key=lambda end: _from_above(*end)
        )
        return ValueSpan(low, low_open, high, high_open)

    def on(self, step: Decimal | None) -> "ValueSpan":
        """The span drawn in to multiples of the step."""
        if step is None:
            return self
        low, high = self.low, self.high
        if low is not None:
            place = -(-low // step) if low >= 0 else -((-low) // step)
            place += (place * step < low) or (self.low_open and place * step == low)
            low = place * step
        if high is not None:
            place = high // step
            place -= place * step > high or (self.high_open and place * step == high)
            high = place * step
        return ValueSpan(low, False, high, False)

    @property
    def empty(self) -> bool:
        """Whether no figure is left."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))


def _from_below(end: Decimal | None, is_open: bool) -> tuple[bool, Decimal, bool]:
    return (end is not None, end or Decimal(0), is_open)


def _from_above(end: Decimal | None, is_open: bool) -> tuple[bool, Decimal, bool]:
    return (end is None, end or Decimal(0), not is_open)


def compared(condition: Any) -> ValueSpan:
    """The figures that pass a comparison."""
    name = _comparison(condition)
    bound = getattr(condition, name)
    return {
        "at_least": ValueSpan(low=bound),
        "more_than": ValueSpan(low=bound, low_open=True),
        "at_most": ValueSpan(high=bound),
        "less_than": ValueSpan(high=bound, high_open=True),
        "equals": ValueSpan(low=bound, high=bound),
    }[name]


def _comparison(condition: Any) -> str:
    return next(each for each in COMPARISONS if getattr(condition, each) is not None)


def outside(span: ValueSpan) -> list[ValueSpan]:
    """The figures that are not in a span."""
    rest = []
    if span.low is not None:
        rest.append(ValueSpan(high=span.low, high_open=not span.low_open))
    if span.high is not None:
        rest.append(ValueSpan(low=span.high, low_open=not span.high_open))
    return rest


Case = dict[Quantity, ValueSpan]


class TooMany(Exception):
    """The condition has more cases than are worth looking at."""


class Logic:
    """Conditions of one part of a scheme."""

    def __init__(self, part: Part, reach: Reach) -> None:
        self.part, self.reach = part, reach
        self.periods = PERIODS_IN.get((part.cadence, part.history or ""), 0)

    def never(self, *conditions: Any) -> bool:
        """Whether the conditions cannot all hold for anybody."""
        return not self.possible([(each, True) for each in conditions])

    def always(self, condition: Any) -> bool:
        """Whether the condition holds for everybody."""
        return not self.possible([(condition, False)])

    def implies(self, one: Any, other: Any) -> bool:
        """Whether the other condition holds whenever the one does."""
        return not self.possible([(one, True), (other, False)])

    def covered(self, condition: Any | None, others: Iterable[Any]) -> bool:
        """Whether one of the others holds whenever the condition (None: anything) does."""
        wanted = [] if condition is None else [(condition, True)]
        return not self.possible([*wanted, *((each, False) for each in others)])

    def possible(self, wanted: Iterable[tuple[Any, bool]]) -> bool:
        """Whether nothing speaks against all the conditions being so."""
        cases: list[Case] = [{}]
        try:
            for condition, holds in wanted:
                cases = self._both(cases, self._cases(condition, holds))
        except TooMany:
            return True
        return bool(cases)

    def _both(self, some: list[Case], others: list[Case]) -> list[Case]:
        if len(some) * len(others) > _MOST_PAIRS:
            raise TooMany
        found = []
        for one in some:
            for other in others:
                merged = self._merged(one, other)
                if merged is not None:
                    found.append(merged)
                    if len(found) > _MOST_CASES:
                        raise TooMany
        return found

    def _cases(self, condition: Any, holds: bool) -> list[Case]:
        if isinstance(condition, GateCondition):
            return self._cases(self.part.gates[condition.gate].when, holds)
        if isinstance(condition, AllCondition | AnyCondition):
            inner = condition.all if isinstance(condition, AllCondition) else condition.any
            parts = [self._cases(each, holds) for each in inner]
            if isinstance(condition, AllCondition) == holds:
                cases: list[Case] = [{}]
                for each in parts:
                    cases = self._both(cases, each)
                return cases
            return [case for each in parts for case in each]
        quantity, span = _single(condition)
        spans = [span] if holds else outside(span)
        cases = [case for each in spans if (case := self._merged({}, {quantity: each})) is not None]
        without = quantity[0] == "score" and not holds and not self.reach.always_scored
        return [*cases, {}] if without else cases

    def _merged(self, one: Case, other: Case) -> Case | None:
        """Both cases together; None when that cannot be."""
        merged = dict(one)
        for quantity, span in other.items():
            merged[quantity] = merged.get(quantity, ValueSpan()).meet(span)
        for quantity, span in merged.items():
            low, high, step = self._domain(quantity)
            merged[quantity] = span.meet(ValueSpan(low=low, high=high)).on(step)
        if any(span.empty for span in merged.values()) or not self._hangs_together(merged):
            return None
        return merged

    def _domain(self, quantity: Quantity) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Lowest and highest figure and step of a quantity."""
        zero, one = Decimal(0), Decimal(1)
        if quantity[0] == "fact":
            fact = self.part.facts[str(quantity[1])]
            return zero, fact.maximum, fact.step
        if quantity[0] == "sum":
            return zero, self._most(cast(frozenset[str], quantity[1])), None
        if quantity[0] == "score":
            return self.reach.score.lowest, self.reach.score.highest, _CENT
        if quantity[0] in ("states", "entries"):
            return zero, None, one
        if quantity[0] in ("past", "other"):
            return zero, Decimal(self.periods), one
        if quantity[0] == "word":
            return zero, one, one
        return None, None, None

    def _most(self, facts: frozenset[str]) -> Decimal | None:
        tops = [fact_range(self.part.facts[fact]).highest for fact in facts]
        return None if None in tops else sum((top for top in tops if top is not None), Decimal(0))

    def _at_most(self, one: Quantity, other: Quantity) -> bool:
        """Whether the one quantity is never above the other."""
        if one[0] == other[0] == "states":
            kinds, more = cast(frozenset[str], one[1]), cast(frozenset[str], other[1])
            return kinds <= more and (one[2] == other[2] or other[2] in _WIDER[str(one[2])])
        if one[0] == other[0] == "entries" or one[0] == other[0] == "sum":
            return cast(frozenset[str], one[1]) <= cast(frozenset[str], other[1])
        if one[0] == "fact" and other[0] == "fact":
            return self.part.facts[str(one[1])].not_over == other[1]
        if one[0] == "fact" and other[0] == "sum":
            return one[1] in cast(frozenset[str], other[1])
        return one[0] == "past" and other[0] == "other" and one[1] not in ("scored", other[1])

    def _hangs_together(self, case: Case) -> bool:
        for smaller in case:
            for larger in case:
                if smaller == larger or not self._at_most(smaller, larger):
                    continue
                least, most = case[smaller], case[larger]
                if ValueSpan(least.low, least.low_open, most.high, most.high_open).empty:
                    return False
        graded = [q for q in case if q[0] == "past" and q[1] != "scored"]
        lows = {q: case[q].low or Decimal(0) for q in case}
        if sum((lows[q] for q in graded), Decimal(0)) > self.periods:
            return False
        others = [q for q in case if q[0] == "other"]
        return all(lows[q] + lows.get(("past", q[1]), Decimal(0)) <= self.periods for q in others)


def _single(condition: Any) -> tuple[Quantity, ValueSpan]:
    """The quantity a single condition looks at, and the figures for which it holds."""
    if isinstance(condition, FactCondition):
        return ("fact", condition.fact), compared(condition)
    if isinstance(condition, SumCondition):
        return ("sum", frozenset(condition.facts)), compared(condition)
    if isinstance(condition, EntriesCondition):
        return ("entries", frozenset(condition.entries)), compared(condition)
    if isinstance(condition, ScoreCondition):
        return ("score",), compared(condition)
    if isinstance(condition, ShareCondition):
        # Of nothing a share is both at least and at most anything: comparisons of one kind alone hang together.
        return ("share", condition.share, condition.of, _comparison(condition)), compared(condition)
    if isinstance(condition, StateCondition):
        return _states({condition.state}, condition.when), ValueSpan(low=Decimal(1))
    if isinstance(condition, StatesCondition):
        return _states(set(condition.states), condition.when), compared(condition)
    if isinstance(condition, PastCondition):
        return ("past", condition.past), compared(condition)
    if isinstance(condition, EveryPastCondition):
        return ("other", condition.every_past), ValueSpan(high=Decimal(0))
    return _unknown(condition)


def _unknown(condition: Any) -> tuple[Quantity, ValueSpan]:
    """A kind of condition that is only compared with itself: a figure when it compares, else yes or no."""
    stated = condition.model_dump(mode="json")
    if all(name in stated for name in COMPARISONS):
        rest = {key: value for key, value in stated.items() if key not in COMPARISONS}
        return ("figure", repr(rest)), compared(condition)
    return ("word", repr(stated)), ValueSpan(low=Decimal(1))


def _states(kinds: set[str], when: str) -> Quantity:
    if kinds <= ENDLESS_STATES and when == "touches":
        when = "begins_by_end"
    return ("states", frozenset(kinds), when)


_WIDER: Mapping[str, frozenset[str]] = {
    "covers": frozenset({"touches", "begins_by_end"}),
    "begins_in": frozenset({"touches", "begins_by_end"}),
    "touches": frozenset({"begins_by_end"}),
    "begins_by_end": frozenset(),
}


def every_condition(condition: Any) -> Iterator[Any]:
    """The condition and every condition inside it."""
    yield condition
    for each in getattr(condition, "all", None) or getattr(condition, "any", None) or ():
        yield from every_condition(each)
