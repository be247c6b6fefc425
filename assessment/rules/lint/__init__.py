"""Static analysis of schemes: what is wrong with a pack that loads, before anybody is assessed by it.

Plain Python without Django, like the rest of the core. Each module holds the rules of one
area together with their words; :func:`lint` runs them all.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import localcontext
from types import MappingProxyType

from assessment.rules.numbers import EXACT
from assessment.rules.scheme import Scheme
from assessment.rules.yaml_source import parse, spell

from . import (
    clauses,
    conditions,
    gates,
    grades,
    payments,
    procedure,
    quotas,
    stated_bounds,
    tables,
    texts,
    totals,
    unused,
)
from .findings import Context, Finding, FindingWords, Hit, fill
from .study import Study

_AREAS = (
    totals,
    clauses,
    grades,
    quotas,
    conditions,
    gates,
    tables,
    payments,
    procedure,
    unused,
    stated_bounds,
    texts,
)

WORDS: Mapping[str, FindingWords] = MappingProxyType(
    {code: w for area in _AREAS for code, w in area.WORDS.items()}
)
"""Every code a finding can have, with its severity and its words."""

RULES: tuple[Callable[[Study], Iterator[Hit]], ...] = tuple(rule for area in _AREAS for rule in area.RULES)


def lint(scheme: Scheme, text: str, *, file: str = "", context: Context = Context()) -> list[Finding]:  # noqa: B008
    """All findings about a scheme that was loaded from ``text``, in order of their lines."""
    study = Study(scheme, parse(text, file), context)
    with localcontext(EXACT):
        found = [_finding(study, found) for rule in RULES for found in rule(study)]
    ordered = sorted(found, key=lambda each: (each.line, each.column, each.severity, each.code, each.key))
    return list({each.key: each for each in ordered}.values())


def _finding(study: Study, found: Hit) -> Finding:
    words = WORDS[found.code]
    line, column = study.source.keys.get(found.path) or study.source.place(found.path)
    return Finding(
        code=found.code,
        severity=words.severity,
        path=spell(found.path),
        line=line,
        column=column,
        sentence=fill(words.sentence, found.values),
        suggestion=fill(words.suggestion, found.values),
        key=f"{found.code}:{study.named(found.path)}" + (f":{found.about}" if found.about else ""),
    )


__all__ = ["RULES", "WORDS", "Context", "Finding", "FindingWords", "lint"]
