"""The sections of one part: clauses, items, score, grades, gates, pay, procedure."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from assessment.rules import Part
from assessment.rules.description import Speaker, is_number, items_rated, key_label, results
from assessment.schemes.document.blocks import Block, DocumentRow, DocumentTable, Listing, Paragraph, Section

TOLD = {
    *("title", "clauses", "facts", "months", "items", "score", "grades", "without_score", "bands", "rules"),
    *("quotas", "gates", "bonus", "procedure", "consequences", "appeal", "departments"),
}
"""The keys of a part that have sections of their own."""


def part_sections(speaker: Speaker, part: Part) -> Iterator[Section]:
    """Everything a part says, in the order in which one needs it; sections without content are left out."""
    content: list[tuple[str, list[Block]]] = [
        (_("Clauses and points"), _clauses(speaker, part)),
        (_("Items"), _items(speaker, part)),
        (_("Figures"), _figures(speaker, part)),
        (_("How the score is computed"), [Paragraph(speaker.any(part.score))]),
        (_("From score to grade"), _grades(speaker, part)),
        (_("Seats"), [Paragraph(speaker.any(quota)) for quota in part.quotas]),
        (_("Conditions that decide or limit"), _gates(speaker, part)),
        (_("Bonus"), _bonus(speaker, part)),
        (_("Procedure and deadlines"), _procedure(speaker, part)),
        (_("What follows from the result"), _consequences(speaker, part)),
        (_("Appeals"), _appeal(speaker, part)),
        *_others(speaker, part),
    ]
    for title, blocks in content:
        if blocks:
            yield Section(title, 2, blocks)


def _clauses(speaker: Speaker, part: Part) -> list[Block]:
    groups: dict[str | None, list[Any]] = {}
    for clause in part.clauses.values():
        groups.setdefault(clause.item, []).append(clause)
    rows = []
    for item, clauses in groups.items():
        title = _("On record, without points") if item is None else speaker.of_part("items", item)
        rows.append(DocumentRow([title], is_group=True))
        rows += [_clause(speaker, clause) for clause in clauses]
    if not rows:
        return []
    heads = [_("Clause"), _("Matter"), _("Points"), _("Place in the document")]
    return [DocumentTable.without_empty(heads, rows, [10, 48, 26, 16])]


def _clause(speaker: Speaker, clause: Any) -> DocumentRow:
    number = clause.id if is_number(clause.id) else ""
    cells = [number, speaker.text(clause.title), clause.points_text(speaker.language), clause.source or ""]
    return DocumentRow(cells, anchor=f"clause-{clause.id}")


def _items(speaker: Speaker, part: Part) -> list[Block]:
    rows = [
        DocumentRow([speaker.text(item.title), speaker.any(item), _raters(speaker, item)])
        for item in part.items.values()
    ]
    if not rows:
        return []
    heads = [_("Item"), _("How it comes about"), _("Scored by")]
    return [DocumentTable.without_empty(heads, rows, [20, 50, 30])]


def _raters(speaker: Speaker, item: Any) -> str:
    return speaker.joined((items_rated.duty(speaker, each) for each in item.rating_items), "clauses")


def _figures(speaker: Speaker, part: Part) -> list[Block]:
    rows = [_figure(speaker, fact) for fact in part.facts.values()]
    if part.months:
        rows.append(DocumentRow([_("For each month")], is_group=True))
        rows += [_figure(speaker, fact) for fact in part.months.values()]
    heads = [_("Figure"), _("Unit"), _("How it is stated")]
    return [DocumentTable.without_empty(heads, rows, [34, 16, 50])] if rows else []


def _figure(speaker: Speaker, fact: Any) -> DocumentRow:
    said = []
    if fact.default:
        said.append(speaker.say("fact_default", value=speaker.figure(fact.default)))
    if fact.step is not None:
        whole = "fact_whole" if fact.step == 1 else "fact_step"
        said.append(speaker.say(whole, step=speaker.figure(fact.step)))
    if fact.maximum is not None:
        said.append(speaker.say("fact_maximum", maximum=speaker.figure(fact.maximum)))
    if fact.not_over is not None:
        said.append(speaker.say("fact_not_over", fact=speaker.quoted(speaker.fact(fact.not_over)[0])))
    if fact.required_when is not None:
        said.append(speaker.say("fact_required", when=speaker.any(fact.required_when)))
    return DocumentRow([speaker.text(fact.title), speaker.text(fact.unit), speaker.joined(said, "clauses")])


def _grades(speaker: Speaker, part: Part) -> list[Block]:
    blocks: list[Block] = []
    if part.bands:
        alone = len(part.bands) == 1
        rows = [
            DocumentRow([speaker.grade(b.grade), results.band(speaker, b, alone=alone)]) for b in part.bands
        ]
        blocks.append(DocumentTable([_("Grade"), _("Score")], rows, [30, 70]))
    if part.rules:
        blocks += [Paragraph(_("The first of these rules that holds decides.")), _rules(speaker, part)]
    if part.without_score is not None:
        blocks.append(Paragraph(speaker.say("without_score", grade=speaker.grade(part.without_score))))
    return blocks


def _rules(speaker: Speaker, part: Part) -> Block:
    always = speaker.say("rule_always")
    rows = [
        DocumentRow(
            [
                str(number),
                speaker.text(rule.title),
                always if rule.when is None else speaker.any(rule.when),
                results.rule_effect(speaker, rule),
            ]
        )
        for number, rule in enumerate(part.rules, start=1)
    ]
    return DocumentTable([_("No."), _("Rule"), _("Applies when"), _("What follows")], rows, [8, 30, 34, 28])


def _gates(speaker: Speaker, part: Part) -> list[Block]:
    rows = [
        DocumentRow(
            [
                speaker.text(gate.title),
                speaker.any(gate.when),
                results.with_flags(speaker, speaker.any(gate.effect), gate.flags),
            ]
        )
        for gate in part.gates.values()
    ]
    return (
        [DocumentTable([_("Condition"), _("Applies when"), _("What follows")], rows, [28, 38, 34])]
        if rows
        else []
    )


def _bonus(speaker: Speaker, part: Part) -> list[Block]:
    if part.bonus is None:
        return []
    rows = [
        DocumentRow([speaker.grade(grade), speaker.figure(amount)])
        for grade, amount in part.bonus.by_grade.items()
    ]
    return [DocumentTable([_("Grade"), speaker.text(part.bonus.title)], rows, [50, 50], frozenset({1}))]


def _procedure(speaker: Speaker, part: Part) -> list[Block]:
    rows = [
        DocumentRow(
            [
                str(number),
                speaker.text(step.title),
                "" if step.due is None else speaker.any(step.due),
                speaker.text(step.note),
            ]
        )
        for number, step in enumerate(part.procedure, start=1)
    ]
    heads = [_("No."), _("Step"), _("Deadline"), _("Note")]
    return [DocumentTable.without_empty(heads, rows, [8, 44, 28, 20])] if rows else []


def _consequences(speaker: Speaker, part: Part) -> list[Block]:
    points = []
    for each in part.consequences:
        whom = [speaker.grade(code) for code in each.grades] + [speaker.flag(code) for code in each.flags]
        title = speaker.text(each.title)
        told = [name for name in whom if name != title]
        points.append(speaker.say("consequence", whom=speaker.joined(told), what=title) if told else title)
    return [Listing(points)] if points else []


def _appeal(speaker: Speaker, part: Part) -> list[Block]:
    """Departments that have no time of their own appeal within that of their people, told there."""
    return [] if part.model.appeal is None else [Paragraph(speaker.any(part.appeal))]


def _others(speaker: Speaker, part: Part) -> Iterator[tuple[str, list[Block]]]:
    """What a part says besides: kinds that have no section of their own, by the label of their key."""
    for key, value in part.model:
        if key not in TOLD and value not in (None, (), {}):
            points = (
                [speaker.any(each) for each in value] if isinstance(value, tuple) else [speaker.any(value)]
            )
            yield key_label(key, speaker.language), [Listing(points)]
