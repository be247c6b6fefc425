"""Finding a clause by what one types: its number, words of its title or heading, or their pinyin initials."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from assessment.models import Entry, Period
from assessment.rules import Cadence, Scheme
from assessment.schemes.compiled import scheme_of
from foundation.pinyin import initials_of, pinyin_of


@dataclass(frozen=True)
class ClauseLine:
    """A clause as the pages show it, in one language."""

    id: str
    title: str
    item: str
    points: str
    unit: str
    takes_points: bool
    step: Decimal | None

    @property
    def label(self) -> str:
        """Number and title."""
        return f"{self.id} {self.title}"


@lru_cache(maxsize=64)
def clause_lines(scheme: Scheme, cadence: Cadence, language: str) -> dict[str, ClauseLine]:
    """All clauses of a part of a scheme, in the order of the pack."""
    part = scheme.part(cadence)
    return {
        clause.id: ClauseLine(
            id=clause.id,
            title=clause.title.get(language),
            item=part.items[clause.item].title.get(language),
            points=clause.points_text(language),
            unit=clause.unit.get(language),
            takes_points="points" in clause.entry_keys,
            step=clause.count_step,
        )
        for clause in part.clauses.values()
    }


def clauses_of(period: Period, language: str) -> dict[str, ClauseLine]:
    """The clauses of a period."""
    return clause_lines(scheme_of(period), period.cadence, language)


def clauses_matching(period: Period, text: str, language: str, limit: int = 40) -> list[ClauseLine]:
    """The clauses found by what was typed, best first; all of them for nothing."""
    lines = clauses_of(period, language)
    words = text.lower().split()
    if not words:
        return list(lines.values())[:limit]
    ranked = []
    for place, (clause_id, haystack) in enumerate(_haystacks(scheme_of(period), period.cadence)):
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


@lru_cache(maxsize=64)
def _haystacks(scheme: Scheme, cadence: str) -> list[tuple[str, tuple[str, ...]]]:
    part = scheme.part(cadence)  # type: ignore[arg-type]
    found = []
    for clause in part.clauses.values():
        item = part.items[clause.item].title
        titles = [clause.title.zh, item.zh]
        texts = (*titles, clause.title.en.lower(), item.en.lower())
        found.append((clause.id, (*texts, *map(initials_of, titles), *map(pinyin_of, titles))))
    return found


def name_clauses(entries: Iterable[Entry], language: str) -> list[Any]:
    """The entries as a list, each with ``line``: its clause in words (None if its version has no such clause)."""
    named = list(entries)
    for entry in named:
        entry.line = clauses_of(entry.period, language).get(entry.clause)  # type: ignore[attr-defined]
    return named
