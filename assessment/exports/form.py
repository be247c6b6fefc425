"""The assessment form (考核评定表) of one person: everything on one A4 page, to be printed, signed and filed."""

from decimal import Decimal
from typing import Any

from assessment.exports.base import Subject, status_words, words
from assessment.models import Result
from organization.models import User


def form_of(result: Any, actor: User) -> dict[str, Any]:
    """What the form prints: ``result`` carries ``final_grade`` and ``final_bonus`` (results.selectors)."""
    subject = Subject.of(result.close, actor)
    return {
        "result": result,
        "period": subject.period,
        "close": subject.close,
        "scheme_title": words(subject.scheme.title),
        "part_title": words(subject.part.title),
        "category": subject.category(result.category),
        "position": result.staff.position_title,
        "status": status_words(result.status),
        "grade": subject.grade(result.final_grade),
        "ceiling": subject.grade(result.ceiling),
        "items": _items(subject, result),
        "history": _history(subject, result),
        "remarks": "；".join(filter(None, [subject.flags(result.flags), subject.gates(result.gates)])),
        "decision": result.decided.filter(is_active=True).select_related("decision__decided_by").first(),
    }


def _items(subject: Subject, result: Result) -> list[dict[str, Any]]:
    """The printed items in the scheme's order, each with its entries where it has any."""
    entries = result.facts.get("entries", ())
    rows = []
    for item in subject.part.items.values():
        if item.id not in result.items:
            continue
        mine = [row for row in entries if subject.part.clauses[row[1]].item == item.id]
        basis = [f"{row[2]} {row[1]} {words(subject.part.clauses[row[1]].title)}" for row in mine]
        rows.append({"title": words(item.title), "value": Decimal(result.items[item.id]), "basis": basis})
    return rows


def _history(subject: Subject, result: Result) -> list[dict[str, Any]]:
    return [
        {"period": key, "score": None if score is None else Decimal(score), "grade": subject.grade(grade)}
        for key, score, grade in result.facts.get("history", ())
    ]
