"""``kind: carried_over``: what a department's people lost, carried over to the department."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from assessment.rules.numbers import plain, printed, round2
from assessment.rules.subjects import Json
from assessment.rules.vocabulary.base import Exact, Id

from .base import ItemBase


class CarriedItem(ItemBase):
    """``points`` for each full ``per`` points that the people of the department lost together in one of their items."""

    of_group: ClassVar[bool] = True

    kind: Literal["carried_over"]
    of: Id
    """The item of the people's own part."""
    per: Annotated[Exact, Field(gt=0)]
    points: Exact
    clause: Id | None = None
    source: str | None = None

    def _times(self, standing: Json) -> int:
        lost = -Decimal(standing["sum"])
        return int(lost // self.per) if lost > 0 else 0

    def value(self, standing: Json) -> Decimal:
        return round2(self.points * self._times(standing))

    def account(self, standing: Json) -> Json:
        """Whose points, their sum, and how often the full number is in it."""
        times = self._times(standing)
        return {
            "of": self.of,
            "people": standing["people"],
            "sum": standing["sum"],
            "per": plain(self.per),
            "points": plain(self.points),
            "times": times,
            "arithmetic": f"{plain(self.points).replace('-', '−')} × {times} = {printed(self.value(standing)).replace('-', '−')}",
        }
