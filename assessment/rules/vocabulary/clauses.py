"""Clauses: what an entry may be recorded against, and what one entry is worth."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import Field, model_validator

from assessment.rules.numbers import ONE, exact_sum, plain
from assessment.rules.subjects import Entry, Subject

from .attributes import Attribute
from .base import Exact, Flag, Id, RoomFact, Strict, Text, Whole, wrong

Points = Decimal | Fraction
Uncounted = Literal["once", "matter"]
"""Why an entry does not count: the clause counts once a period, or its matter counts already."""


class Counted(NamedTuple):
    """One entry with the points it contributes, and why it contributes none."""

    entry: Entry
    effect: Points
    uncounted: Uncounted | None = None


class ClauseBase(Strict):
    """What every kind of clause has in common; ``item`` is the printed subtotal it belongs to."""

    id: Id
    title: Text
    source: str | None = None

    entry_keys: ClassVar[frozenset[str]] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        """The keys of an entry that the clause uses, besides subject, clause and date."""
        return self.entry_keys


class _Uncounted:
    """Kinds whose entries state no count and count each time."""

    @property
    def count_step(self) -> None:
        return None

    @property
    def once_per_period(self) -> bool:
        return False


class _Worth(ClauseBase):
    """A clause whose entries are worth points, with what may be said of a single entry.

    ``matter``: entries of one matter count once, the one worth most. ``attributes``: further
    keys of an entry that change what it is worth. ``entries_from``: the room that proposes them.
    """

    item: Id
    matter: Flag = False
    attributes: tuple[Attribute, ...] = ()
    entries_from: RoomFact | None = None

    @property
    def keys(self) -> frozenset[str]:
        names = {attribute.name for attribute in self.attributes}
        return self.entry_keys | names | ({"matter"} if self.matter else set())

    @property
    def is_plain(self) -> bool:
        """Whether the entries simply add up, each by itself."""
        return not self.matter and not self.attributes

    @abstractmethod
    def worth(self, entry: Entry) -> Decimal:
        """Signed points of an entry before its attributes and its count."""

    def times(self, entry: Entry) -> Decimal:
        """How often the entry counts."""
        return ONE

    def effect(self, entry: Entry) -> Points:
        """Signed points of one entry taken alone, exact."""
        value: Points = self.worth(entry)
        stated = entry.attributes or {}
        for attribute in self.attributes:
            if attribute.name in stated:
                value = attribute.applied(value, stated[attribute.name])
        times = self.times(entry)
        return value * Fraction(times) if isinstance(value, Fraction) else value * times

    def counted(self, entries: Sequence[Entry]) -> list[Counted]:
        """Each entry with what it contributes; of one matter the first of those worth most counts."""
        effects = [self.effect(entry) for entry in entries]
        best: dict[str, int] = {}
        for number, entry in enumerate(entries):
            if self.matter and entry.matter is not None:
                known = best.get(entry.matter)
                if known is None or abs(Fraction(effects[number])) > abs(Fraction(effects[known])):
                    best[entry.matter] = number
        rows = []
        for number, entry in enumerate(entries):
            counts = best.get(entry.matter, number) == number if entry.matter is not None else True
            rows.append(Counted(entry, effects[number]) if counts else Counted(entry, Decimal(0), "matter"))
        return rows

    def settle(self, total: Points) -> Points:
        """The clause's own sum within its limits."""
        return total

    def total(self, entries: Iterable[Entry]) -> Points:
        """Signed points of all entries of the period on this clause."""
        return self.settle(exact_sum([row.effect for row in self.counted(list(entries))]))


class PerCount(_Worth):
    """``kind: per_count``: so many points each time (signed), or once in a period however often.

    ``step`` is the smallest count that may be entered: 1, or 0.5 where the unit has halves.
    """

    kind: Literal["per_count"]
    points: Exact
    unit: Text
    step: Annotated[Exact, Field(gt=0)] = Decimal(1)
    once_per_period: Flag = False

    entry_keys: ClassVar[frozenset[str]] = frozenset({"count"})

    @property
    def count_step(self) -> Decimal:
        return self.step

    def worth(self, entry: Entry) -> Decimal:
        return self.points

    def times(self, entry: Entry) -> Decimal:
        return ONE if self.once_per_period else entry.count

    def counted(self, entries: Sequence[Entry]) -> list[Counted]:
        """Each entry with what it contributes."""
        rows = super().counted(entries)
        if not self.once_per_period:
            return rows
        return [
            row if number == 0 else Counted(row.entry, Decimal(0), "once") for number, row in enumerate(rows)
        ]

    def points_text(self, language: str) -> str:
        """Points as the pages show them: ``−0.5 / 次``."""
        chinese = language.startswith("zh")
        text = f"{signed(self.points)} / {self.unit.get(language)}"
        if self.once_per_period:
            text += "，每期至多计一次" if chinese else ", once a period"
        return text + _particulars(self, language)


class GivenPoints(_Uncounted, _Worth):
    """``kind: given``: the entry states its own signed points, within a range where there is one.

    ``total_lowest`` and ``total_highest`` limit what all its entries of a period come to.
    """

    kind: Literal["given"]
    unit: Text
    lowest: Exact | None = None
    highest: Exact | None = None
    total_lowest: Exact | None = None
    total_highest: Exact | None = None

    entry_keys: ClassVar[frozenset[str]] = frozenset({"points"})

    @property
    def is_plain(self) -> bool:
        return super().is_plain and self.total_lowest is None and self.total_highest is None

    def worth(self, entry: Entry) -> Decimal:
        return entry.points if entry.points is not None else Decimal(0)

    def settle(self, total: Points) -> Points:
        if self.total_lowest is not None and total < self.total_lowest:
            return self.total_lowest
        if self.total_highest is not None and total > self.total_highest:
            return self.total_highest
        return total

    def points_text(self, language: str) -> str:
        """Points as the pages show them: given with the entry, within its range."""
        chinese = language.startswith("zh")
        text = "填写分值" if chinese else "points given"
        if self.lowest is not None or self.highest is not None:
            text += f" {_range(self.lowest, self.highest)}"
        if self.total_lowest is not None or self.total_highest is not None:
            bounds = _range(self.total_lowest, self.total_highest)
            text += f"，累计 {bounds}" if chinese else f", in all {bounds}"
        return text + _particulars(self, language)


class Level(Strict):
    """A level with the points it is worth."""

    code: Id
    title: Text
    points: Exact


class LevelKind(Strict):
    """A kind of matter with its own levels."""

    code: Id
    title: Text
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]


class ByLevel(_Uncounted, _Worth):
    """``kind: levels``: an entry names its level, or its kind and a level of that kind; that gives the points."""

    kind: Literal["levels"]
    unit: Text
    levels: tuple[Level, ...] = ()
    kinds: tuple[LevelKind, ...] = ()

    @model_validator(mode="after")
    def _levels_or_kinds(self) -> "ByLevel":
        if bool(self.levels) == bool(self.kinds):
            raise wrong("levels_or_kinds")
        return self

    @property
    def keys(self) -> frozenset[str]:
        return super().keys | ({"level", "kind"} if self.kinds else {"level"})

    @property
    def is_plain(self) -> bool:
        return False

    def levels_of(self, kind: str | None) -> Mapping[str, Level]:
        """The levels an entry of this kind may have, by code; none for a kind that does not exist."""
        if not self.kinds:
            return {level.code: level for level in self.levels}
        return {lv.code: lv for each in self.kinds if each.code == kind for lv in each.levels}

    def worth(self, entry: Entry) -> Decimal:
        return self.levels_of(entry.kind)[str(entry.level)].points

    def points_text(self, language: str) -> str:
        """Points as the pages show them: every level with its points."""
        mark = "、" if language.startswith("zh") else ", "
        rows = [
            (
                f"{each.title.get(language)}: "
                if not language.startswith("zh")
                else f"{each.title.get(language)}："
            )
            + _levels(each.levels, language)
            for each in self.kinds
        ]
        text = ("；" if language.startswith("zh") else "; ").join(rows) or _levels(self.levels, language)
        return text.strip(mark) + _particulars(self, language)


class FromDepartment(_Uncounted, ClauseBase):
    """``kind: from_department``: everyone of a department has so many points for each unit of a fact of it.

    Nothing is recorded against it: it follows from the department's facts.
    """

    item: Id
    kind: Literal["from_department"]
    fact: Id
    points: Exact
    unit: Text

    def effect_of(self, subject: Subject) -> Decimal:
        """Signed points of someone whose department's facts these are."""
        return self.points * subject.department_facts.get(self.fact, Decimal(0))

    def points_text(self, language: str) -> str:
        """Points as the pages show them."""
        return f"{signed(self.points)} / {self.unit.get(language)}"


class FindingClause(_Uncounted, ClauseBase):
    """``kind: finding``: a matter on record without points of its own; gates look at it.

    ``refs``: an entry names the row of the source's list, from 1 to so many; ``rows`` are their texts.
    """

    kind: Literal["finding"]
    refs: Annotated[Whole, Field(ge=1)] | None = None
    rows: tuple[Text, ...] = ()
    entries_from: RoomFact | None = None

    item: ClassVar[None] = None

    @model_validator(mode="after")
    def _as_many_rows(self) -> "FindingClause":
        if self.rows and len(self.rows) != self.refs:
            raise wrong("rows_differ_from_refs")
        return self

    @property
    def keys(self) -> frozenset[str]:
        return frozenset({"ref"}) if self.refs is not None else frozenset()

    def row(self, number: int, language: str) -> str:
        """The text of a row of the source's list, empty where the pack does not give it."""
        return self.rows[number - 1].get(language) if 0 < number <= len(self.rows) else ""

    def effect(self, entry: Entry) -> Decimal:
        """A finding is worth no points."""
        return Decimal(0)

    def points_text(self, language: str) -> str:
        """A finding has no points; what follows stands with the gates."""
        return "不计分" if language.startswith("zh") else "no points"


def _levels(levels: Sequence[Level], language: str) -> str:
    mark = "、" if language.startswith("zh") else ", "
    return mark.join(f"{level.title.get(language)} {signed(level.points)}" for level in levels)


def _particulars(clause: _Worth, language: str) -> str:
    chinese = language.startswith("zh")
    found = [attribute.words(language) for attribute in clause.attributes]
    if clause.matter:
        found.append("同一事项只计一次，取最高" if chinese else "one matter counts once, the highest")
    return "".join(f"；{each}" if chinese else f"; {each}" for each in found)


def _range(lowest: Decimal | None, highest: Decimal | None) -> str:
    return f"{'' if lowest is None else signed(lowest)}…{'' if highest is None else signed(highest)}"


def signed(value: Decimal) -> str:
    """A figure with its sign, minus as the typographic one: ``−0.5``, ``+3``, ``0``."""
    if not value:
        return "0"
    return f"{'−' if value < 0 else '+'}{plain(abs(value))}"


Clause = Annotated[
    PerCount | GivenPoints | ByLevel | FromDepartment | FindingClause, Field(discriminator="kind")
]
AnyClause = PerCount | GivenPoints | ByLevel | FromDepartment | FindingClause
WorthClause = PerCount | GivenPoints | ByLevel
"""Clauses whose entries are worth points."""
Recordable = PerCount | GivenPoints | ByLevel | FindingClause
"""Clauses that entries are recorded against."""

__all__ = [
    "AnyClause",
    "ByLevel",
    "Clause",
    "Counted",
    "FindingClause",
    "FromDepartment",
    "GivenPoints",
    "PerCount",
    "Points",
    "Recordable",
    "WorthClause",
    "signed",
]
