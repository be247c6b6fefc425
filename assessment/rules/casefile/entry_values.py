"""What an entry states of its matter: count, points, level, kind, matter, row and attributes."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from assessment.rules.numbers import ONE, plain
from assessment.rules.scheme import Part
from assessment.rules.vocabulary.attributes import Attribute, Divides
from assessment.rules.vocabulary.clauses import (
    ByLevel,
    FindingClause,
    GivenPoints,
    PerCount,
    Recordable,
    WorthClause,
)

from .values import JsonLocation, is_multiple

VALUE_KEYS = frozenset({"count", "points", "level", "kind", "matter", "ref"})
Stated = dict[str, Any]
"""Fields of an :class:`~...subjects.Entry`."""


def attribute_names(parts: Iterable[Part]) -> frozenset[str]:
    """The names of all attributes that a clause of these parts knows."""
    return frozenset().union(
        *(clause.keys - VALUE_KEYS for part in parts for clause in part.recordable.values())
    )


def read_stated(place: JsonLocation, clause: Recordable) -> Stated:
    """What the entry states, for this clause; what is faulty is noted and left out."""
    stated: Stated = {}
    if isinstance(clause, PerCount):
        stated["count"] = _count(place, clause)
    elif isinstance(clause, GivenPoints):
        stated["points"] = _points(place, clause)
    elif isinstance(clause, ByLevel):
        stated |= _level(place, clause)
    elif isinstance(clause, FindingClause) and clause.refs is not None:
        stated["attributes"] = {"ref": place.whole("ref", lowest=1, highest=clause.refs)}
    if isinstance(clause, WorthClause):
        if clause.matter:
            stated["matter"] = place.text("matter", required=False)
        attributes = {a.name: _attribute(place, a) for a in clause.attributes if a.name in place.data}
        if attributes:
            stated["attributes"] = attributes
    return stated


def _count(place: JsonLocation, clause: PerCount) -> Decimal | None:
    if "count" not in place.data:
        return ONE
    count = place.figure("count")
    if count is None:
        return None
    if count <= 0:
        place.fault("count", "not_above", figure=plain(count), bound="0")
    elif not is_multiple(count, clause.step):
        place.fault("count", "not_a_multiple", figure=plain(count), step=plain(clause.step))
    return count


def _points(place: JsonLocation, clause: GivenPoints) -> Decimal | None:
    points = place.figure("points")
    if points is None:
        return None
    if clause.lowest is not None and points < clause.lowest:
        place.fault("points", "below", figure=plain(points), bound=plain(clause.lowest))
    elif clause.highest is not None and points > clause.highest:
        place.fault("points", "over", figure=plain(points), bound=plain(clause.highest))
    return points


def _level(place: JsonLocation, clause: ByLevel) -> Stated:
    """The level; where the clause has kinds also the kind, and a level of that kind."""
    if not clause.kinds:
        return {"level": place.code("level", clause.levels_of(None))}
    kinds = {each.code: clause.levels_of(each.code) for each in clause.kinds}
    kind = place.code("kind", kinds)
    levels = (
        kinds[kind]
        if kind is not None
        else {code: lv for each in kinds.values() for code, lv in each.items()}
    )
    return {"kind": kind, "level": place.code("level", levels)}


def _attribute(place: JsonLocation, attribute: Attribute) -> int | bool | None:
    if isinstance(attribute, Divides):
        return place.whole(attribute.name, lowest=1)
    return place.flag(attribute.name)
