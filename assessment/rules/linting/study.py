"""A scheme under study: its parts with their places in the text, and names for places that stay."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..periods import Cadence
from ..scheme import Part, Scheme
from ..vocabulary.base import Text
from ..yaml_source import Path, Source
from .findings import Context

_NAMES = ("id", "code", "name", "kind", "grade", "item", "fact")
"""Keys by which a member of a list is called, the first that the list's members have each for itself."""


@dataclass(frozen=True)
class Study:
    """What the rules look at."""

    scheme: Scheme
    source: Source
    context: Context

    @property
    def parts(self) -> Iterator["PartStudy"]:
        for cadence, part in self.scheme.parts.items():
            yield PartStudy(self, cadence, part)

    def part(self, cadence: str) -> "PartStudy | None":
        """The part of this cadence; None where the scheme has none."""
        return next((each for each in self.parts if each.cadence == cadence), None)

    def named(self, path: Path) -> str:
        """``parts.year.quotas[excellent]``: the place by the names of its members instead of their positions."""
        text, here = "", self.source.data
        for step in path:
            if isinstance(step, int):
                text += f"[{_name(here, step)}]"
            else:
                text += f".{step}" if text else step
            here = _inside(here, step)
        return text


@dataclass(frozen=True)
class PartStudy:
    """One part of the scheme under study."""

    study: Study
    cadence: Cadence
    part: Part

    @property
    def path(self) -> Path:
        return ("parts", self.cadence)

    def grade(self, code: str) -> Text:
        """The scheme's title of a grade."""
        return self.study.scheme.grades[code]


def _inside(data: Any, step: str | int) -> Any:
    if isinstance(data, list) and isinstance(step, int):
        return data[step] if step < len(data) else None
    return data.get(step) if isinstance(data, dict) else None


def _name(members: Any, place: int) -> str:
    for key in _NAMES:
        names = [each.get(key) for each in members] if _are_mappings(members) else []
        if len(names) > place and isinstance(names[place], str) and names.count(names[place]) == 1:
            return str(names[place])
    return str(place)


def _are_mappings(members: Any) -> bool:
    return isinstance(members, Sequence) and all(isinstance(each, dict) for each in members)
