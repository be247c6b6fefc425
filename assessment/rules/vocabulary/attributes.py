"""Attributes of an entry: further keys that change what it is worth."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field

from assessment.rules.numbers import plain

from .base import Exact, Id, Strict, Text


class _Attribute(Strict):
    name: Id
    title: Text


class Divides(_Attribute):
    """``effect: divides``: the points are shared by so many, a whole number from 1."""

    effect: Literal["divides"]

    def applied(self, points: Decimal | Fraction, stated: Any) -> Decimal | Fraction:
        """The points of an entry that states this."""
        return Fraction(points) / int(stated)

    def words(self, language: str) -> str:
        """What it does, for the reader."""
        title = self.title.get(language)
        return f"由“{title}”平分" if language.startswith("zh") else f"divided by “{title}”"


class Multiplies(_Attribute):
    """``effect: multiplies``: an entry marked so is worth ``factor`` times its points."""

    effect: Literal["multiplies"]
    factor: Exact

    def applied(self, points: Decimal | Fraction, stated: Any) -> Decimal | Fraction:
        """The points of an entry that states this."""
        if not stated:
            return points
        return points * Fraction(self.factor) if isinstance(points, Fraction) else points * self.factor

    def words(self, language: str) -> str:
        """What it does, for the reader."""
        title = self.title.get(language)
        return (
            f"{title}的 × {plain(self.factor)}"
            if language.startswith("zh")
            else f"{title}: × {plain(self.factor)}"
        )


class Replaces(_Attribute):
    """``effect: replaces``: an entry marked so is worth these points instead."""

    effect: Literal["replaces"]
    points: Exact

    def applied(self, points: Decimal | Fraction, stated: Any) -> Decimal | Fraction:
        """The points of an entry that states this."""
        return self.points if stated else points

    def words(self, language: str) -> str:
        """What it does, for the reader."""
        title, points = self.title.get(language), plain(self.points).replace("-", "−")
        return f"{title}的计 {points}" if language.startswith("zh") else f"{title}: {points}"


Attribute = Annotated[Divides | Multiplies | Replaces, Field(discriminator="effect")]
