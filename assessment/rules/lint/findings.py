"""What the analysis of a pack tells: findings, their words, and what it may know of the place it runs at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from assessment.rules.numbers import plain
from assessment.rules.vocabulary.base import Text
from assessment.rules.yaml_source import Path

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the analysis has to say: where, what, and what to do about it.

    An error makes results wrong or impossible; a warning is true and may be meant.
    ``path``, ``line`` and ``column`` are those of the pack's text (lines count from 1).
    ``key`` names the finding by ids instead of positions, so that it stays the same while
    other places of the pack are edited.
    """

    code: str
    severity: Severity
    path: str
    line: int
    column: int
    sentence: Text
    suggestion: Text
    key: str


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the unit and the installation the scheme is for.

    ``sizes``: people in each category of the unit; empty means unknown.
    ``departments``: how many the unit has; 0 means unknown.
    ``provided``: for each cadence the names of the facts that some room or page provides;
    None means unknown, a cadence left out provides nothing.
    ``national``: whether the national shares of excellent grades (20 %, granted 25 %) apply.
    """

    sizes: Mapping[str, int] = field(default_factory=dict)
    provided: Mapping[str, frozenset[str]] | None = None
    national: bool = True
    departments: int = 0


@dataclass(frozen=True, slots=True)
class FindingWords:
    """How serious a finding of one code is, and its two sentences as templates."""

    severity: Severity
    sentence: Text
    suggestion: Text


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found: the code, the place and the figures and titles of the case.

    ``about`` tells apart several hits of one code at one place (a category, a second gate).
    """

    code: str
    path: Path
    values: Mapping[str, Any]
    about: str = ""


Hits = Iterator[Hit]
Values = dict[str, Any]
"""The figures and titles of a case, by the names that the sentences have for them."""


def hit(code: str, *path: str | int, about: str = "", **values: Any) -> Hit:
    """A hit at ``path``; ``values`` fill the code's sentences."""
    return Hit(code, path, values, about)


def warning(*, zh: str, en: str, do_zh: str, do_en: str) -> FindingWords:
    """The words of a finding that may be meant."""
    return FindingWords("warning", Text(zh=zh, en=en), Text(zh=do_zh, en=do_en))


def error(*, zh: str, en: str, do_zh: str, do_en: str) -> FindingWords:
    """The words of a finding that makes results wrong or impossible."""
    return FindingWords("error", Text(zh=zh, en=en), Text(zh=do_zh, en=do_en))


def fill(template: Text, values: Mapping[str, Any]) -> Text:
    """The template in both languages with the figures and titles of this case."""
    return Text(
        zh=template.zh.format_map({name: said(value, "zh") for name, value in values.items()}),
        en=template.en.format_map({name: said(value, "en") for name, value in values.items()}),
    )


def said(value: Any, language: str) -> str:
    """A figure, a title or a list of them in one language."""
    if isinstance(value, Text):
        return value.get(language)
    if isinstance(value, Decimal):
        return plain(value).replace("-", "−")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ("、" if language == "zh" else ", ").join(said(each, language) for each in value)
    return str(value)
