"""A scheme as the people under it read it: clauses with their points, items, grades, caps, gates, deadlines, readings."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.models import SchemeVersion
from assessment.rules import Part, Scheme
from assessment.schemes.compiled import compiled
from assessment.schemes.installing import published_for
from organization.models import Unit


@dataclass(frozen=True)
class ReadClauses:
    """The clauses of one item."""

    title: str
    clauses: list[dict[str, str]]


@dataclass(frozen=True)
class ReadPart:
    """What the scheme says for one cadence, in the reader's language."""

    title: str
    clauses: list[ReadClauses]
    items: list[dict[str, Any]]
    bands: list[dict[str, Any]]
    quotas: list[dict[str, Any]]
    rules: list[str]
    gates: list[dict[str, str]]
    bonuses: list[dict[str, Any]]
    procedure: list[str]
    consequences: list[str]
    facts: list[dict[str, str]] = field(default_factory=list)


def versions_read_in(unit: Unit) -> QuerySet[SchemeVersion]:
    """The versions that the unit's periods were opened with, or that are published for a scheme it uses; newest first."""
    used = published_for(unit).filter(scheme__uses__unit=unit)
    kept = SchemeVersion.objects.filter(periods__unit=unit)
    return (used | kept).select_related("scheme").distinct().order_by("scheme__code", "-number")


def read_scheme(version: SchemeVersion, language: str) -> list[ReadPart]:
    """Every part of a version, shortest cadence first."""
    scheme = compiled(version)
    return [_part(scheme, part, language) for part in scheme.parts.values()]


def _part(scheme: Scheme, part: Part, language: str) -> ReadPart:
    return ReadPart(
        title=part.title.get(language),
        clauses=_clauses(part, language),
        items=[
            {"title": item.title.get(language), "raters": [_rater(r, language) for r in item.rating_items]}
            for item in part.items.values()
        ],
        bands=[
            {"grade": scheme.grades[band.grade].get(language), "at_least": band.at_least}
            for band in part.bands
        ],
        quotas=[_quota(scheme, quota, language) for quota in part.quotas],
        rules=[rule.title.get(language) for rule in part.rules],
        gates=[
            {"title": gate.title.get(language), "effect": _effect(scheme, gate.effect, language)}
            for gate in part.gates.values()
        ],
        bonuses=[
            {"grade": scheme.grades[grade].get(language), "amount": amount}
            for grade, amount in (part.bonus.by_grade.items() if part.bonus else ())
        ],
        procedure=[step.title.get(language) for step in part.procedure],
        consequences=[each.title.get(language) for each in part.consequences],
        facts=[
            {"title": fact.title.get(language), "unit": fact.unit.get(language)}
            for fact in part.facts.values()
        ],
    )


def _clauses(part: Part, language: str) -> list[ReadClauses]:
    groups: dict[str, list[dict[str, str]]] = {}
    for clause in part.clauses.values():
        row = {"id": clause.id, "title": clause.title.get(language), "points": clause.points_text(language)}
        groups.setdefault(clause.item, []).append(row)
    return [ReadClauses(part.items[item].title.get(language), rows) for item, rows in groups.items()]


def _rater(rating: Any, language: str) -> str:
    return f"{rating.title.get(language)} ({rating.rated_by.get(language)})"


def _quota(scheme: Scheme, quota: Any, language: str) -> dict[str, Any]:
    return {
        "grade": scheme.grades[quota.grade].get(language),
        "percent": quota.percent_in(scheme.figures()),
        "of": _("of each category") if quota.of == "category" else _("of the whole unit"),
        "next": scheme.grades[quota.next].get(language),
    }


def _effect(scheme: Scheme, effect: Any, language: str) -> str:
    grade = scheme.grades[effect.grade].get(language) if getattr(effect, "grade", None) else ""
    sentences = {
        "out_of_scope": _("not assessed"),
        "unqualified": scheme.grades["unqualified"].get(language) if "unqualified" in scheme.grades else "",
        "undetermined": scheme.grades["undetermined"].get(language)
        if "undetermined" in scheme.grades
        else "",
        "ceiling": _("at most %(grade)s") % {"grade": grade},
        "listed": _("see the order of the rules"),
    }
    if effect.kind == "bonus_as":
        paid = scheme.grades[effect.paid_as].get(language)
        return _("%(grade)s is paid as %(paid)s") % {"grade": grade, "paid": paid}
    return sentences.get(effect.kind, "")
