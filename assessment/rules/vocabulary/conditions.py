"""Conditions over facts, states, earlier results and gates.

Every condition answers two questions: does it hold for this person, and on what evidence.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Union

from pydantic import Discriminator, Field, Tag, model_validator

from assessment.rules.numbers import ONE, plain
from assessment.rules.periods import PeriodKey
from assessment.rules.subjects import Entry, Json, State, Subject

from .base import Exact, Id, StateKind, Strict, Whole, wrong

StateWhen = Literal["touches", "covers", "begins_in", "begins_by_end"]


class View:
    """One subject in one period, as conditions and items see it."""

    __slots__ = ("defaults", "fired", "period", "score", "subject")

    def __init__(self, subject: Subject, period: PeriodKey, defaults: dict[str, Decimal]) -> None:
        self.subject = subject
        self.period = period
        self.defaults = defaults
        self.fired: list[str] = []
        self.score: Decimal | None = None

    def fact(self, name: str) -> Decimal:
        """The named figure of the period, its default when nothing was stated."""
        value = self.subject.facts.get(name)
        return self.defaults[name] if value is None else value

    def states(self, kinds: tuple[str, ...], when: StateWhen) -> list[State]:
        """The subject's states of these kinds that stand so to the period, in order of their first day."""
        found = [s for s in self.subject.states if s.kind in kinds and stands(s, when, self.period)]
        return sorted(found, key=lambda state: (state.first, state.kind, state.last or date.max))


def stands(state: State, when: StateWhen, period: PeriodKey) -> bool:
    """Whether one state touches or covers the period, begins in it or not after its last day."""
    if when == "begins_in":
        return period.contains(state.first)
    if when == "begins_by_end":
        return state.first <= period.last_day
    if when == "covers":
        return state.first <= period.first_day and (state.last is None or state.last >= period.last_day)
    return state.first <= period.last_day and (state.last is None or state.last >= period.first_day)


class FigureComparison(Strict):
    """Exactly one of the five comparisons. ``at_least`` and ``at_most`` include the bound."""

    at_least: Exact | None = None
    more_than: Exact | None = None
    at_most: Exact | None = None
    less_than: Exact | None = None
    equals: Exact | None = None

    @model_validator(mode="after")
    def _one_comparison(self) -> "FigureComparison":
        if len(list(self._stated())) != 1:
            raise wrong("comparison_expected")
        return self

    def _stated(self) -> Iterator[tuple[str, Decimal]]:
        for name in ("at_least", "more_than", "at_most", "less_than", "equals"):
            bound = getattr(self, name)
            if bound is not None:
                yield name, bound

    def passes(self, value: Decimal | int, scale: Decimal = ONE) -> bool:
        """Whether the value compares so with the bound, or with the bound times ``scale``."""
        name, bound = next(self._stated())
        bound *= scale
        if name == "at_least":
            return value >= bound
        if name == "more_than":
            return value > bound
        if name == "at_most":
            return value <= bound
        if name == "less_than":
            return value < bound
        return value == bound

    def comparison(self) -> Json:
        """The comparison as data: its name and its bound."""
        name, bound = next(self._stated())
        return {"is": name, "bound": plain(bound)}


class FactCondition(FigureComparison):
    """``{fact: late, at_least: 10}``: a named figure of the period against a bound."""

    fact: Id

    def holds(self, view: View) -> bool:
        return self.passes(view.fact(self.fact))

    def evidence(self, view: View) -> list[Json]:
        if not self.holds(view):
            return []
        return [
            {"kind": "fact", "fact": self.fact, "value": plain(view.fact(self.fact)), **self.comparison()}
        ]


class SumCondition(FigureComparison):
    """``{facts: [a, b], more_than: 50}``: the sum of several figures of the period."""

    facts: Annotated[tuple[Id, ...], Field(min_length=2)]

    def _sum(self, view: View) -> Decimal:
        return sum((view.fact(fact) for fact in self.facts), Decimal(0))

    def holds(self, view: View) -> bool:
        return self.passes(self._sum(view))

    def evidence(self, view: View) -> list[Json]:
        if not self.holds(view):
            return []
        figures = {fact: plain(view.fact(fact)) for fact in self.facts}
        return [{"kind": "facts", "facts": figures, "value": plain(self._sum(view)), **self.comparison()}]


class ShareCondition(FigureComparison):
    """``{share: leave_days, of: workdays, more_than: 50}``: one figure in percent of another.

    Compared without dividing: of nothing, more than nothing is more than any share.
    """

    share: Id
    of: Id

    def holds(self, view: View) -> bool:
        return self.passes(view.fact(self.share) * 100, scale=view.fact(self.of))

    def evidence(self, view: View) -> list[Json]:
        if not self.holds(view):
            return []
        values = {"share": self.share, "value": plain(view.fact(self.share))}
        whole = {"of": self.of, "whole": plain(view.fact(self.of))}
        return [{"kind": "share", **values, **whole, **self.comparison()}]


class EntriesCondition(FigureComparison):
    """``{entries: [s21a, s21b], at_least: 1}``: the number of entries on these clauses."""

    entries: Annotated[tuple[Id, ...], Field(min_length=1)]

    def _found(self, view: View) -> list[Entry]:
        return [entry for entry in view.subject.entries if entry.clause in self.entries]

    def holds(self, view: View) -> bool:
        return self.passes(len(self._found(view)))

    def evidence(self, view: View) -> list[Json]:
        if not self.holds(view):
            return []
        found = sorted(self._found(view), key=lambda entry: (entry.date, entry.clause, str(entry.ref)))
        rows = [_entry_json(entry) for entry in found]
        clauses = list(self.entries)
        return [
            {
                "kind": "entries",
                "clauses": clauses,
                "value": str(len(rows)),
                "rows": rows,
                **self.comparison(),
            }
        ]


def _entry_json(entry: Entry) -> Json:
    row: Json = {"ref": entry.ref, "clause": entry.clause, "date": entry.date.isoformat()}
    listed = (entry.attributes or {}).get("ref")
    return row if listed is None else row | {"row": listed}


class ScoreCondition(FigureComparison):
    """``{score: total, less_than: 70}``: the score of the period; never holds without a score."""

    score: Literal["total"]

    def holds(self, view: View) -> bool:
        return view.score is not None and self.passes(view.score)

    def evidence(self, view: View) -> list[Json]:
        if view.score is None or not self.passes(view.score):
            return []
        return [{"kind": "score", "value": str(view.score), **self.comparison()}]


class StateCondition(Strict):
    """``{state: discipline, when: touches}``: at least one state of the kind stands so to the period."""

    state: StateKind
    when: StateWhen

    def holds(self, view: View) -> bool:
        return any(s.kind == self.state and stands(s, self.when, view.period) for s in view.subject.states)

    def evidence(self, view: View) -> list[Json]:
        return [_state_json(state, self.when) for state in view.states((self.state,), self.when)]


class StatesCondition(FigureComparison):
    """``{states: [admonition], when: begins_in, at_least: 3}``: the number of such states."""

    states: Annotated[tuple[StateKind, ...], Field(min_length=1)]
    when: StateWhen

    def holds(self, view: View) -> bool:
        return self.passes(len(view.states(self.states, self.when)))

    def evidence(self, view: View) -> list[Json]:
        found = view.states(self.states, self.when)
        if not self.passes(len(found)):
            return []
        counted: Json = {"kind": "count", "of": "states", "value": str(len(found)), **self.comparison()}
        return [counted, *(_state_json(state, self.when) for state in found)]


def _state_json(state: State, when: str) -> Json:
    last = state.last.isoformat() if state.last else None
    return {
        "kind": "state",
        "state": state.kind,
        "when": when,
        "first": state.first.isoformat(),
        "last": last,
    }


class PastCondition(FigureComparison):
    """``{past: unqualified, at_least: 2}``: the number of earlier periods of the year with a grade.

    ``past: scored`` counts the periods that have a score.
    """

    past: Id

    def _found(self, view: View) -> list[str]:
        if self.past == "scored":
            return [past.period for past in view.subject.history if past.score is not None]
        return [past.period for past in view.subject.history if past.grade == self.past]

    def holds(self, view: View) -> bool:
        return self.passes(len(self._found(view)))

    def evidence(self, view: View) -> list[Json]:
        found = sorted(self._found(view))
        if not self.passes(len(found)):
            return []
        of = {"kind": "past", "grade": self.past, "value": str(len(found)), "periods": found}
        return [{**of, **self.comparison()}]


class EveryPastCondition(Strict):
    """``{every_past: undetermined}``: every earlier period that has a grade has this one."""

    every_past: Id

    def holds(self, view: View) -> bool:
        return all(past.grade in (None, self.every_past) for past in view.subject.history)

    def evidence(self, view: View) -> list[Json]:
        if not self.holds(view):
            return []
        periods = sorted(past.period for past in view.subject.history if past.grade is not None)
        return [{"kind": "every_past", "grade": self.every_past, "periods": periods}]


class GateCondition(Strict):
    """``{gate: ceiling.veto}``: the gate fired."""

    gate: Id

    def holds(self, view: View) -> bool:
        return self.gate in view.fired

    def evidence(self, view: View) -> list[Json]:
        return [{"kind": "gate", "gate": self.gate}] if self.holds(view) else []


class AllCondition(Strict):
    """``{all: [...]}``: every one of the conditions holds."""

    all: Annotated[tuple["Condition", ...], Field(min_length=1)]

    def holds(self, view: View) -> bool:
        return all(each.holds(view) for each in self.all)

    def evidence(self, view: View) -> list[Json]:
        return [found for each in self.all for found in each.evidence(view)] if self.holds(view) else []


class AnyCondition(Strict):
    """``{any: [...]}``: at least one of the conditions holds."""

    any: Annotated[tuple["Condition", ...], Field(min_length=1)]

    def holds(self, view: View) -> bool:
        return any(each.holds(view) for each in self.any)

    def evidence(self, view: View) -> list[Json]:
        return [found for each in self.any for found in each.evidence(view)]


CONDITION_KEYS = (
    "fact",
    "facts",
    "share",
    "entries",
    "score",
    "state",
    "states",
    "past",
    "every_past",
    "gate",
    "all",
    "any",
)


def _which(value: Any) -> str | None:
    """The tag of a condition by its key; the colon keeps tags apart from keys in error locations."""
    keys = [key for key in CONDITION_KEYS if key in value] if isinstance(value, dict) else []
    return f"condition:{keys[0]}" if len(keys) == 1 else None


Condition = Annotated[
    Union[  # noqa: UP007 - a tagged union reads better one below the other
        Annotated[FactCondition, Tag("condition:fact")],
        Annotated[SumCondition, Tag("condition:facts")],
        Annotated[ShareCondition, Tag("condition:share")],
        Annotated[EntriesCondition, Tag("condition:entries")],
        Annotated[ScoreCondition, Tag("condition:score")],
        Annotated[StateCondition, Tag("condition:state")],
        Annotated[StatesCondition, Tag("condition:states")],
        Annotated[PastCondition, Tag("condition:past")],
        Annotated[EveryPastCondition, Tag("condition:every_past")],
        Annotated[GateCondition, Tag("condition:gate")],
        Annotated[AllCondition, Tag("condition:all")],
        Annotated[AnyCondition, Tag("condition:any")],
    ],
    Discriminator(_which),
]

AllCondition.model_rebuild()
AnyCondition.model_rebuild()


def leaves(condition: Any) -> Iterator[Any]:
    """The single conditions inside a condition, itself when it is one."""
    for each in getattr(condition, "all", None) or getattr(condition, "any", None) or ():
        yield from leaves(each)
    if not isinstance(condition, AllCondition | AnyCondition):
        yield condition


__all__ = ["Condition", "View", "Whole", "leaves", "stands"]
