"""Item kinds: how one printed subtotal comes about.

An item says which other items it needs (``needs``), whether it has to wait for the group
(``of_group``), what it is worth (``value``) and how that came about (``account``).
``value`` returns :data:`ABSENT` for an item that does not apply to the person.
"""

from typing import Annotated

from pydantic import Field

from .base import ABSENT, OwnItem, RatingItem, Values, addition, limited
from .carried import CarriedItem
from .entries import EntriesItem
from .given import GivenItem
from .monthly import MonthTiersItem
from .ranked import RankItem
from .rated import RatedItem
from .rounds import RoundsItem
from .shares import ShareItem
from .sums import SumItem
from .tally import TallyItem
from .weekly import WeeklyItem

AnyItem = (
    EntriesItem
    | GivenItem
    | RatedItem
    | TallyItem
    | ShareItem
    | MonthTiersItem
    | WeeklyItem
    | RoundsItem
    | SumItem
    | RankItem
    | CarriedItem
)
Item = Annotated[AnyItem, Field(discriminator="kind")]

__all__ = [
    "ABSENT",
    "AnyItem",
    "CarriedItem",
    "EntriesItem",
    "GivenItem",
    "Item",
    "MonthTiersItem",
    "OwnItem",
    "RankItem",
    "RatedItem",
    "RatingItem",
    "RoundsItem",
    "ShareItem",
    "SumItem",
    "TallyItem",
    "Values",
    "WeeklyItem",
    "addition",
    "limited",
]
