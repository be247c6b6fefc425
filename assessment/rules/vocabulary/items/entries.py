"""``kind: entries``: the sum of what was recorded against the item's clauses."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from assessment.rules.numbers import ending, exact_sum, plain, printed, round2
from assessment.rules.subjects import Json
from assessment.rules.vocabulary.base import Exact
from assessment.rules.vocabulary.clauses import (
    AnyClause,
    ByLevel,
    Counted,
    FromDepartment,
    PerCount,
    Points,
    WorthClause,
)
from assessment.rules.vocabulary.conditions import View

from .base import ItemBase, limited


class EntriesItem(ItemBase):
    """``kind: entries``: a start and the signed sum of the entries on the item's clauses, within bounds."""

    kind: Literal["entries"]
    start: Exact = Decimal(0)
    lowest: Exact | None = None
    highest: Exact | None = None

    def settle(self, total: Points) -> Decimal:
        """The printed value of the sum of all effects."""
        if isinstance(total, Fraction):
            return round2(limited(total + Fraction(self.start), self.lowest, self.highest))
        return round2(limited(self.start + total, self.lowest, self.highest))

    def account(self, view: View, clauses: Mapping[str, AnyClause]) -> Json:
        """Each entry with its effect, the sum and the bounds that cut it."""
        rows: list[Json] = []
        totals: list[Points] = []
        limits: list[Json] = []
        for clause in clauses.values():
            if clause.item != self.id:
                continue
            if isinstance(clause, FromDepartment):
                _add_computed(clause, view, rows, totals)
            elif isinstance(clause, WorthClause):
                _add_recorded(clause, view, rows, totals, limits)
        total = exact_sum(totals)
        value = self.settle(total)
        account: Json = {"entries": rows, "sum": printed(total)}
        if self.start:
            account["start"] = printed(self.start)
        if limits:
            account["clause_limits"] = limits
        if round2(exact_sum([self.start, total])) != value:
            account["limited_to"] = printed(value)
        return account


def _add_recorded(
    clause: WorthClause, view: View, rows: list[Json], totals: list[Points], limits: list[Json]
) -> None:
    found = [entry for entry in view.subject.entries if entry.clause == clause.id]
    if not found:
        return
    counted = clause.counted(sorted(found, key=lambda entry: (entry.date, str(entry.ref))))
    rows += [_entry_row(row, clause) for row in counted]
    plain_sum = exact_sum([row.effect for row in counted])
    settled = clause.settle(plain_sum)
    if settled != plain_sum:
        limits.append({"clause": clause.id, "sum": printed(plain_sum), "limited_to": printed(settled)})
    totals.append(settled)


def _add_computed(clause: FromDepartment, view: View, rows: list[Json], totals: list[Points]) -> None:
    effect = clause.effect_of(view.subject)
    if effect:
        value = plain(view.subject.department_facts[clause.fact])
        rows.append({"clause": clause.id, "fact": clause.fact, "value": value, "effect": printed(effect)})
        totals.append(effect)


def _entry_row(counted: Counted, clause: WorthClause) -> Json:
    entry = counted.entry
    row: Json = {
        "ref": entry.ref,
        "clause": clause.id,
        "date": entry.date.isoformat(),
        "effect": printed(counted.effect),
    }
    if isinstance(clause, PerCount):
        row |= {"count": plain(entry.count), "points": plain(clause.points)}
    elif isinstance(clause, ByLevel):
        row |= {"level": str(entry.level)} | ({"kind": entry.kind} if entry.kind is not None else {})
    if entry.matter is not None:
        row["matter"] = entry.matter
    stated = {name: value for name, value in (entry.attributes or {}).items() if name in clause.keys}
    if stated:
        row["attributes"] = stated
    if isinstance(counted.effect, Fraction) and ending(counted.effect) is None:
        row["exact"] = str(counted.effect)
    if counted.uncounted == "once":
        row["counted_already"] = True
    elif counted.uncounted == "matter":
        row["same_matter"] = True
    return row
