"""A result told to the person it is about: every item with its rule and entries, what fired, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessment.models import Entry, Result
from assessment.results.explaining import explanation_of
from assessment.rules import Part, Scheme
from assessment.schemes.compiled import compiled


@dataclass
class ToldItem:
    """An item as the page prints it; ``maximum`` None where the item has none."""

    id: str
    title: str
    value: Decimal | None
    maximum: Decimal | None = None
    sentences: list[str] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    is_sum: bool = False


@dataclass(frozen=True)
class Told:
    """The parts of the page: the figures, why the grade, what fired, the arithmetic, the bonus."""

    items: list[ToldItem]
    reasons: list[dict[str, Any]]
    score: dict[str, Any] | None
    bonus: dict[str, Any] | None
    highest: Decimal | None


def tell(result: Result, language: str) -> Told:
    """The explanation of a stored result, in a language (``zh-hans`` or ``en``), recomputed from its facts."""
    scheme = compiled(result.close.version)
    part = scheme.part(result.close.period.cadence)  # type: ignore[arg-type]
    sections = explanation_of(result, language)
    entries = entries_by_ref(sections)
    items = [_item(section, part, result, entries) for section in sections if section["kind"] == "item"]
    reasons = [section for section in sections if section["kind"] in ("gate", "grade", "quota")]
    return Told(
        items=items,
        reasons=reasons,
        score=next((section for section in sections if section["kind"] == "score"), None),
        bonus=next((section for section in sections if section["kind"] == "bonus"), None),
        highest=highest_score(part),
    )


def entries_by_ref(sections: Iterable[dict[str, Any]]) -> dict[int, Entry]:
    """The ledger's entries that the lines refer to, with who entered them and their evidence; two statements."""
    refs = [line["ref"] for section in sections for line in section["lines"] if "clause" in line]
    found = Entry.objects.filter(pk__in=refs).select_related("entered_by").prefetch_related("evidence")
    return {entry.pk: entry for entry in found}


def _item(section: dict[str, Any], part: Part, result: Result, entries: dict[int, Entry]) -> ToldItem:
    item = part.items[section["id"]]
    lines = [
        line | {"entry": entries.get(line.get("ref", 0))} if "clause" in line else line
        for line in section["lines"]
    ]
    return ToldItem(
        id=section["id"],
        title=section["title"],
        value=Decimal(section["value"]),
        maximum=maximum_of(item, part, result.facts.get("duties", ())),
        sentences=section["sentences"],
        lines=lines,
        is_sum=item.kind == "sum",
    )


def maximum_of(item: Any, part: Part, duties: Iterable[str]) -> Decimal | None:
    """The highest value of an item for a person with these duties; None where nothing limits it or it may go below 0."""
    if item.kind == "given":
        whole: Decimal = item.whole_maximum(list(duties), part.given_items)
        return whole
    if item.kind == "rank_bands":
        return max(Decimal(band.value) for band in item.bands)
    if item.kind == "tally":
        return Decimal(item.highest if item.highest is not None else item.start)
    return None


def highest_score(part: Part) -> Decimal | None:
    """The figure that a score is measured against: the start of a deduction scheme, the maximum of a mean."""
    start = getattr(part.score, "start", None)
    maximum = getattr(part.score, "maximum", None)
    return Decimal(maximum) if maximum is not None else (Decimal(start) if start else None)


def grade_title(scheme: Scheme, code: str | None, language: str) -> str:
    """A grade in words."""
    return scheme.grades[code].get(language) if code in scheme.grades else (code or "")
