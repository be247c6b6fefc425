"""Reading the text of a case file as JSON without losing what is ambiguous in it."""

import json
from collections.abc import Iterator
from typing import Any

_LONGEST = 1000


class _Repeating(dict[str, Any]):
    """An object whose text gives some keys more than once; JSON lets the last one win."""

    repeated: tuple[str, ...] = ()


class Absurd:
    """Stands for an integer of more digits than any figure has: a value of no kind, so a fault wherever it is read."""

    def __repr__(self) -> str:
        return "…"


def parse_json(text: str) -> Any:
    """The data of a JSON text; ValueError when it is none.

    Objects remember the keys they give twice (see :func:`repeated_keys`). An integer of more
    than a thousand digits reads as :class:`Absurd`, which is a figure nowhere, rather than
    making the whole file unreadable.
    """
    return json.loads(text, object_pairs_hook=_object, parse_int=_integer)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) == len(pairs):
        return data
    repeating = _Repeating(data)
    names = [name for name, _ in pairs]
    repeating.repeated = tuple(name for name in data if names.count(name) > 1)
    return repeating


def _integer(digits: str) -> int | Absurd:
    return int(digits) if len(digits) <= _LONGEST else Absurd()


def repeated_keys(value: Any, path: str = "") -> Iterator[str]:
    """The paths of all keys that an object of the text gives more than once."""
    if isinstance(value, dict):
        for name in getattr(value, "repeated", ()):
            yield f"{path}.{name}" if path else name
        for name, inner in value.items():
            if isinstance(inner, dict | list):
                yield from repeated_keys(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            if isinstance(inner, dict | list):
                yield from repeated_keys(inner, f"{path}[{number}]")
