"""Items: facts, figures of months and other items they read, and tables that must rise or fall."""

from collections.abc import Callable, Iterator
from typing import Any

from assessment.rules.faults import message
from assessment.rules.vocabulary.items import (
    CarriedItem,
    GivenItem,
    MonthTiersItem,
    RankItem,
    ShareItem,
    SumItem,
    TallyItem,
)

from .place import Found, PartPlace

IN_DEPARTMENTS = (
    "entries",
    "rated",
    "tally",
    "share",
    "month_tiers",
    "rounds",
    "sum",
    "rank_bands",
    "carried_over",
)
"""All but those that follow from a person's duties and weekly journals."""


def faults(place: PartPlace) -> Iterator[Found]:
    """References of the items, in their order."""
    before: set[str] = set()
    for number, item in enumerate(place.part.items):
        if place.of_departments and item.kind not in IN_DEPARTMENTS:
            yield place.at("items", number, "kind"), message("item_not_of_departments", kinds=IN_DEPARTMENTS)
        if isinstance(item, SumItem):
            for where, name in enumerate(item.items):
                yield from place.known(name, before, "item_above_unknown", "items", number, "items", where)
        check = _CHECKS.get(type(item))
        if check is not None:
            yield from check(place, item, number)
        before.add(item.id)


def _given(place: PartPlace, item: GivenItem, number: int) -> Iterator[Found]:
    if item.maximum_without is not None:
        given = {each.id for each in place.part.items if isinstance(each, GivenItem)} - {item.id}
        path = ("items", number, "maximum_without", "item")
        yield from place.known(item.maximum_without.item, given, "item_of_given_unknown", *path)


def _tally(place: PartPlace, item: TallyItem, number: int) -> Iterator[Found]:
    for where, each in enumerate(item.each):
        yield from place.known(each.fact, place.facts, "fact_unknown", "items", number, "each", where, "fact")


def _share(place: PartPlace, item: ShareItem, number: int) -> Iterator[Found]:
    yield from place.known(item.done, place.facts, "fact_unknown", "items", number, "done")
    yield from place.known(item.of, place.facts, "fact_unknown", "items", number, "of")


def _ranked(place: PartPlace, item: RankItem, number: int) -> Iterator[Found]:
    shares = [band.percent for band in item.bands]
    for where in range(1, len(shares)):
        if shares[where] <= shares[where - 1]:
            path = place.at("items", number, "bands", where, "percent")
            yield path, message("shares_not_rising")


def _month_tiers(place: PartPlace, item: MonthTiersItem, number: int) -> Iterator[Found]:
    for where, table in enumerate(item.tables):
        path: tuple[str | int, ...] = ("items", number, "tables", where)
        yield from place.known(table.figure, place.months, "month_figure_unknown", *path, "figure")
        for row in range(1, len(table.tiers)):
            if table.tiers[row].at_least >= table.tiers[row - 1].at_least:
                tier = place.at(*path, "tiers", row, "at_least")
                yield tier, message("tiers_not_falling")


def _carried(place: PartPlace, item: CarriedItem, number: int) -> Iterator[Found]:
    if place.people is None:
        yield place.at("items", number, "kind"), message("carried_to_departments_only")
        return
    yield from place.known(item.of, place.people.items, "item_of_people_unknown", "items", number, "of")


_CHECKS: dict[type[Any], Callable[[PartPlace, Any, int], Iterator[Found]]] = {
    GivenItem: _given,
    TallyItem: _tally,
    ShareItem: _share,
    RankItem: _ranked,
    MonthTiersItem: _month_tiers,
    CarriedItem: _carried,
}
