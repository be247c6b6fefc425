"""A loaded scheme: what its pack says, looked up by name."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from .numbers import plain
from .periods import Cadence
from .subjects import Subject
from .vocabulary.base import ENDLESS_STATES, Text
from .vocabulary.clauses import AnyClause, FromDepartment, Recordable
from .vocabulary.items import (
    AnyItem,
    CarriedItem,
    GivenItem,
    RankItem,
    RatedItem,
    RatingItem,
    RoundsItem,
    WeeklyItem,
)
from .vocabulary.pack import (
    AppealRules,
    Check,
    Consequence,
    DepartmentModel,
    FactName,
    Named,
    PackModel,
    PackSource,
    PartModel,
    Setting,
    StateName,
    Step,
)
from .vocabulary.results import (
    Award,
    Bonus,
    Gate,
    GradeBand,
    GradeRule,
    HistoryScore,
    IndexScore,
    Quota,
    TotalScore,
)

Found = TypeVar("Found")
_SHORTEST_FIRST: tuple[Cadence, ...] = ("month", "quarter", "year")


class Part:
    """What a scheme says for one cadence. Everything is in the order of the pack."""

    def __init__(
        self, model: PartModel | DepartmentModel, cadence: Cadence, *, people: "Part | None" = None
    ) -> None:
        """``people`` is the part of the people where this one is that of their departments."""
        self.model = model
        self.cadence = cadence
        self.of_departments = isinstance(model, DepartmentModel)
        self.title: Text = model.title
        self.items: Mapping[str, AnyItem] = MappingProxyType({item.id: item for item in model.items})
        self.clauses: Mapping[str, AnyClause] = MappingProxyType({c.id: c for c in model.clauses})
        self.facts: Mapping[str, FactName] = MappingProxyType({fact.name: fact for fact in model.facts})
        self.months: Mapping[str, FactName] = MappingProxyType({fact.name: fact for fact in model.months})
        self.gates: Mapping[str, Gate] = MappingProxyType({gate.id: gate for gate in model.gates})
        self.rules: tuple[GradeRule, ...] = model.rules
        self.bands: tuple[GradeBand, ...] = model.bands
        self.quotas: tuple[Quota, ...] = model.quotas
        self.grades: tuple[str, ...] = model.grades
        self.without_score: str | None = model.without_score
        self.score: TotalScore | HistoryScore | IndexScore = model.score
        self.bonus: Bonus | None = model.bonus
        self.consequences: tuple[Consequence, ...] = model.consequences
        self.award: Award | None = model.award if isinstance(model, DepartmentModel) else None
        # The steps of a period are those of its people's part.
        self.procedure: tuple[Step, ...] = model.procedure if isinstance(model, PartModel) else ()
        self.appeal: AppealRules = model.appeal or (people.appeal if people is not None else AppealRules())

    @cached_property
    def departments(self) -> "Part | None":
        """What the scheme says of departments, None when it does not assess them.

        A questionnaire asks about people and departments alike, so there it is this part.
        """
        if isinstance(self.score, IndexScore):
            return self
        model = self.model.departments if isinstance(self.model, PartModel) else None
        return None if model is None else Part(model, self.cadence, people=self)

    def of(self, subject: Subject) -> "Part":
        """The part that assesses this subject: this one, or that of departments."""
        return self.of_kind(subject.kind)

    def of_kind(self, kind: str) -> "Part":
        """The part for ``staff`` or ``department``; KeyError where the scheme does not assess departments."""
        part = self.departments if kind == "department" else self
        if part is None:
            raise KeyError(kind)
        return part

    @cached_property
    def rating_items(self) -> Mapping[str, RatingItem]:
        """Everything that is rated: duties and rating items, by id."""
        return MappingProxyType({r.id: r for item in self.items.values() for r in item.rating_items})

    @cached_property
    def given_items(self) -> Mapping[str, GivenItem]:
        return {item.id: item for item in self.items.values() if isinstance(item, GivenItem)}

    @cached_property
    def rank_items(self) -> Mapping[str, RankItem]:
        return {item.id: item for item in self.items.values() if isinstance(item, RankItem)}

    @cached_property
    def optional_ratings(self) -> frozenset[str]:
        """Items of which the scheme says what they are worth when nobody scores them."""
        rated = (item for item in self.items.values() if isinstance(item, RatedItem))
        return frozenset(item.id for item in rated if item.otherwise is not None)

    @cached_property
    def rounds_items(self) -> Mapping[str, RoundsItem]:
        """Items that are voted on by level, in rounds."""
        return {item.id: item for item in self.items.values() if isinstance(item, RoundsItem)}

    @cached_property
    def weekly_items(self) -> Mapping[str, WeeklyItem]:
        """Items that weekly journals feed."""
        return {item.id: item for item in self.items.values() if isinstance(item, WeeklyItem)}

    @cached_property
    def carried_items(self) -> Mapping[str, CarriedItem]:
        """Items of departments that their people's points feed."""
        return {item.id: item for item in self.items.values() if isinstance(item, CarriedItem)}

    @cached_property
    def recordable(self) -> Mapping[str, Recordable]:
        """The clauses that entries are recorded against (others follow from facts)."""
        return {name: clause for name, clause in self.clauses.items() if isinstance(clause, Recordable)}

    @cached_property
    def computed(self) -> frozenset[str]:
        """The clauses nothing is recorded against, because their points follow from something else."""
        carried = {item.clause for item in self.carried_items.values() if item.clause is not None}
        return frozenset(carried.union(name for name in self.clauses if name not in self.recordable))

    @cached_property
    def ties_departments(self) -> bool:
        """Whether points come to people from their department or go from them to it, so that everyone needs one."""
        own = any(isinstance(clause, FromDepartment) for clause in self.clauses.values())
        return own or (self.departments is not None and bool(self.departments.carried_items))

    @cached_property
    def duties(self) -> Mapping[str, str]:
        """Duty → the item it belongs to."""
        return {duty.id: item.id for item in self.given_items.values() for duty in item.duties}

    @cached_property
    def defaults(self) -> dict[str, Decimal]:
        """The defaults of the facts."""
        return {name: fact.default for name, fact in self.facts.items()}

    @property
    def history(self) -> Cadence | None:
        """The cadence of the earlier periods the part looks at, None when it looks at none."""
        return self.score.of if isinstance(self.score, HistoryScore) else None

    @property
    def asks(self) -> IndexScore | None:
        """The questionnaire, None where the part asks none."""
        return self.score if isinstance(self.score, IndexScore) else None

    @property
    def decides_grades(self) -> bool:
        """Whether the part itself decides grades (else the leading group does, or nobody)."""
        return bool(self.bands or self.rules)

    @property
    def gives_grades(self) -> bool:
        """Whether its subjects end up with a grade, by rule or by the leading group; being undetermined is none."""
        return any(grade != "undetermined" for grade in self.grades)

    @property
    def gives_scores_alone(self) -> bool:
        """Whether it says of departments what they scored and nothing else; their outcome is printed shorter then."""
        return self.of_departments and not (self.grades or self.gates or self.bonus)

    def is_duty(self, rating_item: str) -> bool:
        return rating_item in self.duties

    def _flat_maximum(self, rating_item: str) -> Decimal:
        """The maximum of an item that is rated as one."""
        item = self.items[rating_item]
        if isinstance(item, RankItem | RatedItem):
            return item.maximum
        raise KeyError(rating_item)

    def maximum(self, rating_item: str, duties: tuple[str, ...] | list[str]) -> Decimal:
        """The highest score a rater may give on this item to someone with these duties.

        Shares that do not come out even are cut to the highest decimal below them with
        12 places; pages show them, checks use :meth:`over_maximum`.
        """
        given = self.given_items.get(self.duties.get(rating_item, ""))
        if given is None:
            return self._flat_maximum(rating_item)
        share = given.share(duties, self.given_items)
        if share.denominator == 1:
            return Decimal(share.numerator)
        return Decimal(plain(Decimal(share.numerator * 10**12 // share.denominator).scaleb(-12)))

    def over_maximum(self, rating_item: str, score: Decimal, duties: tuple[str, ...] | list[str]) -> bool:
        """Whether a score is higher than the item allows, exactly."""
        given = self.given_items.get(self.duties.get(rating_item, ""))
        if given is None:
            return score > self._flat_maximum(rating_item)
        return score > given.share(duties, self.given_items)


class Scheme:
    """An assessment scheme as its pack states it; immutable, and equal when the content is."""

    def __init__(self, model: PackModel, *, hash: str) -> None:
        self.model = model
        self.hash = hash
        self.id: str = model.id
        self.title: Text = model.title
        self.source: PackSource = model.source
        self.valid_from: date = model.valid.since
        self.valid_to: date | None = model.valid.to
        self.categories: Mapping[str, Text] = _titles(model.categories)
        self.grades: Mapping[str, Text] = _titles(model.grades)
        self.flags: Mapping[str, Text] = _titles(model.flags)
        self.readings: Mapping[str, Text] = MappingProxyType(model.readings)
        self.settings: Mapping[str, Setting] = MappingProxyType({s.name: s for s in model.settings})
        self.states: Mapping[str, StateName] = MappingProxyType({s.kind: s for s in model.states})
        self.documents: tuple[Text, ...] = model.documents
        self.checks: tuple[Check, ...] = model.checks
        self.parts: Mapping[Cadence, Part] = MappingProxyType(
            {
                cadence: Part(model.parts[cadence], cadence)
                for cadence in _SHORTEST_FIRST
                if cadence in model.parts
            }
        )

    def part(self, cadence: Cadence) -> Part:
        """What the scheme says for this cadence; KeyError when it says nothing."""
        return self.parts[cadence]

    @cached_property
    def assesses_departments(self) -> bool:
        """Whether any part says something of departments."""
        return any(part.departments is not None for part in self.parts.values())

    @property
    def _with_departments(self) -> Iterator[Part]:
        """Every part, each followed by that of its departments, shortest cadence first."""
        for part in self.parts.values():
            yield part
            if part.departments is not None and part.departments is not part:
                yield part.departments

    @cached_property
    def clauses(self) -> Mapping[str, AnyClause]:
        """Every clause of every part, those of departments included, shortest cadence first.

        Within a part no id is a clause of people and of departments: packs are refused for it.
        """
        return _merged(part.clauses for part in self._with_departments)

    @cached_property
    def items(self) -> Mapping[str, AnyItem]:
        """Every item of every part, shortest cadence first."""
        return _merged(part.items for part in self.parts.values())

    @cached_property
    def gates(self) -> Mapping[str, Gate]:
        """Every gate of every part, those of departments included, shortest cadence first.

        Within a part no id is a gate of people and of departments: packs are refused for it.
        """
        return _merged(part.gates for part in self._with_departments)

    def rank_of(self, grade: str) -> int:
        """Place of a grade in the scheme's order, 0 is the best."""
        return list(self.grades).index(grade)

    def has_end(self, state_kind: str) -> bool:
        """Whether a state of this kind may have a last day."""
        return state_kind not in ENDLESS_STATES

    def figures(self, overrides: Mapping[str, Decimal | str | int] | None = None) -> dict[str, Decimal]:
        """The figures of the settings: the overrides (also as stored texts) over the pack's defaults."""
        figures = {name: setting.default for name, setting in self.settings.items()}
        return figures | {name: Decimal(value) for name, value in (overrides or {}).items()}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scheme) and other.hash == self.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    def __repr__(self) -> str:
        return f"Scheme({self.id!r}, hash={self.hash[:12]!r})"


def _titles(named: tuple[Named, ...]) -> Mapping[str, Text]:
    return MappingProxyType({each.code: each.title for each in named})


def _merged(mappings: Iterable[Mapping[str, Found]]) -> Mapping[str, Found]:
    merged: dict[str, Found] = {}
    for mapping in mappings:
        merged = {**mapping, **merged}
    return MappingProxyType(merged)
