"""``kind: month_tiers``: figures of each month read off tables, and the mean of the months."""

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from assessment.rules.numbers import mean, plain, printed, round2
from assessment.rules.subjects import Json
from assessment.rules.vocabulary.base import Exact, Id, Strict
from assessment.rules.vocabulary.conditions import View

from .base import OwnItem


class Tier(Strict):
    """A figure of at least this much is worth these points."""

    at_least: Exact
    points: Exact


class TierTable(Strict):
    """What a month's figure is worth: the first tier it reaches, from the highest down, else ``otherwise``."""

    figure: Id
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    otherwise: Exact = Decimal(0)

    def tier(self, value: Decimal) -> Tier | None:
        """The tier a figure reaches, None when it reaches none."""
        return next((tier for tier in self.tiers if value >= tier.at_least), None)

    def points(self, value: Decimal) -> Decimal:
        """What a figure is worth."""
        tier = self.tier(value)
        return self.otherwise if tier is None else tier.points


class MonthTiersItem(OwnItem):
    """The mean, over the months on record, of what their figures are worth together."""

    kind: Literal["month_tiers"]
    tables: Annotated[tuple[TierTable, ...], Field(min_length=1)]

    def lacking(self, view: View, rated: Collection[str]) -> Iterator[tuple[str, str]]:
        """At least one month, and every figure of the months that are on record."""
        months = view.subject.months
        if not months:
            yield "month", self.id
        for month in sorted(months):
            for table in self.tables:
                if table.figure not in months[month]:
                    yield "month", f"{month} {table.figure}"

    def _points(self, view: View, month: str) -> Decimal:
        figures = view.subject.months[month]
        return sum((table.points(figures[table.figure]) for table in self.tables), Decimal(0))

    def value(self, view: View) -> Decimal:
        return round2(mean([self._points(view, month) for month in view.subject.months]))

    def account(self, view: View) -> Json:
        """Each month with its figures, their points, and the mean."""
        months = []
        for month in sorted(view.subject.months):
            figures = view.subject.months[month]
            rows = [
                {
                    "figure": table.figure,
                    "value": plain(figures[table.figure]),
                    "points": plain(table.points(figures[table.figure])),
                }
                for table in self.tables
            ]
            months.append({"month": month, "figures": rows, "points": printed(self._points(view, month))})
        total = printed(sum((self._points(view, month) for month in view.subject.months), Decimal(0)))
        return {
            "months": months,
            "sum": total,
            "count": len(months),
            "arithmetic": f"{total} ÷ {len(months)} = {self.value(view)}",
        }
