"""The explanation of a stored result, for those who may read it."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from assessment.models import Result
from assessment.rules import Part, Scheme, explain, render
from organization.models import StaffMember

Names = Mapping[str, str]


def explanation_data(result: Result, names: Names | None = None) -> dict[str, Any]:
    """The explanation as data, recomputed from the facts stored with the result.

    Raters of duties appear by name. Of a panel (a ranked item) only the mean and the rank are told, of a vote in rounds
    only how many said what: who gave which is nobody's business but theirs. ``names`` (see :func:`rater_names`) spares the statement per result.
    """
    period, close = result.close.period, result.close
    scheme = close.version.rules
    settings = {name: Decimal(str(value)) for name, value in close.settings.items()}
    data = explain(scheme, period.parsed_key, settings, result.facts, result.standing)
    name_raters(data, rater_names([result]) if names is None else names)
    return data


def explanation_of(result: Result, language: str, names: Names | None = None) -> list[dict[str, Any]]:
    """The explanation in sentences (``zh-hans`` or ``en``), section by section; see ``rules.render``."""
    return sections_of(explanation_data(result, names), result, language)


def sections_of(data: dict[str, Any], result: Result, language: str) -> list[dict[str, Any]]:
    """Sentences of an explanation as data; the lines of panels are left out."""
    return sections_by(data, result.close.version.rules, language)


def sections_by(data: dict[str, Any], scheme: Scheme, language: str) -> list[dict[str, Any]]:
    """The same for an explanation by another scheme than the one the result was computed with."""
    sections = render(data, scheme, language)
    ranked = {item["item"] for item in data["items"] if item["kind"] == "rank_bands"}
    for section in sections:
        if section["kind"] == "item" and section["id"] in ranked:
            section["lines"] = []
    return sections


def rater_names(results: Collection[Result]) -> dict[str, str]:
    """Names of everyone who gave a score in these results, or whose points count against their department.

    By the id that facts carry; one statement at most.
    """
    people = {int(row[2]) for result in results for row in result.facts.get("ratings", ())}
    for result in results:
        for carried in result.standing.get("carried", {}).values():
            people.update(int(staff_id) for staff_id, _lost in carried["people"])
    if not people:
        return {}
    rows = StaffMember.objects.filter(pk__in=people).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}


def name_raters(data: dict[str, Any], names: Names) -> None:
    """Put names in the place of ids. A panel keeps its ids: they are never printed (see ``sections_of``)."""
    for item in data["items"]:
        if item["kind"] == "rank_bands":
            continue
        if item["kind"] == "carried_over":
            item["people"] = [[names.get(staff_id, ""), lost] for staff_id, lost in item["people"]]
        for rated in (item, *item.get("duties", ())):
            for rating in rated.get("ratings", ()):
                rating["rater"] = names.get(rating["rater"], "")


def explanation_for(result: Result, language: str, *, reviews: bool) -> list[dict[str, Any]]:
    """The explanation as the asker may read it: whose points count against a department only who ``reviews`` results.

    KeyError for the result of a department that the scheme does not assess.
    """
    sections = explanation_of(result, language)
    if reviews or not result.subject.is_department:
        return sections
    part = result.close.version.rules.part(result.close.period.parsed_key.cadence)
    return without_people(sections, part.of_kind("department"))


def without_people(sections: list[dict[str, Any]], part: Part) -> list[dict[str, Any]]:
    """The sections without whose points were carried over to a department: that is for those who review results."""
    return [
        section | {"lines": []}
        if section["kind"] == "item" and section["id"] in part.carried_items
        else section
        for section in sections
    ]
