"""One person's result by the version and by the draft, side by side, recomputed when somebody asks."""

from collections.abc import Mapping
from typing import Any

from assessment.models import Result
from assessment.results.explanation import explanation_of, name_raters, rater_names, sections_by
from assessment.rules import explain, facts_of, subject_from_facts
from assessment.workshop.simulation.comparison import Comparison
from assessment.workshop.simulation.fact_fit import Fitter

Sections = list[dict[str, Any]]


def both_explanations(
    comparison: Comparison, result: Result, row: Mapping[str, Any], language: str
) -> list[tuple[str, Sections, Sections, bool]]:
    """Title, sections by the version, by the draft, and whether they say the same, for every part of the explanations.

    ``row`` is what the report keeps of the person. Parts that both have stand beside each other, in the order of the
    draft; who of a panel gave what is told by neither.
    """
    names = rater_names([result])
    old = explanation_of(result, language, names)
    fitted = Fitter(comparison.old_part, comparison.draft, comparison.key).fit(
        subject_from_facts(result.facts)
    )
    facts = facts_of(fitted.subject)
    data = explain(comparison.draft, comparison.key, comparison.new_settings, facts, row["standing"])
    name_raters(data, names)
    new = sections_by(data, comparison.draft, language)
    return _beside(old, _without_panels(new, data, comparison))


def _without_panels(sections: Sections, data: Mapping[str, Any], comparison: Comparison) -> Sections:
    """A panel's single scores stay hidden where the draft makes an ordinary given score of them."""
    panels = set(comparison.old_part.rank_items)
    told = {
        item["item"]
        for item in data["items"]
        if item["kind"] != "rank_bands"
        and (item["item"] in panels or any(row["duty"] in panels for row in item.get("duties", ())))
    }
    for section in sections:
        if section["kind"] == "item" and section["id"] in told:
            section["lines"], section["sentences"] = [], section["sentences"][-1:]
    return sections


def _beside(old: Sections, new: Sections) -> list[tuple[str, Sections, Sections, bool]]:
    keys = [(each["kind"], each["id"]) for each in [*new, *old]]
    order = ("gate", "item", "score", "grade", "quota", "bonus")
    rows = []
    for kind, name in sorted(dict.fromkeys(keys), key=lambda key: order.index(key[0])):
        sides = [[e for e in side if (e["kind"], e["id"]) == (kind, name)] for side in (old, new)]
        title = next(each["title"] for side in reversed(sides) for each in side)
        rows.append((title, sides[0], sides[1], sides[0] == sides[1]))
    return rows
