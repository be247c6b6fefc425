"""Recomputing a closed period from what was stored, and saying where the figures differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from assessment.closing.computing import FactsHash, compact
from assessment.closing.reading import one_moment
from assessment.models import Close, Period, Result
from assessment.rules import Incomplete, Outcome, PeriodKey, Scoring, subject_from_facts
from assessment.schemes.compiled import compiled

COLUMNS = ("status", "score", "grade", "ceiling", "bonus", "items", "gates", "flags", "standing")


@dataclass(frozen=True)
class Difference:
    """Where what is stored is not what follows from the stored facts. ``who`` is empty for the close as a whole."""

    who: str
    what: str
    stored: str
    computed: str

    def __str__(self) -> str:
        return f"{self.who or '-'}: {self.what}: stored {self.stored}, computed {self.computed}"


def verify_period(period: Period) -> list[Difference]:
    """Recompute the period's current close from the stored facts; every difference, none when all is well.

    A period that was never closed has nothing to differ.
    """
    if period.current_close_id is None:
        return []
    return verify_close(Close.objects.select_related("version", "period").get(pk=period.current_close_id))


def verify_close(close: Close) -> list[Difference]:
    """Recompute one finished close. The number of statements does not depend on the number of people."""
    scheme = compiled(close.version)
    found = list(_compared("", "scheme_hash", close.scheme_hash, scheme.hash))
    settings = {name: Decimal(str(value)) for name, value in close.settings.items()}
    scoring = Scoring(scheme, PeriodKey.parse(close.period.key), settings)
    digest = FactsHash()
    rows: list[Result] = []
    with one_moment() as reader:
        for row in reader.models(_rows(close)):
            digest.add(compact(row.facts))
            if row.facts.get("id") != str(row.staff_id):
                found.append(Difference(row.name, "facts.id", str(row.facts.get("id")), str(row.staff_id)))
            scoring.add(subject_from_facts(row.facts))
            row.facts = {}
            rows.append(row)
    found += _compared("", "people", str(close.people), str(len(rows)))
    found += _compared("", "facts_hash", close.facts_hash, digest.value())
    try:
        outcomes = scoring.finish()
    except Incomplete as incomplete:
        return [
            *found,
            *(Difference(each.id, each.what, "", f"{each.item} is missing") for each in incomplete.missing),
        ]
    for row, outcome in zip(rows, outcomes, strict=True):
        found += _differences(row, outcome)
    return found


def _rows(close: Close) -> QuerySet[Result]:
    return Result.objects.filter(close=close).order_by("staff_id")


def _differences(row: Result, outcome: Outcome) -> Iterator[Difference]:
    """What of one result is not what its facts give."""
    printed: dict[str, Any] = outcome.as_dict() | {"standing": outcome.standing}
    for column in COLUMNS:
        stored = getattr(row, column)
        if column in ("score", "bonus"):
            stored = None if stored is None else str(stored)
        yield from _compared(f"{row.name} ({row.number})", column, compact(stored), compact(printed[column]))


def _compared(who: str, what: str, stored: str, computed: str) -> Iterator[Difference]:
    if stored != computed:
        yield Difference(who, what, stored, computed)
