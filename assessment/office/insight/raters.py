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

from assessment.facts.consistent_read import here
from assessment.models import Close
from assessment.office.insight.scope import FEWEST, Scope
from assessment.office.insight.statistics import Spread, rounded
from assessment.results.subject_rows import Words
from assessment.rules import Part, Rating, subject_from_facts
from organization.models import StaffMember

FEW = 5
"""A mean of fewer scores than this says little of a rater."""


@dataclass(frozen=True)
class RaterLine:
    """One rater's scores on one item, in percent of the maximum; ``difference`` is that of the mean to everyone's."""

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
    """Every item that raters score, in the scheme's order; nothing for whoever may not see raters. Two statements.

    Scores are in percent of the maximum that they were given out of, which differs from person to person.
    """
    if not scope.sees_raters:
        return []
    part = words.part
    given: defaultdict[str, defaultdict[str, list[Fraction]]] = defaultdict(lambda: defaultdict(list))
    for (facts,) in here().rows(scope.results([close]).values_list("facts")):
        for rating in subject_from_facts(facts).ratings if facts.get("ratings") else ():
            percent = _percent(part, rating, facts.get("duties", ()))
            if percent is not None:
                given[rating.item][rating.rater].append(percent)
    names = _names({rater for raters in given.values() for rater in raters})
    lines = [_rated(item, words, given[item], names, scope) for item in part.rating_items if item in given]
    return [line for line in lines if line.raters or line.raters_count >= FEWEST]


def _percent(part: Part, rating: Rating, duties: list[str]) -> Fraction | None:
    """A score, or what a vote of a level is worth, in percent of the highest possible; None for an abstention."""
    if rating.item in part.rounds_items:
        points = part.rounds_items[rating.item].points
        worth, highest = points.get(rating.level or ""), Fraction(max(points.values()))
    else:
        given = part.given_items.get(part.duties.get(rating.item, ""))
        worth = rating.score
        highest = (
            given.share(duties, part.given_items)
            if given is not None
            else Fraction(part.maximum(rating.item, duties))
        )
    return None if worth is None or not highest else Fraction(worth) * 100 / highest


def _names(raters: set[str]) -> dict[str, str]:
    rows = StaffMember.objects.filter(pk__in=[int(each) for each in raters if each.isdecimal()])
    return {str(pk): name for pk, name in rows.values_list("pk", "name")} if raters else {}


def _rated(
    item: str, words: Words, given: dict[str, list[Fraction]], names: dict[str, str], scope: Scope
) -> RatedLine:
    everyone = [percent for percents in given.values() for percent in percents]
    is_panel = not words.part.is_duty(item)
    lines = []
    if scope.names_panels or not is_panel:
        whole = sum(everyone, Fraction(0)) / len(everyone)
        lines = [_line(names.get(rater, _("unknown")), percents, whole) for rater, percents in given.items()]
    return RatedLine(
        title=words.part.rating_items[item].title.get(words.language),
        is_panel=is_panel,
        raters_count=len(given),
        scores=Spread.of(everyone),
        raters=sorted(lines, key=lambda line: (line.difference, line.name)),
    )


def _line(name: str, percents: list[Fraction], whole: Fraction) -> RaterLine:
    own = sum(percents, Fraction(0)) / len(percents)
    return RaterLine(name, Spread.of(percents), rounded(own - whole), len(percents) < FEW)
