"""Lists that differ: what was added, removed, put in another order, and what became of the rest."""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from assessment.rules.description import Speaker
from assessment.rules.vocabulary.base import Strict

from .change import Change
from .element_names import identity_key, name_of
from .location import SchemeLocation

Differences = Callable[[Any, Any, SchemeLocation], Iterator[Change]]


def lists_differ(
    old: Sequence[Any], new: Sequence[Any], place: SchemeLocation, inner: Differences
) -> Iterator[Change]:
    """Every difference of two lists; ``inner`` tells those of two members that belong together."""
    if not any(isinstance(each, Strict) for each in (*old, *new)):
        yield _words_differ(old, new, place)
        return
    key = identity_key(old, new)
    if key is None:
        yield from _by_likeness(old, new, place, inner)
    else:
        yield from _by_key(old, new, key, place, inner)


def _words_differ(old: Sequence[Any], new: Sequence[Any], place: SchemeLocation) -> Change:
    def said(speaker: Speaker, is_new: bool) -> str:
        return speaker.any(tuple(new if is_new else old)) or speaker.scalar(None)

    both = [said(place.voices.of("zh", new=is_new), is_new) for is_new in (False, True)]
    if both[0] == both[1]:
        return place.values(lambda speaker, is_new: speaker.joined(map(str, new if is_new else old)))
    return place.values(said)


def _by_key(
    old: Sequence[Any], new: Sequence[Any], key: str, place: SchemeLocation, inner: Differences
) -> Iterator[Change]:
    before = {getattr(each, key): (position, each) for position, each in enumerate(old)}
    after = {getattr(each, key): (position, each) for position, each in enumerate(new)}
    yield from _moved(before, after, key, place)
    for name, (position, each) in after.items():
        if name in before:
            yield from inner(before[name][1], each, place.inside(each, position, key))
        else:
            yield place.member("added", each, position, key)
    for name, (position, each) in before.items():
        if name not in after:
            yield place.member("removed", each, position, key)


def _moved(
    before: dict[str, Any], after: dict[str, Any], key: str, place: SchemeLocation
) -> Iterator[Change]:
    """The members of both lists in another order: those between the first and the last that stand elsewhere."""
    old = [name for name in before if name in after]
    new = [name for name in after if name in before]
    apart = [position for position, (one, other) in enumerate(zip(old, new, strict=True)) if one != other]
    if apart:
        first, last = apart[0], apart[-1] + 1

        def said(speaker: Speaker, is_new: bool) -> str:
            table, names = (after, new) if is_new else (before, old)
            return speaker.joined(name_of(table[name][1], speaker, key) for name in names[first:last])

        yield place.moved(said)


def _by_likeness(
    old: Sequence[Any], new: Sequence[Any], place: SchemeLocation, inner: Differences
) -> Iterator[Change]:
    """Members without a name: equal ones belong together, those between them pair up in their order."""
    matcher = SequenceMatcher(a=[repr(each) for each in old], b=[repr(each) for each in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        for i, j in zip_longest(range(i1, i2), range(j1, j2)):
            if i is None:
                yield place.member("added", new[j], j, None)
            elif j is None:
                yield place.member("removed", old[i], i, None)
            else:
                yield from inner(old[i], new[j], place.inside(new[j], j, None))
