"""``kind: rated``: the mean of the scores that raters give everyone."""

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Literal

from pydantic import model_validator

from assessment.rules.numbers import mean, printed, round2
from assessment.rules.subjects import Json
from assessment.rules.vocabulary.base import Amount, Text, wrong
from assessment.rules.vocabulary.conditions import Condition, View

from .base import ABSENT, OwnItem, RatingItem, rating_rows


class RatedItem(OwnItem):
    """A score from 0 to ``maximum``; several raters: their mean. Without any: ``otherwise``, and without that a fault.

    ``unless``: nobody has to rate someone for whom it holds; without a rating the item is absent.
    """

    kind: Literal["rated"]
    maximum: Amount
    rated_by: Text
    otherwise: Amount | None = None
    unless: Condition | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "RatedItem":
        if self.otherwise is not None and self.unless is not None:
            raise wrong("otherwise_and_unless")
        return self

    def is_spared(self, view: View) -> bool:
        """Whether nobody has to rate this subject."""
        return self.unless is not None and self.unless.holds(view)

    @property
    def rating_items(self) -> tuple[RatingItem, ...]:
        return (RatingItem(id=self.id, title=self.title, rated_by=self.rated_by),)

    def lacking(self, view: View, rated: Collection[str]) -> Iterator[tuple[str, str]]:
        """A score, unless the scheme says what none is worth, or spares the subject."""
        if self.otherwise is None and self.id not in rated and not self.is_spared(view):
            yield "rating", self.id

    def _scores(self, view: View) -> list[Decimal]:
        return [r.score for r in view.subject.ratings if r.item == self.id and r.score is not None]

    def value(self, view: View) -> Decimal | None:
        scores = self._scores(view)
        if not scores:
            return ABSENT if self.otherwise is None else round2(self.otherwise)
        return round2(scores[0] if len(scores) == 1 else mean(scores))

    def account(self, view: View) -> Json:
        """The raters' scores and their mean."""
        scores = self._scores(view)
        account: Json = {
            "ratings": rating_rows(view.subject.ratings, self.id),
            "maximum": printed(self.maximum),
        }
        return account | {"mean": str(mean(scores))} if scores else account | {"none": True}
