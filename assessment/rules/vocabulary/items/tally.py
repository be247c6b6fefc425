"""``kind: tally``: points for each unit of the period's figures."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from assessment.rules.numbers import plain, printed, round2
from assessment.rules.subjects import Json
from assessment.rules.vocabulary.base import Exact, Id, Strict
from assessment.rules.vocabulary.conditions import Condition, View

from .base import OwnItem, limited


class PerFact(Strict):
    """So many points for each unit of a fact."""

    fact: Id
    points: Exact


class TallyItem(OwnItem):
    """``kind: tally``: a start, so many points for each unit of the facts, bounds, and nothing in bad cases."""

    kind: Literal["tally"]
    start: Exact
    each: Annotated[tuple[PerFact, ...], Field(min_length=1)]
    lowest: Exact | None = None
    highest: Exact | None = None
    zero_when: Condition | None = None

    def value(self, view: View) -> Decimal:
        if self.zero_when is not None and self.zero_when.holds(view):
            return round2(Decimal(0))
        return round2(limited(self._sum(view), self.lowest, self.highest))

    def _sum(self, view: View) -> Decimal:
        return sum((each.points * view.fact(each.fact) for each in self.each), self.start)

    def account(self, view: View) -> Json:
        """The facts with their effect, the sum, the bound that cut it and why it is nothing."""
        rows = [
            {
                "fact": each.fact,
                "value": plain(view.fact(each.fact)),
                "points": plain(each.points),
                "effect": printed(each.points * view.fact(each.fact)),
            }
            for each in self.each
        ]
        total = self._sum(view)
        account: Json = {"start": printed(self.start), "facts": rows, "sum": printed(total)}
        zero = self.zero_when.evidence(view) if self.zero_when is not None else []
        if zero:
            account["zero_because"] = zero
        elif limited(total, self.lowest, self.highest) != total:
            account["limited_to"] = printed(self.value(view))
        return account
