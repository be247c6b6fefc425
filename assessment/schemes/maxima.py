"""The highest values of items and scores, for columns and bars."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from assessment.rules import Part


def maximum_of(item: Any, part: Part, duties: Iterable[str]) -> Decimal | None:
    """The highest value of an item for a person with these duties; None where nothing limits it or it may go below 0."""
    if item.kind == "given":
        whole: Decimal = item.whole_maximum(list(duties), part.given_items)
        return whole
    if item.kind == "rank_bands":
        return max([Decimal(band.value) for band in item.bands] + [Decimal(item.otherwise)])
    if item.kind == "tally":
        return Decimal(item.highest if item.highest is not None else item.start)
    return None


def highest_score(part: Part) -> Decimal | None:
    """The figure that the score of a deduction scheme is measured against: its start."""
    start = getattr(part.score, "start", None)
    return Decimal(start) if isinstance(start, Decimal) and start else None
