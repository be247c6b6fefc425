"""The lines under an item: what was recorded, by whom, with which evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessment.models import Entry


@dataclass(frozen=True)
class ItemLine:
    """One line of an item. With ``entry`` it is a line of the ledger: date, clause, count, who entered it, evidence.

    ``value`` is its effect within the period; ``repeated`` marks one that counts once a period and is counted
    already, ``same_matter`` one whose matter counts at another entry. ``notes`` are its level and particulars.
    """

    text: str
    value: Decimal
    clause: str = ""
    count: Decimal | None = None
    unit: str = ""
    entry: Entry | None = None
    repeated: bool = False
    same_matter: bool = False
    notes: tuple[str, ...] = ()


def entry_line(clause: Any, row: Mapping[str, Any], entry: Entry | None, language: str) -> ItemLine:
    """A recorded matter, as ``rules.rendering`` tells it."""
    return ItemLine(
        text=row["text"] if entry is None else clause.title.get(language),
        value=Decimal(row["value"]),
        clause=clause.id,
        count=None if row["count"] is None else Decimal(row["count"]),
        unit=clause.unit.get(language),
        entry=entry,
        repeated=row["repeated"],
        same_matter=row["same_matter"],
        notes=tuple(row["notes"]),
    )


def entries_of(refs: Iterable[int]) -> dict[int, Entry]:
    """Ledger entries by id, with who entered them and their evidence; two statements."""
    found = Entry.objects.filter(pk__in=list(refs)).select_related("entered_by").prefetch_related("evidence")
    return {entry.pk: entry for entry in found}
