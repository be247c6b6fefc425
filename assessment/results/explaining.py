"""The explanation of a stored result, for those who may read it."""

from decimal import Decimal
from typing import Any

from assessment.models import Result
from assessment.rules import PeriodKey, explain, render
from assessment.schemes.compiled import compiled
from organization.models import StaffMember


def explanation_data(result: Result) -> dict[str, Any]:
    """The explanation as data, recomputed from the facts stored with the result.

    Raters of duties appear by name. Of a panel (a ranked item) only the mean and the rank are told: who of the leaders
    gave what is nobody's business but theirs.
    """
    period, close = result.close.period, result.close
    scheme = compiled(close.version)
    settings = {name: Decimal(str(value)) for name, value in close.settings.items()}
    data = explain(scheme, PeriodKey.parse(period.key), settings, result.facts, result.standing)
    _name_raters(data)
    return data


def explanation_of(result: Result, language: str) -> list[dict[str, Any]]:
    """The explanation in sentences (``zh-hans`` or ``en``), section by section; see ``rules.render``."""
    data = explanation_data(result)
    sections = render(data, compiled(result.close.version), language)
    ranked = {item["item"] for item in data["items"] if item["kind"] == "rank_bands"}
    for section in sections:
        if section["kind"] == "item" and section["id"] in ranked:
            section["lines"] = []
    return sections


def _name_raters(data: dict[str, Any]) -> None:
    duties = [duty for item in data["items"] for duty in item.get("duties", ())]
    given = [rating for duty in duties for rating in duty["ratings"]]
    names = dict(
        StaffMember.objects.filter(pk__in={int(rating["rater"]) for rating in given}).values_list(
            "pk", "name"
        )
    )
    for rating in given:
        rating["rater"] = names.get(int(rating["rater"]), "")
