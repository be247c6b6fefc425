"""``kind: given``: scores that raters give for a person's duties."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from assessment.rules.numbers import mean, printed, round2
from assessment.rules.subjects import Json
from assessment.rules.vocabulary.base import Amount, Flag, Id, Strict
from assessment.rules.vocabulary.conditions import View

from .base import ABSENT, ItemBase, RatingItem, rating_rows


class Substitute(Strict):
    """Another maximum when the person has no duty of a second item."""

    item: Id
    maximum: Amount


class GivenItem(ItemBase):
    """``kind: given``: scores given for the person's duties, which share the maximum equally.

    Several raters of one duty: their mean. ``required`` asks for at least one duty of the
    item; without it the item is absent for people who have none.
    """

    kind: Literal["given"]
    maximum: Amount
    maximum_without: Substitute | None = None
    required: Flag = False
    duties: Annotated[tuple[RatingItem, ...], Field(min_length=1)]

    @property
    def rating_items(self) -> tuple[RatingItem, ...]:
        return self.duties

    def duties_of(self, duties: Sequence[str]) -> list[str]:
        """The person's duties that belong to this item, in the scheme's order."""
        return [duty.id for duty in self.duties if duty.id in duties]

    def whole_maximum(self, duties: Sequence[str], others: Mapping[str, "GivenItem"]) -> Decimal:
        """The maximum of the item for a person with these duties."""
        other = self.maximum_without
        if other is not None and not others[other.item].duties_of(duties):
            return other.maximum
        return self.maximum

    def share(self, duties: Sequence[str], others: Mapping[str, "GivenItem"]) -> Fraction:
        """The maximum of one of the person's duties, exact."""
        count = len(self.duties_of(duties)) or 1
        return Fraction(self.whole_maximum(duties, others)) / count

    def value(self, view: View, ratings: Mapping[str, list[Decimal]]) -> Decimal | None:
        duties = self.duties_of(view.subject.duties)
        if not duties:
            return ABSENT
        if len(duties) == 1 and len(ratings[duties[0]]) == 1:
            return round2(ratings[duties[0]][0])
        return round2(sum((mean(ratings[duty]) for duty in duties), Fraction(0)))

    def account(self, view: View, others: Mapping[str, "GivenItem"]) -> Json:
        """Each duty with its maximum, the scores of its raters and their mean."""
        rows = []
        for duty in self.duties_of(view.subject.duties):
            given = rating_rows(view.subject.ratings, duty)
            average = mean([Decimal(row["score"]) for row in given])
            rows.append(
                {
                    "duty": duty,
                    "maximum": printed(self.share(view.subject.duties, others)),
                    "ratings": given,
                    "mean": str(average),
                }
            )
        return {"duties": rows, "maximum": printed(self.whole_maximum(view.subject.duties, others))}
