"""Recomputing a closed period from what was stored, and saying where the figures differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, QuerySet

from assessment.closing.computation import FactsHash, compact
from assessment.facts.consistent_read import one_moment
from assessment.models import Close, Period, Result
from assessment.rules import Incomplete, Outcome, Scoring, subject_from_facts

COLUMNS = ("status", "score", "grade", "ceiling", "bonus", "items", "gates", "flags", "shares", "standing")


@dataclass(frozen=True)
class Deviation:
    """Where what is stored is not what follows from the stored facts. ``who`` is empty for the close as a whole."""

    who: str
    what: str
    stored: str
    computed: str

    def __str__(self) -> str:
        return f"{self.who or '-'}: {self.what}: stored {self.stored}, computed {self.computed}"


def verify_period(period: Period) -> list[Deviation]:
    """Recompute the period's current close from the stored facts; every difference, none when all is well.

    A period that was never closed has nothing to differ.
    """
    if period.current_close_id is None:
        return []
    return verify_close(Close.objects.select_related("version", "period").get(pk=period.current_close_id))


def verify_close(close: Close) -> list[Deviation]:
    """Recompute one finished close. The number of statements does not depend on the number of people."""
    scheme = close.version.rules
    found = list(_compared("", "scheme_hash", close.scheme_hash, scheme.hash))
    settings = {name: Decimal(str(value)) for name, value in close.settings.items()}
    scoring = Scoring(scheme, close.period.parsed_key, settings)
    digest = FactsHash()
    rows: list[Result] = []
    with one_moment() as reader:
        for row in reader.models(_rows(close)):
            found += _taken_in(row, scoring, digest)
            rows.append(row)
    people = sum(1 for row in rows if row.staff_id is not None)
    found += _compared("", "people", str(close.people), str(people))
    found += _compared("", "facts_hash", close.facts_hash, digest.value())
    try:
        outcomes = scoring.finish()
    except Incomplete as incomplete:
        return [
            *found,
            *(Deviation(each.id, each.what, "", f"{each.item} is missing") for each in incomplete.missing),
        ]
    for each, outcome in zip(rows, outcomes, strict=True):
        found += _differences(each, outcome)
    return found


def _taken_in(row: Result, scoring: Scoring, digest: FactsHash) -> Iterator[Deviation]:
    """Score one stored row from its facts, then let go of them; a difference when they are somebody else's."""
    digest.add(compact(row.facts))
    if row.facts.get("id") != str(row.subject.id):
        yield Deviation(row.name, "facts.id", str(row.facts.get("id")), str(row.subject.id))
    scoring.add(subject_from_facts(row.facts))
    row.facts = {}


def _rows(close: Close) -> QuerySet[Result]:
    """People by id, then departments by id: the order in which the close hashed their facts."""
    rows = Result.objects.filter(close=close)
    if close.version.rules.part(close.period.parsed_key.cadence).departments is None:
        rows = rows.people()
    return rows.order_by(F("staff_id").asc(nulls_last=True), "department_id")


def _differences(row: Result, outcome: Outcome) -> Iterator[Deviation]:
    """What of one result is not what its facts give."""
    for column in COLUMNS:
        stored, computed = getattr(row, column), getattr(outcome, column)
        if column in ("score", "bonus"):
            stored, computed = _text(stored), _text(computed)
        if column == "items":
            computed = {item: str(value) for item, value in computed.items()}
        yield from _compared(f"{row.name} ({row.number})", column, compact(stored), compact(computed))


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else str(figure)


def _compared(who: str, what: str, stored: str, computed: str) -> Iterator[Deviation]:
    if stored != computed:
        yield Deviation(who, what, stored, computed)
