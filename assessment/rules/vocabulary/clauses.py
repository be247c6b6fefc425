"""Clauses: what an entry may be recorded against, and what one entry is worth."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ..figures import plain
from ..subjects import Entry
from .base import Exact, Flag, Id, Strict, Text


class _Clause(Strict):
    id: Id
    item: Id
    title: Text
    source: str | None = None


class PerCount(_Clause):
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

    def effect(self, entry: Entry) -> Decimal:
        """Signed points of one entry taken alone."""
        return self.points if self.once_per_period else self.points * entry.count

    def total(self, entries: Iterable[Entry]) -> Decimal:
        """Signed points of all entries of the period on this clause."""
        effects = [self.effect(entry) for entry in entries]
        return effects[0] if self.once_per_period and effects else sum(effects, Decimal(0))

    def points_text(self, language: str) -> str:
        """Points as the pages show them: ``−0.5 / 次``."""
        once = {"zh": "，每期至多计一次", "en": ", once a period"}[
            "zh" if language.startswith("zh") else "en"
        ]
        return f"{signed(self.points)} / {self.unit.get(language)}{once if self.once_per_period else ''}"


class GivenPoints(_Clause):
    """``kind: given``: the entry states its own signed points, within a range where there is one."""

    kind: Literal["given"]
    unit: Text
    lowest: Exact | None = None
    highest: Exact | None = None

    entry_keys: ClassVar[frozenset[str]] = frozenset({"points"})

    @property
    def count_step(self) -> None:
        return None

    @property
    def once_per_period(self) -> bool:
        return False

    def effect(self, entry: Entry) -> Decimal:
        """Signed points of one entry taken alone."""
        return entry.points if entry.points is not None else Decimal(0)

    def total(self, entries: Iterable[Entry]) -> Decimal:
        """Signed points of all entries of the period on this clause."""
        return sum((self.effect(entry) for entry in entries), Decimal(0))

    def points_text(self, language: str) -> str:
        """Points as the pages show them: given with the entry, within its range."""
        text = "填写分值" if language.startswith("zh") else "points given"
        if self.lowest is None and self.highest is None:
            return text
        low = "" if self.lowest is None else signed(self.lowest)
        high = "" if self.highest is None else signed(self.highest)
        return f"{text} {low}…{high}"


def signed(value: Decimal) -> str:
    """A figure with its sign, minus as the typographic one: ``−0.5``, ``+3``, ``0``."""
    if not value:
        return "0"
    return f"{'−' if value < 0 else '+'}{plain(abs(value))}"


Clause = Annotated[PerCount | GivenPoints, Field(discriminator="kind")]
AnyClause = PerCount | GivenPoints

__all__ = ["AnyClause", "Clause", "GivenPoints", "PerCount", "signed"]
