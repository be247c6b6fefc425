"""Finding a clause by what one types: its number, words of its title or heading, or their pinyin initials."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from assessment.ledger.open_periods import recordable_in
from assessment.ledger.particulars import Field, fields_of, in_words
from assessment.models import Entry, Period
from assessment.rules import Cadence, Part, Recordable, Scheme
from foundation.pinyin import initials_of, pinyin_of


@dataclass(frozen=True)
class ClauseLine:
    """A clause as the pages show it, in one language. A finding belongs to no item and has no unit."""

    id: str
    title: str
    item: str
    points: str
    unit: str
    takes_points: bool
    takes_count: bool
    step: Decimal | None
    fields: tuple[Field, ...] = ()

    @property
    def label(self) -> str:
        """Number and title."""
        return f"{self.id} {self.title}"


@lru_cache(maxsize=128)
def clause_lines(
    scheme: Scheme, cadence: Cadence, language: str, kind: str = "staff"
) -> dict[str, ClauseLine]:
    """All clauses of a part of a scheme that entries are recorded against, in the order of the pack."""
    return {
        clause.id: ClauseLine(
            id=clause.id,
            title=clause.title.get(language),
            item=_item_title(part, clause, language),
            points=clause.points_text(language),
            unit=clause.unit.get(language) if clause.item is not None else "",
            takes_points="points" in clause.keys,
            takes_count="count" in clause.keys,
            step=clause.count_step,
            fields=fields_of(clause, language),
        )
        for part in _parts(scheme, cadence, kind)
        for clause in part.recordable.values()
    }


def _parts(scheme: Scheme, cadence: Cadence, kind: str) -> list[Part]:
    part = scheme.part(cadence) if kind == "staff" else scheme.part(cadence).departments
    return [] if part is None else [part]


def _item_title(part: Part, clause: Recordable, language: str) -> str:
    return part.items[clause.item].title.get(language) if clause.item is not None else ""


def clauses_of(period: Period, language: str, kind: str = "staff") -> dict[str, ClauseLine]:
    """The clauses of a period about people or about departments."""
    return clause_lines(period.rules, period.cadence, language, kind)


def clauses_matching(
    period: Period, text: str, language: str, limit: int = 40, *, kind: str = "staff"
) -> list[ClauseLine]:
    """The clauses found by what was typed, best first; all of them for nothing."""
    lines = clauses_of(period, language, kind)
    words = text.lower().split()
    if not words:
        return list(lines.values())[:limit]
    ranked = []
    for place, (clause_id, haystack) in enumerate(_haystacks(period.rules, period.cadence, kind)):
        rank = _rank(clause_id.lower(), haystack, words)
        if rank is not None:
            ranked.append((rank, place, clause_id))
    return [lines[clause_id] for _rank_, _place, clause_id in sorted(ranked)[:limit]]


def _rank(clause_id: str, haystack: tuple[str, ...], words: list[str]) -> int | None:
    """0 the number itself, 1 the number begins so, 2 all words occur; None for no match."""
    if len(words) == 1:
        if clause_id == words[0]:
            return 0
        if clause_id.startswith(words[0]):
            return 1
    found = all(clause_id.startswith(word) or any(word in text for text in haystack) for word in words)
    return 2 if found else None


@lru_cache(maxsize=128)
def _haystacks(scheme: Scheme, cadence: Cadence, kind: str) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for part in _parts(scheme, cadence, kind):
        for clause in part.recordable.values():
            texts = [clause.title] + ([part.items[clause.item].title] if clause.item is not None else [])
            titles = [text.zh for text in texts]
            spelt = (*map(initials_of, titles), *map(pinyin_of, titles))
            found.append((clause.id, (*titles, *(text.en.lower() for text in texts), *spelt)))
    return found


def name_clauses(entries: Iterable[Entry], language: str) -> list[Any]:
    """The entries as a list, each with ``line``: its clause in words (None if its version has no such clause).

    ``more`` are its particulars in words.
    """
    named = list(entries)
    for entry in named:
        kind = "staff" if entry.staff_id is not None else "department"
        entry.line = clauses_of(entry.period, language, kind).get(entry.clause)  # type: ignore[attr-defined]
        clause = recordable_in(entry.period, kind).get(entry.clause) if entry.attributes else None
        entry.more = in_words(clause, entry.attributes, language) if clause else []  # type: ignore[attr-defined]
    return named
