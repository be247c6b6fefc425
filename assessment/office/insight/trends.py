"""How scores and grades run over the periods of one scheme and cadence."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from assessment.models import Period
from assessment.office.insight.distribution import NONE
from assessment.office.insight.scope import FEWEST, Scope, hidden
from assessment.office.insight.statistics import mean, median, share, written
from assessment.results.subject_rows import Words
from assessment.rules import OUT_OF_SCOPE

LONGEST = 12  # periods


@dataclass(frozen=True)
class TrendPoint:
    """One period: people with a score, their mean and median, people and share by grade (None: not told)."""

    period: Period
    people: int
    mean: Decimal | None
    median: Decimal | None
    grades: list[tuple[int | None, Decimal | None]]

    @property
    def middle(self) -> str:
        """The median in writing."""
        return written(self.median)


def periods_like(period: Period, scope: Scope) -> list[Period]:
    """The closed periods of the same scheme and cadence up to this one, oldest first, twelve at most."""
    alike = scope.periods().filter(
        scheme=period.scheme_id, cadence=period.cadence, ends_on__lte=period.ends_on
    )
    return list(alike[:LONGEST])[::-1]


def trend_of(period: Period, scope: Scope, words: Words) -> list[TrendPoint]:
    """The points of a trend; two statements whatever the number of periods and people (three for some askers)."""
    periods = periods_like(period, scope)
    closes = [each.current_close for each in periods if each.current_close is not None]
    scores: defaultdict[object, list[Decimal]] = defaultdict(list)
    grades: defaultdict[object, Counter[str]] = defaultdict(Counter)
    rows = scope.results(closes).with_final().values_list("close", "status", "score", "final_grade")
    for close, status, score, grade in rows.iterator():
        if score is not None:
            scores[close].append(score)
        grades[close][OUT_OF_SCOPE if status == OUT_OF_SCOPE else grade or NONE] += 1
    return [
        _point(each, scores[each.current_close_id], grades[each.current_close_id], scope, words)
        for each in periods
    ]


def _point(
    period: Period, scores: list[Decimal], counts: Counter[str], scope: Scope, words: Words
) -> TrendPoint:
    is_told = scope.is_open or len(scores) >= FEWEST
    untold = set() if scope.is_open else hidden(counts)
    base = sum(count for code, count in counts.items() if code != OUT_OF_SCOPE)
    return TrendPoint(
        period=period,
        people=len(scores),
        mean=mean(scores) if is_told else None,
        median=median(scores) if scope.is_open else None,
        grades=[
            (None, None) if code in untold else (counts[code], share(counts[code], base))
            for code in words.part.grades
        ],
    )
