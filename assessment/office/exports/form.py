"""The assessment form (考核评定表) of one person: everything on one A4 page, to be printed, signed and filed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.models import Decision, Result
from assessment.models.periods import period_title
from assessment.office.exports.base import ExportSubject, status_words, words
from assessment.results.explanation import explanation_of, rater_names
from assessment.results.selectors import PUBLIC_STATES
from foundation.excel.writer import display_width
from organization.models import User

# What fits on one A4 page beside the fixed rows: printed lines of the basis column, and their width in Latin letters.
LINES = 15
WIDTH = 72
LONGEST_REASON = 140


def forms_of(results: Iterable[Any], actor: User) -> list[dict[str, Any]]:
    """The forms of results with ``final_grade``, ``final_bonus`` and ``decided`` prefetched: no statement per person."""
    results = list(results)
    names = rater_names(results)
    return [form_of(result, actor, names) for result in results]


def form_of(result: Any, actor: User, names: dict[str, str]) -> dict[str, Any]:
    """What the form of one result prints; ``names`` of its raters by id."""
    subject = ExportSubject.of(result.close, actor)
    language = get_language() or "zh-hans"
    sections = explanation_of(result, language, names)
    decision = next((each.decision for each in result.decided.all() if each.is_active), None)
    remarks = [subject.flags(result.flags), subject.gates(result.gates), _decided(decision)]
    return {
        "result": result,
        "period": subject.period,
        "close": subject.close,
        "scheme_title": words(subject.scheme.title),
        "title": _("%(part)s form") % {"part": words(subject.part.title)},
        "category": subject.category(result.category),
        "position": result.staff.position_title,
        "status": status_words(result.status),
        "is_provisional": subject.period.state not in PUBLIC_STATES,
        "grade": subject.grade(result.final_grade),
        "grades": [subject.grade(code) for code in subject.part.grades],
        "ceiling": subject.grade(result.ceiling),
        "has_bonus": result.final_bonus is not None,
        "items": _items(subject, sections),
        "history": _history(subject, result),
        "arithmetic": _arithmetic(subject, sections),
        "remarks": [text for text in remarks if text],
    }


def _decided(decision: Decision | None) -> str:
    """The leading group's decision in a line; a long reason is cut, the minutes have it in full."""
    if decision is None:
        return ""
    reason = decision.reason
    if len(reason) > LONGEST_REASON:
        reason = reason[: LONGEST_REASON - 1] + "…"
    return _("Decision of the leading group: %(reason)s (%(who)s, %(day)s)") % {
        "reason": reason,
        "who": decision.decided_by,
        "day": f"{decision.decided_at:%Y-%m-%d}",
    }


def _items(subject: ExportSubject, sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The printed items in the scheme's order, each with what it rests on, all together no longer than a page."""
    left, rows = LINES, []
    for section in sections:
        if section["kind"] != "item":
            continue
        item = subject.part.items[section["id"]]
        basis = _basis(item.kind, section)
        shown, left = _fitting(basis, left)
        if len(shown) < len(basis):
            hidden = len(basis) - len(shown)
            shown.append(_("… and %(count)s more: see the register.") % {"count": hidden})
        rows.append(
            {
                "title": section["title"],
                "value": Decimal(section["value"]),
                "basis": shown,
                "is_sum": item.kind == "sum",
            }
        )
    return rows


def _basis(kind: str, section: dict[str, Any]) -> list[str]:
    texts = [line["text"] for line in section["lines"]]
    if kind == "entries":
        return texts
    if kind == "tally":
        return ["；".join(texts)] if len(texts) > 1 else []
    if kind == "given":
        return list(section["sentences"][:-1])  # the last one repeats the columns
    return list(section["sentences"])


def _fitting(texts: list[str], left: int) -> tuple[list[str], int]:
    """As many texts as there is room for; a row's first line costs nothing, it is there in any case."""
    shown: list[str] = []
    for text in texts:
        needed = -(-display_width(text) // WIDTH) - (0 if shown else 1)
        if needed > left:
            break
        shown.append(text)
        left -= needed
    return shown, left


def _arithmetic(subject: ExportSubject, sections: list[dict[str, Any]]) -> list[str]:
    """How the score comes from the items: the weighted terms where there are weights, and the sum."""
    section = next((each for each in sections if each["kind"] == "score"), None)
    if section is None:
        return []
    is_weighted = any(term.weight != 1 for term in getattr(subject.part.score, "terms", ()))
    terms = ["；".join(line["text"] for line in section["lines"])] if is_weighted else []
    return [*terms, *section["sentences"]]


def _history(subject: ExportSubject, result: Result) -> list[dict[str, Any]]:
    return [
        {
            "period": period_title(key),
            "score": None if score is None else Decimal(score),
            "grade": subject.grade(grade),
        }
        for key, score, grade in result.facts.get("history", ())
    ]
