"""What a pack's parts say of each other: every name that is used must exist, once."""

from collections.abc import Iterator
from itertools import chain

from assessment.rules.vocabulary.pack import PackModel

from . import clauses, conditions, departments, gates, grading, items, names, rest, scores
from .place import ENGINE_FLAGS, Found, PartPlace

_TOPICS = (names, clauses, items, conditions, scores, grading, gates, rest, departments)


def dangling(pack: PackModel) -> Iterator[Found]:
    """Every reference that leads nowhere and every name given twice, with its path."""
    yield from names.of_head(pack)
    for cadence, part in pack.parts.items():
        people = PartPlace(pack, part, ("parts", cadence))
        yield from _faults(people)
        if part.departments is not None:
            yield from _faults(PartPlace(pack, part.departments, (*people.path, "departments"), people))


def _faults(place: PartPlace) -> Iterator[Found]:
    return chain.from_iterable(topic.faults(place) for topic in _TOPICS)


__all__ = ["ENGINE_FLAGS", "Found", "dangling"]
