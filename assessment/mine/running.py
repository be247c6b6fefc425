"""The running period, item by item, as far as it is known."""

from decimal import Decimal

from assessment.ledger.selectors import standing_entries
from assessment.mine.lines import Line, entry_line
from assessment.mine.telling import ToldItem, maximum_of
from assessment.models import Entry, Period
from assessment.rules import Outcome, Part, Subject
from assessment.schemes.compiled import scheme_of
from organization.models import StaffMember


def running_items(
    period: Period, staff: StaffMember, subject: Subject, outcome: Outcome, language: str
) -> list[ToldItem]:
    """Every item that applies to the person with its value so far (None while it waits), its entries and figures."""
    part = scheme_of(period).part(period.cadence)  # type: ignore[arg-type]
    told = {
        item.id: ToldItem(
            id=item.id,
            title=item.title.get(language),
            value=outcome.items.get(item.id),
            maximum=maximum_of(item, part, subject.duties),
            is_sum=item.kind == "sum",
        )
        for item in part.items.values()
        if item.kind != "given" or item.required or item.duties_of(subject.duties)
    }
    _add_entries(told, part, period, staff, language)
    for item in part.items.values():
        if item.kind == "tally":
            told[item.id].lines = _figures(item, part, subject, language)
    return list(told.values())


def _add_entries(
    told: dict[str, ToldItem], part: Part, period: Period, staff: StaffMember, language: str
) -> None:
    entries = (
        standing_entries(period).filter(staff=staff).select_related("entered_by").prefetch_related("evidence")
    )
    counted: set[str] = set()
    for entry in sorted(entries, key=lambda each: (each.occurred_on, str(each.pk))):
        clause = part.clauses[entry.clause]
        if clause.item is None:
            continue  # a finding is worth no points; the gate that it fires is told above
        repeated = clause.once_per_period and clause.id in counted
        counted.add(clause.id)
        row = {
            "value": Decimal(0) if repeated else entry.effect,
            "count": _count(entry),
            "repeated": repeated,
        }
        told[clause.item].lines.append(entry_line(clause, row, entry, language))


def _count(entry: Entry) -> Decimal | None:
    return None if entry.points is not None else entry.count


def _figures(item: object, part: Part, subject: Subject, language: str) -> list[Line]:
    """The figures that a tally takes points for, as entered up to now."""
    lines = []
    for each in getattr(item, "each"):  # noqa: B009 - the kinds of items share no such attribute
        value = subject.facts.get(each.fact, Decimal(0))
        if value:
            fact = part.facts[each.fact]
            text = f"{fact.title.get(language)} {value.normalize():f} {fact.unit.get(language)}"
            lines.append(Line(text, each.points * value))
    return lines
