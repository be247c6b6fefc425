"""``kind: sum``: items added up."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from assessment.rules.numbers import round2
from assessment.rules.subjects import Json
from assessment.rules.vocabulary.base import Id

from .base import ItemBase, Values, addition


class SumItem(ItemBase):
    """``kind: sum``: the sum of other printed items; those that do not apply are left out."""

    kind: Literal["sum"]
    items: Annotated[tuple[Id, ...], Field(min_length=1)]

    @property
    def needs(self) -> tuple[str, ...]:
        return self.items

    def value(self, values: Values) -> Decimal:
        return round2(sum((values[item] for item in self.items if item in values), Decimal(0)))

    def account(self, values: Values) -> Json:
        """The items that were added."""
        terms = [{"item": item, "value": str(values[item])} for item in self.items if item in values]
        return {
            "terms": terms,
            "arithmetic": addition([term["value"] for term in terms], self.value(values)),
        }
