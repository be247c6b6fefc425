"""Clauses: the item they belong to, what an entry may say, the department they follow from."""

from collections.abc import Iterator

from assessment.rules.faults import message
from assessment.rules.vocabulary.clauses import FromDepartment, PerCount, WorthClause
from assessment.rules.vocabulary.items import EntriesItem
from assessment.rules.vocabulary.pack import PartModel

from .place import Found, PartPlace

ENTRY_KEYS = frozenset(
    {"staff", "department", "clause", "date", "count", "points", "level", "kind", "matter", "ref"}
)
"""Keys an entry has for other purposes; no attribute may have such a name."""


def faults(place: PartPlace) -> Iterator[Found]:
    """Items without a clause, clauses without an item, attributes and facts that cannot be."""
    homes = {item.id for item in place.part.items if isinstance(item, EntriesItem)}
    for number, clause in enumerate(place.part.clauses):
        if clause.item is not None:
            yield from place.known(clause.item, homes, "item_of_entries_unknown", "clauses", number, "item")
        if isinstance(clause, FromDepartment):
            yield from _from_department(place, clause, number)
        elif isinstance(clause, WorthClause):
            yield from _worth(place, clause, number)
    used = {clause.item for clause in place.part.clauses}
    for number, item in enumerate(place.part.items):
        if isinstance(item, EntriesItem) and item.id not in used:
            yield place.at("items", number), message("item_without_clause", name=item.id)


def _from_department(place: PartPlace, clause: FromDepartment, number: int) -> Iterator[Found]:
    departments = place.part.departments if isinstance(place.part, PartModel) else None
    if departments is None:
        where = message("clause_needs_departments")
        yield place.at("clauses", number, "kind"), where
        return
    facts = {fact.name for fact in departments.facts}
    yield from place.known(clause.fact, facts, "fact_of_departments_unknown", "clauses", number, "fact")


def _worth(place: PartPlace, clause: WorthClause, number: int) -> Iterator[Found]:
    for where, attribute in enumerate(clause.attributes):
        if attribute.name in ENTRY_KEYS:
            path = place.at("clauses", number, "attributes", where, "name")
            yield path, message("key_of_entries", name=attribute.name)
    if isinstance(clause, PerCount) and clause.once_per_period and not clause.is_plain:
        path = place.at("clauses", number, "once_per_period")
        yield path, message("once_with_attributes")
