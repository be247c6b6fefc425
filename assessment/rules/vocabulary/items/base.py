"""What every kind of item has in common."""

from abc import abstractmethod
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, TypeVar

from assessment.rules.numbers import plain
from assessment.rules.subjects import Json, Rating
from assessment.rules.vocabulary.base import Id, Strict, Text, Titled
from assessment.rules.vocabulary.conditions import View

Exactly = TypeVar("Exactly", Decimal, Fraction)
ABSENT = None
Values = dict[str, Decimal]


class RatingItem(Strict):
    """What a rater scores: a duty of a given-score item, or an item of its own."""

    id: Id
    title: Text
    rated_by: Text


def limited(value: Exactly, lowest: Decimal | None, highest: Decimal | None) -> Exactly | Decimal:
    """The value kept within its bounds, where there are any."""
    if lowest is not None and value < lowest:
        return lowest
    if highest is not None and value > highest:
        return highest
    return value


class ItemBase(Titled):
    of_group: ClassVar[bool] = False

    @property
    def needs(self) -> tuple[str, ...]:
        return ()

    @property
    def rating_items(self) -> tuple[RatingItem, ...]:
        return ()


class OwnItem(ItemBase):
    """An item that follows from the subject's own facts: figures, ratings, journals."""

    def lacking(self, view: View, rated: Collection[str]) -> Iterator[tuple[str, str]]:
        """What is missing for it: ``(what, name)``, as in :class:`~...faults.Missing`.

        ``rated`` holds what was rated: the item's id, or ``id#round`` where it is rated in rounds.
        """
        yield from ()

    @abstractmethod
    def value(self, view: View) -> Decimal | None:
        """The printed value; nothing may be missing. ``ABSENT`` when it does not apply."""

    @abstractmethod
    def account(self, view: View) -> Json:
        """How the value came about."""


def rating_rows(ratings: Sequence[Rating], item: str) -> list[Json]:
    """The ratings on one item, by rater."""
    found = [r for r in ratings if r.item == item and r.score is not None]
    return [
        {"ref": r.ref, "rater": r.rater, "score": plain(r.score)}
        for r in sorted(found, key=lambda r: (r.rater, str(r.ref)))
        if r.score is not None
    ]


def addition(terms: Sequence[str], total: Decimal) -> str:
    """``59.40 + 32.00 = 91.40``, signs of negative terms drawn into the sum."""
    text = ""
    for term in terms:
        sign, figure = ("−", term[1:]) if term.startswith("-") else ("+", term)
        text += f" {sign} {figure}" if text else (f"−{figure}" if sign == "−" else figure)
    return f"{text or '0.00'} = {str(total).replace('-', '−')}"
