"""A result told to the person it is about: every item with its rule and entries, what fired, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessment.mine.entry_lines import ItemLine, entries_of, entry_line
from assessment.models import Entry, Result
from assessment.models.periods import period_title
from assessment.results.explanation import explanation_of
from assessment.rules import Part, Scheme
from assessment.schemes.maxima import highest_score, maximum_of

DROPPED = ("dropped", "tie")  # verdicts of a quota that keep somebody from a grade


@dataclass
class ToldItem:
    """An item as the page prints it; ``maximum`` None where the item has none, ``value`` None while it waits."""

    id: str
    title: str
    value: Decimal | None
    maximum: Decimal | None = None
    sentences: list[str] = field(default_factory=list)
    lines: list[ItemLine] = field(default_factory=list)
    is_sum: bool = False


@dataclass(frozen=True)
class Told:
    """The parts of the page: items, the reasons of the grade, the arithmetic of the score, the bonus in a sentence."""

    items: list[ToldItem]
    reasons: list[dict[str, Any]]
    score: dict[str, Any] | None
    bonus: dict[str, Any] | None
    highest: Decimal | None
    past: list[dict[str, Any]]

    @property
    def entries(self) -> list[ItemLine]:
        """All recorded matters of the period."""
        return [line for item in self.items for line in item.lines if line.entry is not None]

    @property
    def has_past_grades(self) -> bool:
        """Whether the earlier periods have grades at all."""
        return any(each["grade"] for each in self.past)

    @property
    def has_maxima(self) -> bool:
        """Whether any item has a highest value to be printed."""
        return any(item.maximum is not None for item in self.items)


def tell(result: Result, language: str, *, is_decided: bool = False) -> Told:
    """The explanation of a stored result, in a language (``zh-hans`` or ``en``), recomputed from its facts.

    ``is_decided``: the leading group gave the person a grade, which stands over what the rules say of grade and bonus.
    """
    scheme = result.close.version.rules
    part = scheme.part(result.close.period.cadence)  # type: ignore[arg-type]
    sections = explanation_of(result, language)
    entries = entries_of(line["ref"] for section in sections for line in section["lines"] if "clause" in line)
    duties = result.facts.get("duties", ())
    return Told(
        items=[
            _item(section, part, duties, entries, language)
            for section in sections
            if section["kind"] == "item"
        ],
        reasons=_reasons(sections, result, scheme, part, language, is_decided=is_decided),
        score=_score(sections, part),
        bonus=None if is_decided else next((each for each in sections if each["kind"] == "bonus"), None),
        highest=highest_score(part),
        past=[_past(row, scheme, language) for row in result.facts.get("history", ())],
    )


def _past(row: Sequence[Any], scheme: Scheme, language: str) -> dict[str, Any]:
    """An earlier period that the score was computed from."""
    key, score, grade = row
    return {
        "title": period_title(key),
        "score": None if score is None else Decimal(score),
        "grade": grade_title(scheme, grade, language),
    }


_TOLD_BY_LINES = ("month_tiers", "weekly", "rounds")
"""Kinds of items whose sentences only add up what their lines say."""


def _item(
    section: dict[str, Any],
    part: Part,
    duties: Iterable[str],
    entries: Mapping[int, Entry],
    language: str,
) -> ToldItem:
    item = part.items[section["id"]]
    told = ToldItem(
        id=section["id"],
        title=section["title"],
        value=Decimal(section["value"]),
        maximum=maximum_of(item, part, duties),
        sentences=section["sentences"],
        is_sum=item.kind == "sum",
    )
    if item.kind == "entries":
        told.lines = [
            entry_line(part.clauses[line["clause"]], line, entries.get(line["ref"]), language)
            for line in section["lines"]
        ]
        if len(told.lines) == 1 and told.lines[0].value == told.value:
            told.sentences = []  # the only line says it all
    elif item.kind == "tally" and len(section["lines"]) > 1:
        told.lines = [ItemLine(line["text"], Decimal(line["value"])) for line in section["lines"]]
    elif item.kind in _TOLD_BY_LINES:
        told.lines = [ItemLine(line["text"], Decimal(line["value"] or 0)) for line in section["lines"]]
    elif item.kind == "given":
        told.sentences = section["sentences"][:-1]  # the last one repeats the columns
        several = len(section["lines"]) > len(told.sentences)
        told.lines = [ItemLine(line["text"], Decimal(line["value"])) for line in section["lines"] if several]
    return told


def _score(sections: list[dict[str, Any]], part: Part) -> dict[str, Any] | None:
    """The section of the score; its lines are printed only where they say more than the items above them."""
    section = next((each for each in sections if each["kind"] == "score"), None)
    if section is None:
        return None
    is_weighted = any(term.weight != 1 for term in getattr(part.score, "terms", ()))
    return section | {"shown_lines": section["lines"] if is_weighted else []}


def _reasons(
    sections: list[dict[str, Any]],
    result: Result,
    scheme: Scheme,
    part: Part,
    language: str,
    *,
    is_decided: bool,
) -> list[dict[str, Any]]:
    reasons = []
    for section in sections:
        if section["kind"] == "gate":
            reasons.append(section | {"sentences": _without_title(section)})
        elif section["kind"] == "grade":
            reasons.append(section | {"title": _("By the rules")} if is_decided else section)
            reasons += _short_of(section, result, scheme, part, language)
        elif section["kind"] == "quota":
            is_why = section["value"] in DROPPED
            title = _why_not(scheme, section["id"], language) if is_why else section["title"]
            reasons.append(section | {"title": title, "is_why": is_why})
    return reasons


def _without_title(section: dict[str, Any]) -> list[str]:
    """The sentences of a section under its own heading: the first need not say the title again."""
    first, *others = section["sentences"]
    for mark in ("：", ": "):
        first = first.removeprefix(f"{section['title']}{mark}")
    return [first, *others]


def _short_of(
    section: dict[str, Any], result: Result, scheme: Scheme, part: Part, language: str
) -> list[dict[str, Any]]:
    """«Why not the next better grade?», with the points that were missing, where only the score decided."""
    bands = part.bands
    if section.get("by") != "band" or result.score is None or not bands:
        return []
    place = next(
        (n for n, band in enumerate(bands) if band.at_least is not None and result.score >= band.at_least),
        len(bands) - 1,
    )
    if place == 0:
        return []
    line, grade = Decimal(bands[place - 1].at_least or 0), bands[place - 1].grade
    sentence = _("%(grade)s begins at %(line)s points; the score of %(score)s is %(missing)s below.") % {
        "grade": grade_title(scheme, grade, language),
        "line": f"{line:f}",
        "score": result.score,
        "missing": line - result.score,
    }
    return [
        {
            "kind": "why",
            "id": grade,
            "title": _why_not(scheme, grade, language),
            "sentences": [sentence],
            "is_why": True,
        }
    ]


def _why_not(scheme: Scheme, grade: str, language: str) -> str:
    return _("Why not %(grade)s?") % {"grade": grade_title(scheme, grade, language)}


def grade_title(scheme: Scheme, code: str | None, language: str) -> str:
    """A grade in words."""
    title = scheme.grades.get(code or "")
    return title.get(language) if title is not None else (code or "")
