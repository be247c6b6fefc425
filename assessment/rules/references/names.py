"""Names that may be given once only."""

from collections.abc import Iterator

from assessment.rules.faults import message
from assessment.rules.vocabulary.clauses import ByLevel, FromDepartment
from assessment.rules.vocabulary.items import RoundsItem, WeeklyItem
from assessment.rules.vocabulary.pack import PackModel, PartModel
from assessment.rules.vocabulary.results import IndexScore

from .place import Found, PartPlace, twice


def of_head(pack: PackModel) -> Iterator[Found]:
    """Codes of the pack's head."""
    yield from twice([c.code for c in pack.categories], ("categories",), "code")
    yield from twice([g.code for g in pack.grades], ("grades",), "code")
    yield from twice([f.code for f in pack.flags], ("flags",), "code")
    yield from twice([s.kind for s in pack.states], ("states",), "kind")
    yield from twice([s.name for s in pack.settings], ("settings",), "name")
    yield from twice([c.id for c in pack.checks], ("checks",), "id")


def faults(place: PartPlace) -> Iterator[Found]:
    """Ids of a part, and codes inside its clauses, items and questions."""
    part = place.part
    yield from place.twice([c.id for c in part.clauses], "id", "clauses")
    yield from place.twice([f.name for f in part.facts], "name", "facts")
    yield from place.twice([f.name for f in part.months], "name", "months")
    yield from place.twice([i.id for i in part.items], "id", "items")
    yield from place.twice([g.id for g in part.gates], "id", "gates")
    yield from place.twice([r.id for r in part.rules], "id", "rules")
    if isinstance(part, PartModel):
        yield from place.twice([s.id for s in part.procedure], "id", "procedure")
    yield from place.twice([c.id for c in part.consequences], "id", "consequences")
    yield from _rated_once(place)
    yield from _in_clauses(place)
    yield from _in_items(place)
    yield from _in_gates(place)
    if isinstance(part.score, IndexScore):
        yield from place.twice([h.code for h in part.score.headings], "code", "score", "headings")
        yield from place.twice([a.code for a in part.score.answers], "code", "score", "answers")


def _rated_once(place: PartPlace) -> Iterator[Found]:
    seen: set[str] = set()
    for number, item in enumerate(place.part.items):
        for rated in item.rating_items:
            if rated.id in seen:
                yield place.at("items", number), message("rated_again", name=rated.id)
            seen.add(rated.id)


def _in_clauses(place: PartPlace) -> Iterator[Found]:
    people = {clause.id for clause in place.people.part.clauses} if place.people is not None else set()
    for number, clause in enumerate(place.part.clauses):
        path: tuple[str | int, ...] = ("clauses", number)
        if clause.id in people:
            yield place.at(*path, "id"), message("clause_of_people", name=clause.id)
        if isinstance(clause, ByLevel):
            yield from place.twice([level.code for level in clause.levels], "code", *path, "levels")
            yield from place.twice([kind.code for kind in clause.kinds], "code", *path, "kinds")
            for where, kind in enumerate(clause.kinds):
                codes = [level.code for level in kind.levels]
                yield from place.twice(codes, "code", *path, "kinds", where, "levels")
        if clause.item is not None and not isinstance(clause, FromDepartment):
            yield from place.twice([each.name for each in clause.attributes], "name", *path, "attributes")


def _in_gates(place: PartPlace) -> Iterator[Found]:
    people = {gate.id for gate in place.people.part.gates} if place.people is not None else set()
    for number, gate in enumerate(place.part.gates):
        if gate.id in people:
            yield place.at("gates", number, "id"), message("gate_of_people", name=gate.id)


def _in_items(place: PartPlace) -> Iterator[Found]:
    for number, item in enumerate(place.part.items):
        path: tuple[str | int, ...] = ("items", number)
        if isinstance(item, WeeklyItem):
            yield from place.twice([level.code for level in item.levels], "code", *path, "levels")
        if isinstance(item, RoundsItem):
            votes = [level.code for level in item.levels]
            yield from place.twice(votes, "code", *path, "levels")
            yield from place.twice([role.code for role in item.roles], "code", *path, "roles")
            yield from place.twice([each.code for each in item.not_counted], "code", *path, "not_counted")
            for where, answer in enumerate(item.not_counted):
                if answer.code in votes:
                    code = place.at(*path, "not_counted", where, "code")
                    yield code, message("level_counts", name=answer.code)
