"""Which part of a list is which in the other scheme, and what it is called in a sentence."""

from collections.abc import Sequence
from typing import Any

from assessment.rules.description import Speaker, is_number
from assessment.rules.vocabulary.base import Strict, Text

from .words import word

_IDENTITIES = ("id", "name", "code", "grade", "fact", "item", "role", "level", "kind")


def identity_key(old: Sequence[Any], new: Sequence[Any]) -> str | None:
    """The key by which the models of two lists are told apart: the first that all have, each value once in a list."""
    every = [*old, *new]
    if not every or not all(isinstance(each, Strict) for each in every):
        return None
    for key in _IDENTITIES:
        values = [getattr(each, key, None) for each in every]
        if all(isinstance(value, str) for value in values) and _once(values, len(old)):
            return key
    return None


def _once(values: list[Any], split: int) -> bool:
    old, new = values[:split], values[split:]
    return len(set(old)) == len(old) and len(set(new)) == len(new)


def name_of(model: Any, speaker: Speaker, key: str | None) -> str:
    """What a part of a list is called: a clause by number and title, anything else by its title or its name."""
    title = getattr(model, "title", None)
    if isinstance(title, Text):
        quoted = word(speaker.short, "quoted", words=speaker.text(title))
        return (
            f"{model.id}{'' if speaker.is_chinese else ' '}{quoted}"
            if is_clause(model) and is_number(model.id)
            else quoted
        )
    if key is not None:
        return word(speaker.short, "quoted", words=speaker.name(getattr(model, key)))
    return speaker.any(model)


def is_clause(model: Any) -> bool:
    """Whether it is a clause: what an entry is recorded against, and worth points."""
    return hasattr(model, "points_text")
