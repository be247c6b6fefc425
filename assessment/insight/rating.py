"""How raters give scores: mean and spread of each beside everyone's, in the facts that a close was computed from.

Who gave a duty's score is told by name. Whatever is given by a panel is told in sum; single raters of a panel are named
to the assessment office alone, which sends them their sheets.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from assessment.closing.reading import here
from assessment.insight.figures import Spread, rounded
from assessment.insight.scope import FEWEST, Scope
from assessment.models import Close
from assessment.periods.sheet import Words
from assessment.rules import Part
from organization.models import StaffMember

FEW = 5
"""A mean of fewer scores than this says little of a rater."""


@dataclass(frozen=True)
class RaterLine:
    """One rater's scores on one item; ``difference`` is that of the mean to everyone's."""

    name: str
    scores: Spread
    difference: Decimal
    is_few: bool


@dataclass(frozen=True)
class RatedLine:
    """One item: everyone's scores, and the raters that may be told, the strictest first."""

    title: str
    is_panel: bool
    raters_count: int
    scores: Spread
    raters: list[RaterLine]

    @property
    def chart(self) -> list[tuple[Any, ...]]:
        """Rows of the drawing: rater, mean, everyone's mean as the mark."""
        return [(line.name, line.scores.mean, self.scores.mean) for line in self.raters]


def leniency_of(close: Close, scope: Scope, words: Words) -> list[RatedLine]:
    """Every item that raters score, in the scheme's order; nothing for whoever may not see raters. Two statements."""
    if not scope.sees_raters:
        return []
    given: defaultdict[str, defaultdict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for (facts,) in here().rows(scope.results([close]).values_list("facts")):
        for _ref, item, rater, *rest in facts.get("ratings", ()):
            worth = _worth(words.part, item, rest)
            if worth is not None:
                given[item][rater].append(worth)
    names = _names({rater for raters in given.values() for rater in raters})
    lines = [
        _rated(item, words, given[item], names, scope) for item in words.part.rating_items if item in given
    ]
    return [line for line in lines if line.raters or line.raters_count >= FEWEST]


def _worth(part: Part, item: str, rest: list[Any]) -> Decimal | None:
    """A score, or what a vote of a level is worth; None for an abstention."""
    more = rest[1] if len(rest) > 1 else {}
    if item in part.rounds_items:
        return part.rounds_items[item].points.get(more.get("level", ""))
    return None if rest[0] is None else Decimal(rest[0])


def _names(raters: set[str]) -> dict[str, str]:
    rows = StaffMember.objects.filter(pk__in=[int(each) for each in raters if each.isdecimal()])
    return {str(pk): name for pk, name in rows.values_list("pk", "name")} if raters else {}


def _rated(
    item: str, words: Words, given: dict[str, list[Decimal]], names: dict[str, str], scope: Scope
) -> RatedLine:
    everyone = [score for scores in given.values() for score in scores]
    is_panel = not words.part.is_duty(item)
    lines = []
    if scope.names_panels or not is_panel:
        whole = Fraction(sum(everyone, Decimal(0))) / len(everyone)
        lines = [_line(names.get(rater, _("unknown")), scores, whole) for rater, scores in given.items()]
    return RatedLine(
        title=words.part.rating_items[item].title.get(words.language),
        is_panel=is_panel,
        raters_count=len(given),
        scores=Spread.of(everyone),
        raters=sorted(lines, key=lambda line: (line.difference, line.name)),
    )


def _line(name: str, scores: list[Decimal], whole: Fraction) -> RaterLine:
    own = Fraction(sum(scores, Decimal(0))) / len(scores)
    return RaterLine(name, Spread.of(scores), rounded(own - whole), len(scores) < FEW)
