"""Labels of the keys of a pack and of the fixed values they take, in both languages."""

import re

from .key_words import KEYS, VALUES

_NUMBER = re.compile(r"[A-Za-z]{0,2}[0-9]")


def key_label(key: str, language: str) -> str:
    """The label of a key: 名额比例, share of seats. One that has no word yet is shown as it is written."""
    return _of(KEYS.get(key), key, language)


def value_label(value: str, language: str) -> str:
    """The word for a fixed value such as ``begins_in``; the value itself where there is none."""
    return _of(VALUES.get(value), value, language)


def _of(words: tuple[str, str] | None, name: str, language: str) -> str:
    if words is None:
        return name.replace("_", " ")
    return words[0] if language.startswith("zh") else words[1]


def is_number(name: str) -> bool:
    """Whether an id is a number of the document (``6.1a``, ``w17``), not a word that only the pack knows."""
    return _NUMBER.match(name) is not None
