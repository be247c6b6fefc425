"""The running period, item by item, as far as it is known."""

from decimal import Decimal
from typing import Any

from assessment.mine.entry_lines import ItemLine, entries_of, entry_line
from assessment.mine.result_view import ToldItem
from assessment.models import Period
from assessment.rules import Outcome, Part, Subject
from assessment.rules.rendering import recorded_lines, told_so_far
from assessment.schemes.maxima import maximum_of

_TOLD_SO_FAR = ("share", "month_tiers", "weekly")
"""Kinds of items whose basis is shown while the period runs; votes are told when all are in."""


def running_items(period: Period, subject: Subject, outcome: Outcome, language: str) -> list[ToldItem]:
    """Every item that applies to the person with its value so far (None while it waits), its entries and figures."""
    part = period.part
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
    _add_entries(told, part, period, subject, language)
    sections = told_so_far(period.rules, period.parsed_key, subject, outcome.items, language)
    for name, section in sections.items():
        if part.items[name].kind in _TOLD_SO_FAR:
            told[name].lines = [
                ItemLine(line["text"], Decimal(line["value"] or 0)) for line in section["lines"]
            ]
            told[name].sentences = section["sentences"]
    for item in part.items.values():
        if item.kind == "tally":
            told[item.id].lines = _figures(item, part, subject, language)
    return list(told.values())


def _add_entries(
    told: dict[str, ToldItem], part: Part, period: Period, subject: Subject, language: str
) -> None:
    """What was recorded, with what each entry counts beside the others (a matter counts once)."""
    entries = entries_of(entry.ref for entry in subject.entries if isinstance(entry.ref, int))
    recorded = recorded_lines(period.rules, period.parsed_key, subject, language)
    for item, lines in recorded.items():
        told[item].lines = [
            entry_line(part.clauses[line["clause"]], line, entries.get(line["ref"]), language)
            for line in sorted(lines, key=_by_day)
        ]


def _by_day(line: dict[str, Any]) -> tuple[str, str]:
    return line.get("date") or "", str(line["ref"])


def _figures(item: object, part: Part, subject: Subject, language: str) -> list[ItemLine]:
    """The figures that a tally takes points for, as entered up to now."""
    lines = []
    for each in getattr(item, "each"):  # noqa: B009 - the kinds of items share no such attribute
        value = subject.facts.get(each.fact, Decimal(0))
        if value:
            fact = part.facts[each.fact]
            text = f"{fact.title.get(language)} {value.normalize():f} {fact.unit.get(language)}"
            lines.append(ItemLine(text, each.points * value))
    return lines
