"""``kind: rank_bands``: the raters' mean, ranked within the category."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from assessment.rules.numbers import plain, printed, round2
from assessment.rules.subjects import Json
from assessment.rules.vocabulary.base import Amount, Exact, Percent, Strict, Text
from assessment.rules.vocabulary.conditions import View

from .base import ItemBase, RatingItem, rating_rows


class Band(Strict):
    """Ranks up to this share of the group have this value."""

    percent: Percent
    value: Exact


class RankItem(ItemBase):
    """``kind: rank_bands``: the raters' mean is ranked within the category; the rank's share gives the value."""

    of_group: ClassVar[bool] = True

    kind: Literal["rank_bands"]
    maximum: Amount
    rated_by: Text
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    otherwise: Exact

    @property
    def rating_items(self) -> tuple[RatingItem, ...]:
        return (RatingItem(id=self.id, title=self.title, rated_by=self.rated_by),)

    def band(self, rank: int, size: int) -> Band | None:
        """The first band that a rank in a group of this size still reaches, None when it reaches none."""
        return next((band for band in self.bands if rank * 100 <= band.percent * size), None)

    def value(self, standing: Json) -> Decimal:
        band = self.band(standing["rank"], standing["n"])
        return round2(self.otherwise if band is None else band.value)

    def account(self, view: View, standing: Json) -> Json:
        """The raters' scores, their exact mean, the rank and the share it was held against."""
        rank, size = standing["rank"], standing["n"]
        band = self.band(rank, size)
        return {
            "ratings": rating_rows(view.subject.ratings, self.id),
            "mean": standing["mean"],
            "category": standing["category"],
            "rank": rank,
            "n": size,
            "share": printed(Fraction(rank * 100, size)),
            "band": None if band is None else plain(band.percent),
            "bands": [{"percent": plain(b.percent), "value": printed(b.value)} for b in self.bands],
            "otherwise": printed(self.otherwise),
        }
