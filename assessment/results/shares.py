"""Shares of the answers in a result, where the scheme asks questions."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from assessment.models import Result
from assessment.rules import Part


@dataclass(frozen=True)
class Share:
    """How many percent of a group's valid answers were this one."""

    title: str
    percent: Decimal


@dataclass(frozen=True)
class GroupShares:
    """The shares of one group of raters, and how many valid answers they rest on."""

    group: str
    valid: int
    shares: list[Share]


def shares_of(result: Result, part: Part) -> list[GroupShares]:
    """The shares of the answers in a result of a person or department, group by group."""
    asks, language = part.asks, get_language() or "zh-hans"
    if asks is None:
        return []
    titles = {answer.code: answer.title.get(language) for answer in asks.answers}
    return [
        GroupShares(
            group,
            shares["valid"],
            [Share(title, Decimal(shares[code])) for code, title in titles.items() if code in shares],
        )
        for group, shares in (result.shares or {}).items()
    ]
