"""Single values and short statements that differ: points, conditions, effects, deadlines, figures, words."""

from decimal import Decimal
from typing import Any

from assessment.rules.description import Speaker, sentence_of
from assessment.rules.vocabulary.base import Strict

from .change import Change
from .element_names import is_clause
from .location import SchemeLocation

Told = tuple[Change, frozenset[str]]
_ASIDE = ("title", "item", "source", "flags")


def clause_differs(old: Any, new: Any, place: SchemeLocation) -> Told | None:
    """A clause that is worth something else: ``6.1a 「迟到」：−0.5 / 次 → −1 / 次``."""
    if not (is_clause(new) and is_clause(old)):
        return None
    shown = new.points_text("zh-hans")
    if old.points_text("zh-hans") == shown and old.points_text("en") == new.points_text("en"):
        return None
    covered = {key for key in type(new).model_fields if _moves(old, new, key)}
    return place.values(
        lambda speaker, is_new: (new if is_new else old).points_text(speaker.language)
    ), frozenset(covered)


def _moves(old: Any, new: Any, key: str) -> bool:
    """Whether this key alone changes the points as they are shown."""
    if getattr(old, key) == getattr(new, key):
        return False
    alone = new.model_copy(update={key: getattr(old, key)})
    return any(alone.points_text(language) != new.points_text(language) for language in ("zh-hans", "en"))


def sentence_differs(old: Strict, new: Strict, place: SchemeLocation) -> Told | None:
    """A condition, an effect, a deadline: one short sentence against the other, for the keys that it tells."""
    known = sentence_of(new)
    if known is None or not known.whole or not _differ(known.sentence, old, new, place):
        return None
    return place.values(lambda speaker, is_new: known.sentence(speaker, new if is_new else old)), known.covers


def _differ(sentence: Any, old: Any, new: Any, place: SchemeLocation) -> bool:
    return all(
        sentence(place.voices.of(language, new=False), old)
        != sentence(place.voices.of(language, new=True), new)
        for language in ("zh", "en")
    )


def kind_differs(old: Strict, new: Strict, place: SchemeLocation) -> Told:
    """Something that became of another kind: both in their own words; title and the like are told apart from it."""
    common = set(type(old).model_fields) & set(type(new).model_fields)
    aside = {key for key in _ASIDE if key in common}
    return place.sentence(old, new), frozenset(set(type(new).model_fields) - aside)


def value_differs(old: Any, new: Any, place: SchemeLocation) -> Change:
    """Two single values; one that was left out before, or is left out now, is said so."""
    if old is None or new is None:
        return place.set_or_unset(old, new)
    said = [
        _written(place.voices.of("zh", new=is_new), new if is_new else old, place) for is_new in (False, True)
    ]
    if said[0] == said[1]:
        return place.values(lambda _speaker, is_new: str(new if is_new else old))
    return place.values(lambda speaker, is_new: _written(speaker, new if is_new else old, place))


def _written(speaker: Speaker, value: Any, place: SchemeLocation) -> str:
    if isinstance(value, Decimal) and ".by_grade." in place.path:
        return speaker.money(value)
    return speaker.under(place.last_key, value)
