"""Summing a subject's entries by item: nearly all of the work of a close, so in one pass."""

from decimal import Decimal

from .numbers import ZERO, exact_sum
from .scheme import Part
from .subjects import Entry, Subject
from .vocabulary.clauses import FromDepartment, PerCount, Points, WorthClause
from .vocabulary.items import EntriesItem

_SETTLED_AT_MOST = 100_000


class EntrySums:
    """The items of a part that entries feed."""

    def __init__(self, part: Part) -> None:
        self.items = [item for item in part.items.values() if isinstance(item, EntriesItem)]
        places = {item.id: number for number, item in enumerate(self.items)}
        # Clauses whose entries simply add up: place of the item, points each (None: given), once a period.
        self.simple: dict[str, tuple[int, Decimal | None, bool]] = {}
        self.particular: dict[str, tuple[int, WorthClause]] = {}
        self.computed: list[tuple[int, FromDepartment]] = []
        self.findings: set[str] = set()  # worth no points
        for clause in part.clauses.values():
            if isinstance(clause, FromDepartment):
                self.computed.append((places[clause.item], clause))
            elif isinstance(clause, WorthClause) and clause.is_plain:
                points = clause.points if isinstance(clause, PerCount) else None
                self.simple[clause.id] = (places[clause.item], points, clause.once_per_period)
            elif isinstance(clause, WorthClause):
                self.particular[clause.id] = (places[clause.item], clause)
            else:
                self.findings.add(clause.id)
        self.zeros = {item.id: item.settle(ZERO) for item in self.items}
        self.settled: dict[tuple[int, Points], Decimal] = {}

    def values(self, subject: Subject) -> dict[str, Decimal]:
        """The printed value of every item; those without entries have the value of an empty sum."""
        values = dict(self.zeros)
        totals: dict[int, Points] = {}
        once: set[str] = set()
        others: dict[str, list[Entry]] = {}
        simple = self.simple
        for entry in subject.entries:
            known = simple.get(entry.clause)
            if known is None:
                others.setdefault(entry.clause, []).append(entry)
                continue
            place, points, single = known
            if points is None:
                effect = entry.points or ZERO
            elif not single:
                effect = points * entry.count
            elif entry.clause in once:
                continue
            else:
                once.add(entry.clause)
                effect = points
            totals[place] = totals[place] + effect if place in totals else effect  # type: ignore[operator]
        if others or self.computed:
            self._add_others(subject, others, totals)
        for place, total in totals.items():
            values[self.items[place].id] = self._settled(place, total)
        return values

    def _add_others(
        self, subject: Subject, others: dict[str, list[Entry]], totals: dict[int, Points]
    ) -> None:
        """Clauses with levels, matters, attributes or limits, and those that follow from the department."""
        for name, entries in others.items():
            if name in self.findings:
                continue
            place, clause = self.particular[name]
            totals[place] = exact_sum([totals.get(place, ZERO), clause.total(_in_order(entries))])
        for place, computed in self.computed:
            totals[place] = exact_sum([totals.get(place, ZERO), computed.effect_of(subject)])

    def _settled(self, place: int, total: Points) -> Decimal:
        """The printed value of an item's sum; few sums are many people's, so each is worked out once."""
        known = self.settled.get((place, total))
        if known is None:
            known = self.items[place].settle(total)
            if len(self.settled) < _SETTLED_AT_MOST:
                self.settled[place, total] = known
        return known


def _in_order(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.date, str(entry.ref)))
