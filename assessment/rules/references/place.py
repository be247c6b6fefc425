"""One part of a pack with the names that may be used in it."""

from collections.abc import Iterable, Iterator, Sequence

from assessment.rules.faults import Message, message
from assessment.rules.vocabulary.base import CadenceName
from assessment.rules.vocabulary.clauses import Recordable
from assessment.rules.vocabulary.pack import PackModel, SubjectPart
from assessment.rules.vocabulary.results import IndexScore
from assessment.rules.yaml_source import Path

Found = tuple[Path, Message]
ENGINE_FLAGS = ("tie_at_cap", "quota_drop")


class PartPlace:
    """The people's part of a cadence, or that of its departments (then ``people`` is the people's)."""

    def __init__(
        self,
        pack: PackModel,
        part: SubjectPart,
        path: Path,
        people: "PartPlace | None" = None,
    ) -> None:
        self.pack, self.part, self.path, self.people = pack, part, path, people
        self.grades = {grade.code for grade in pack.grades}
        self.flags = {flag.code for flag in pack.flags}
        self.states = {state.kind for state in pack.states}
        self.settings = {setting.name for setting in pack.settings}
        self.facts = {fact.name for fact in part.facts}
        self.months = {figure.name for figure in part.months}
        self.items = {item.id for item in part.items}
        self.recordable = {clause.id for clause in part.clauses if isinstance(clause, Recordable)}

    @property
    def of_departments(self) -> bool:
        return self.people is not None

    def part_of(self, cadence: CadenceName) -> SubjectPart | None:
        """What the pack says for another cadence of the same kind of subject; a questionnaire asks about both."""
        part = self.pack.parts.get(cadence)
        if part is None or not self.of_departments or isinstance(part.score, IndexScore):
            return part
        return part.departments

    def at(self, *path: str | int) -> Path:
        """The path in the file of something in this part."""
        return (*self.path, *path)

    def known(self, name: str, known: Iterable[str], code: str, *path: str | int) -> Iterator[Found]:
        """A fault of this code at the path unless the name is one of the known ones."""
        if name not in known:
            yield self.at(*path), message(code, name=name, known=tuple(sorted(known)))

    def known_grade(self, name: str, *path: str | int) -> Iterator[Found]:
        return self.known(name, self.part.grades, "grade_of_part_unknown", *path)

    def known_flags(self, flags: Sequence[str], *path: str | int) -> Iterator[Found]:
        for number, flag in enumerate(flags):
            yield from self.known(flag, self.flags, "flag_unknown", *path, number)

    def twice(self, names: Sequence[str], key: str, *path: str | int) -> Iterator[Found]:
        """A fault at each name that stands in the list at the path a second time."""
        return twice(names, self.at(*path), key)


def twice(names: Sequence[str], path: Path, key: str) -> Iterator[Found]:
    """A fault at each name of a list that stands there a second time."""
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield (*path, number, key), message("name_repeated", name=name)
        seen.add(name)
