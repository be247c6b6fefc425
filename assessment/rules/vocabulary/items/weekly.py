"""``kind: weekly``: the mean of weekly journals, each type of goal at the score of the highest level that reviewed it."""

from collections.abc import Collection, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from assessment.rules.numbers import mean, plain, printed, round2
from assessment.rules.subjects import Journal, Json
from assessment.rules.vocabulary.base import Amount
from assessment.rules.vocabulary.conditions import View

from .base import OwnItem
from .rounds import CodedLevel


class WeeklyItem(OwnItem):
    """The mean of the weeks that count, exact until then.

    ``levels`` go from the lowest, who must score every type, to the highest. A week that is
    missing counts ``missing``; one that is excused or has no record does not count.
    """

    kind: Literal["weekly"]
    maximum: Amount
    levels: Annotated[tuple[CodedLevel, ...], Field(min_length=1)]
    missing: Amount = Decimal(0)

    def lacking(self, view: View, rated: Collection[str]) -> Iterator[tuple[str, str]]:
        """At least one week that counts."""
        if not self._counted(view):
            yield "journal", self.id

    def _counted(self, view: View) -> list[Journal]:
        return [week for week in view.subject.journals if week.state != "excused"]

    def deciding(self, scores: dict[str, Decimal]) -> tuple[str, Decimal]:
        """The highest level that scored a type, and its score."""
        return next(
            (level.code, scores[level.code]) for level in reversed(self.levels) if level.code in scores
        )

    def week(self, journal: Journal) -> Fraction:
        """What one week is worth."""
        if journal.state == "missing":
            return Fraction(self.missing)
        return mean([self.deciding(dict(scores))[1] for scores in journal.scores.values()])

    def value(self, view: View) -> Decimal:
        counted = self._counted(view)
        return round2(sum((self.week(week) for week in counted), Fraction(0)) / len(counted))

    def account(self, view: View) -> Json:
        """Each week with what its types are worth and by whom, and the mean."""
        weeks = []
        for journal in sorted(view.subject.journals, key=lambda each: each.week):
            row: Json = {"ref": journal.ref, "week": journal.week, "state": journal.state}
            if journal.state != "excused":
                row["value"] = str(self.week(journal))
            if journal.state == "counted":
                row["types"] = [
                    self._type(name, dict(scores)) for name, scores in sorted(journal.scores.items())
                ]
            weeks.append(row)
        counted = self._counted(view)
        total = sum((self.week(week) for week in counted), Fraction(0))
        return {
            "weeks": weeks,
            "sum": str(total),
            "count": len(counted),
            "arithmetic": f"{printed(total)} ÷ {len(counted)} = {self.value(view)}",
        }

    def _type(self, name: str, scores: dict[str, Decimal]) -> Json:
        level, score = self.deciding(scores)
        return {"type": name, "level": level, "score": plain(score)}
