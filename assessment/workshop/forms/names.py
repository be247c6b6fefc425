"""Which names of a pack a key may refer to, with their titles: a form offers them instead of asking for codes."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise

from assessment.rules.yaml_source import Path
from assessment.workshop.forms.addresses import value_at

# Key of the vocabulary (where wanted with its model) → the list whose names it refers to; a part's own lists first.
REFERENCES: Mapping[str, str] = {
    "grade": "grades",
    "grades": "grades",
    "next": "grades",
    "paid_as": "grades",
    "past": "grades",
    "every_past": "grades",
    "without_score": "grades",
    "by_grade": "grades",
    "flag": "flags",
    "flags": "flags",
    "dropped_flags": "flags",
    "nothing_flag": "flags",
    "state": "states",
    "states": "states",
    "before": "states",
    "setting": "settings",
    "item": "items",
    "items": "items",
    "fact": "facts",
    "facts": "facts",
    "ShareItem.done": "facts",
    "ShareItem.of": "facts",
    "ShareCondition.share": "facts",
    "ShareCondition.of": "facts",
    "not_over": "facts",
    "figure": "months",
    "gate": "gates",
    "clause": "clauses",
    "entries": "clauses",
}
_HEAD = ("grades", "flags", "states", "settings")
_IDENTITY = ("id", "code", "name", "kind")

Choices = list[tuple[str, str | Promise]]


def identity(element: Any) -> str:
    """The name of an element of a list: its id, code or name (the kind of a state)."""
    for key in _IDENTITY:
        if isinstance(element, dict) and isinstance(element.get(key), str):
            return str(element[key])
    return ""


def title_of(element: Any, language: str) -> str:
    """The title of an element in the language of the reader; empty where it has none."""
    title = element.get("title") if isinstance(element, dict) else element
    if not isinstance(title, dict):
        return ""
    wanted, other = ("zh", "en") if language.startswith("zh") else ("en", "zh")
    return str(title.get(wanted) or title.get(other) or "")


class Names:
    """The names of one pack, looked up from a place in it."""

    def __init__(self, data: Any, language: str) -> None:
        self.data, self.language = data, language

    def choices(self, key: str, path: Path, owner: str = "") -> Choices | None:
        """Names and titles that the key at this path may have; None where any name may stand."""
        listed = REFERENCES.get(f"{owner}.{key}") or REFERENCES.get(key)
        if listed is None:
            return None
        elements = value_at(self.data, self._home(listed, path))
        found = [(identity(each), title_of(each, self.language)) for each in _elements(elements)]
        return [(name, title or name) for name, title in found if name] or None

    def title(self, key: str, name: Any, path: Path) -> str:
        """The title of a name that stands at this path; the name where it leads nowhere."""
        known = dict(self.choices(key, path) or ())
        return str(known.get(name, name)) if isinstance(name, str) else ""

    def _home(self, listed: str, path: Path) -> Path:
        if listed in _HEAD or path[:1] != ("parts",):
            return (listed,)
        part = path[:2]
        return (*part, "departments", listed) if path[2:3] == ("departments",) else (*part, listed)


def _elements(elements: Any) -> list[Any]:
    return elements if isinstance(elements, list) else []
