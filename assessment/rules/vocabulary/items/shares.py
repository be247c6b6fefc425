"""``kind: share``: part of the maximum, as much of it as was done of what was asked."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from assessment.rules.numbers import plain, printed, round2
from assessment.rules.subjects import Json
from assessment.rules.vocabulary.base import Amount, Id
from assessment.rules.vocabulary.conditions import View

from .base import OwnItem


class ShareItem(OwnItem):
    """``maximum × done ÷ of``, both facts; ``when_none`` where nothing was asked."""

    kind: Literal["share"]
    maximum: Amount
    done: Id
    of: Id
    when_none: Amount

    def value(self, view: View) -> Decimal:
        asked = view.fact(self.of)
        if not asked:
            return round2(self.when_none)
        return round2(Fraction(self.maximum) * Fraction(view.fact(self.done)) / Fraction(asked))

    def account(self, view: View) -> Json:
        """The two facts, the maximum and the arithmetic."""
        done, asked = plain(view.fact(self.done)), plain(view.fact(self.of))
        account: Json = {"done": done, "of": asked, "maximum": printed(self.maximum)}
        if not view.fact(self.of):
            return account | {"none": True}
        return account | {"arithmetic": f"{plain(self.maximum)} × {done} ÷ {asked} = {self.value(view)}"}

    @property
    def facts(self) -> Iterator[str]:
        """The facts it reads."""
        yield from (self.done, self.of)
