"""A scheme under study: its parts with their places in the text, and names for places that stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from assessment.rules.periods import Cadence
from assessment.rules.scheme import Part, Scheme
from assessment.rules.vocabulary.base import Text
from assessment.rules.yaml_source import Path, YamlSource

from .findings import Context
from .logic import Logic
from .ranges import Reach

_NAMES = ("id", "code", "name", "kind", "grade", "item", "fact", "figure", "at_least", "percent")
"""Keys by which a member of a list is called, the first that the list's members have each for itself."""

WHOLE_UNIT = Text(zh="全单位", en="the whole unit")


@dataclass(frozen=True)
class Study:
    """What the rules look at."""

    scheme: Scheme
    source: YamlSource
    context: Context

    @cached_property
    def parts(self) -> tuple["PartStudy", ...]:
        """The parts of the scheme, shortest cadence first, each followed by its part of departments."""
        found = []
        for cadence, part in self.scheme.parts.items():
            found.append(PartStudy(self, cadence, part))
            departments = part.departments
            if departments is not None and departments is not part:
                found.append(PartStudy(self, cadence, departments))
        return tuple(found)

    def part(self, cadence: str) -> "PartStudy | None":
        """The part of people of this cadence; None where the scheme has none."""
        return self._part(cadence, of_departments=False)

    def like(self, other: Part, cadence: str) -> "PartStudy | None":
        """The part of another cadence about the same kind of subject; None where the scheme has none."""
        return self._part(cadence, of_departments=other.of_departments)

    def _part(self, cadence: str, *, of_departments: bool) -> "PartStudy | None":
        alike = (each for each in self.parts if each.part.of_departments == of_departments)
        return next((each for each in alike if each.cadence == cadence), None)

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
        """Where the part stands in the pack."""
        path: Path = ("parts", self.cadence)
        return (*path, "departments") if self.part.of_departments else path

    @cached_property
    def reach(self) -> Reach:
        """What the items and the score can come to."""
        return Reach(self.study.scheme, self.part)

    @cached_property
    def logic(self) -> Logic:
        """What can be said of the conditions of the part."""
        return Logic(self.part, self.reach)

    @property
    def earlier(self) -> "PartStudy | None":
        """The part whose periods this one looks back on."""
        return self.study.like(self.part, self.part.history) if self.part.history else None

    @property
    def sizes(self) -> dict[str, int]:
        """How many people each category has, or how many departments there are (under an empty name), as far as known."""
        context = self.study.context
        known = {"": context.departments} if self.part.of_departments else context.sizes
        return {name: size for name, size in known.items() if size > 0}

    def group(self, category: str) -> Text:
        """What a group is called, the whole unit where it is no category of the scheme."""
        return self.study.scheme.categories.get(category, WHOLE_UNIT)

    def counted(self, number: int) -> Text:
        """So many people, or so many departments."""
        zh, en = ("个科室", "departments") if self.part.of_departments else ("人", "people")
        return Text(zh=f"{number} {zh}", en=f"{number} {en}")

    def grade(self, code: str) -> Text:
        """The scheme's title of a grade."""
        return self.study.scheme.grades[code]


def _inside(data: Any, step: str | int) -> Any:
    if isinstance(data, list) and isinstance(step, int):
        return data[step] if step < len(data) else None
    return data.get(step) if isinstance(data, dict) else None


def _name(members: Any, place: int) -> str:
    if isinstance(members, list) and members.count(members[place]) == 1 and isinstance(members[place], str):
        return str(members[place])
    for key in _NAMES:
        names = [each.get(key) for each in members] if _are_mappings(members) else []
        if (
            len(names) > place
            and isinstance(names[place], str | Decimal | int)
            and names.count(names[place]) == 1
        ):
            return str(names[place])
    return str(place)


def _are_mappings(members: Any) -> bool:
    return isinstance(members, Sequence) and all(isinstance(each, dict) for each in members)
