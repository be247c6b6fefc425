"""A draft run over the stored facts of a close, person by person beside what that close computed.

Two statements over the results whatever the number of people: the first pass reads the facts and scores, the second
reads what was computed then. Nothing is written.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from assessment.facts.consistent_read import Reader
from assessment.models import Close, DecidedGrade, Result
from assessment.rules import OUT_OF_SCOPE, Outcome, Part, Scheme, Scoring, subject_from_facts
from assessment.workshop.simulation.fact_fit import Fitted, Fitter, Named

Tick = Callable[[int], None]
EVERY = 500  # people between two ticks
COLUMNS = (
    "pk",
    "number",
    "name",
    "department_name",
    "category",
    "status",
    "score",
    "grade",
    "bonus",
    "ceiling",
    "items",
    "gates",
    "standing",
)


@dataclass(frozen=True, slots=True)
class Side:
    """What one of the two versions says of a person."""

    status: str
    score: Decimal | None
    grade: str | None
    bonus: Decimal | None
    ceiling: str | None
    items: dict[str, Decimal]
    gates: list[str]
    standing: dict[str, Any]

    @classmethod
    def of(cls, outcome: Outcome) -> "Side":
        """What the draft computed."""
        return cls(
            status=outcome.status,
            score=outcome.score,
            grade=outcome.grade,
            bonus=outcome.bonus,
            ceiling=outcome.ceiling,
            items=outcome.items,
            gates=outcome.gates,
            standing=outcome.standing,
        )


@dataclass(frozen=True, slots=True)
class ComparedPerson:
    """One person: computed then, decided by the leading group where it did, computed by the draft where it can be."""

    result_id: int
    number: str
    name: str
    department: str
    category: str
    old: Side
    new: Side | None
    decided: tuple[str, Decimal | None] | None = None
    cannot: tuple[Named, ...] = ()

    @property
    def moved(self) -> Decimal | None:
        """The change of the score in points; None unless both sides have one."""
        if self.new is None or self.new.score is None or self.old.score is None:
            return None
        return self.new.score - self.old.score

    @property
    def changes_grade(self) -> bool:
        """Whether the grade, or being assessed at all, is another."""
        return self.new is not None and (self.new.grade, self.new.status) != (self.old.grade, self.old.status)

    @property
    def is_changed(self) -> bool:
        """Whether grade, score or bonus are another."""
        if self.new is None:
            return False
        return self.changes_grade or (self.new.score, self.new.bonus) != (self.old.score, self.old.bonus)


@dataclass(frozen=True, slots=True)
class ComparedDepartment:
    """One department: its score and items then, and by the draft where that can compute it."""

    result_id: int
    code: str
    name: str
    old_score: Decimal | None
    old_items: dict[str, Decimal]
    new: Outcome | None
    cannot: tuple[Named, ...] = ()

    @property
    def items(self) -> list[tuple[str, Decimal | None, Decimal | None]]:
        """The items that come out otherwise: name, then, by the draft."""
        if self.new is None:
            return []
        names = dict.fromkeys([*self.new.items, *self.old_items])
        pairs = [(name, self.old_items.get(name), self.new.items.get(name)) for name in names]
        return [pair for pair in pairs if pair[1] != pair[2]]

    @property
    def is_changed(self) -> bool:
        """Whether the score is another."""
        return self.new is not None and self.new.score != self.old_score


@dataclass
class Fit:
    """What the facts lack or have too much of: for each name how many records, and how many people."""

    records: Counter[Named] = field(default_factory=Counter)
    people: Counter[Named] = field(default_factory=Counter)
    unstated: Counter[str] = field(default_factory=Counter)

    def take(self, unused: list[Named]) -> None:
        """The records of one person that the draft does not count."""
        self.records.update(unused)
        self.people.update(set(unused))


class Comparison:
    """One draft against one close. ``score`` first, then ``lines``."""

    def __init__(self, close: Close, draft: Scheme) -> None:
        self.close, self.draft, self.version = close, draft, close.version.rules
        self.key = close.period.parsed_key
        self.settings = {name: Decimal(str(value)) for name, value in close.settings.items()}
        self.old_part: Part = self.version.part(self.key.cadence)
        self.new_part: Part = draft.part(self.key.cadence)
        self.fit, self.department_fit = Fit(), Fit()
        self._cannot: dict[int, tuple[Named, ...]] = {}
        self._departments_cannot: dict[int, tuple[Named, ...]] = {}
        self._outcomes: list[Outcome] = []
        self._department_outcomes: list[Outcome] = []

    @property
    def new_facts(self) -> list[str]:
        """Figures that the draft asks for and the version did not."""
        return [name for name in self.new_part.facts if name not in self.old_part.facts]

    @property
    def new_settings(self) -> dict[str, Decimal]:
        """The period's settings that the draft knows."""
        return {name: value for name, value in self.settings.items() if name in self.draft.settings}

    @property
    def has_departments(self) -> bool:
        """Whether both versions assess departments."""
        return self.old_part.departments is not None and self.new_part.departments is not None

    def score(self, reader: Reader, tick: Tick) -> None:
        """Score everyone by the draft who can be; ``tick`` is told how many were read."""
        fitter = Fitter(self.old_part, self.draft, self.key)
        scoring = Scoring(self.draft, self.key, self.new_settings)
        new_facts, count, computed = self.new_facts, 0, 0
        for result_id, facts in reader.rows(_results(self.close).values_list("pk", "facts")):
            fitted = fitter.fit(subject_from_facts(facts))
            self.fit.take(fitted.unused)
            cannot = _cannot(fitted, scoring.people.own(fitted.subject))
            if cannot:
                self._cannot[result_id] = cannot
            else:
                self.fit.unstated.update(name for name in new_facts if name not in fitted.subject.facts)
                scoring.add(fitted.subject)
                computed += 1
            count += 1
            if count % EVERY == 0:
                tick(count)
        if self.has_departments:
            self._add_departments(reader, scoring)
        outcomes = scoring.finish()
        self._outcomes, self._department_outcomes = outcomes[:computed], outcomes[computed:]
        tick(count)

    def _add_departments(self, reader: Reader, scoring: Scoring) -> None:
        """The departments after the people, whose points may count against them."""
        old, evaluator = self.old_part.departments, scoring.departments
        if old is None or evaluator is None:
            return
        fitter = Fitter(old, self.draft, self.key, kind="department")
        for result_id, facts in reader.rows(_places(self.close).values_list("pk", "facts")):
            fitted = fitter.fit(subject_from_facts(facts))
            self.department_fit.take(fitted.unused)
            cannot = _cannot(fitted, evaluator.own(fitted.subject))
            if cannot:
                self._departments_cannot[result_id] = cannot
            else:
                scoring.add(fitted.subject)

    def departments(self, reader: Reader) -> Iterator[ComparedDepartment]:
        """Every department; nothing unless both versions assess them. To be called once, after ``score``."""
        if not self.has_departments:
            return
        outcomes = iter(self._department_outcomes)
        rows = _places(self.close).values_list("pk", "number", "name", "score", "items")
        for result_id, code, name, score, items in reader.rows(rows):
            cannot = self._departments_cannot.get(result_id, ())
            yield ComparedDepartment(
                result_id=result_id,
                code=code,
                name=name,
                old_score=score,
                old_items={item: Decimal(value) for item, value in items.items()},
                new=None if cannot else next(outcomes),
                cannot=cannot,
            )

    def lines(self, reader: Reader, tick: Tick) -> Iterator[ComparedPerson]:
        """Everyone, in the order of the close's people; to be called once, after ``score`` and with its reader."""
        decided = _decided(reader, self.close)
        outcomes = iter(self._outcomes)
        for count, row in enumerate(reader.rows(_results(self.close).values_list(*COLUMNS)), start=1):
            result_id, number, name, department, category, status, *more = row
            score, grade, bonus, ceiling, items, gates, standing = more
            cannot = self._cannot.get(result_id, ())
            old_items = {item: Decimal(value) for item, value in items.items()}
            yield ComparedPerson(
                result_id=result_id,
                number=number,
                name=name,
                department=department,
                category=category,
                old=Side(status, score, grade, bonus, ceiling, old_items, gates, standing),
                new=None if cannot else Side.of(next(outcomes)),
                decided=decided.get(result_id),
                cannot=cannot,
            )
            if count % EVERY == 0:
                tick(count)


def _cannot(fitted: Fitted, own: Any) -> tuple[Named, ...]:
    """Why the draft cannot compute somebody; whoever it does not assess needs nothing."""
    if own.outcome.status == OUT_OF_SCOPE:
        return ()
    return tuple(dict.fromkeys([*fitted.cannot, *((each.what, each.item) for each in own.missing)]))


def _places(close: Close) -> QuerySet[Result]:
    return Result.objects.departments().filter(close=close).order_by("department_id")


def _results(close: Close) -> QuerySet[Result]:
    return Result.objects.people().filter(close=close).order_by("staff_id")


def _decided(reader: Reader, close: Close) -> dict[int, tuple[str, Decimal | None]]:
    """Result → grade and bonus that the leading group decided."""
    rows = DecidedGrade.objects.filter(result__close=close, is_active=True)
    return {
        pk: (grade, bonus) for pk, grade, bonus in reader.rows(rows.values_list("result", "grade", "bonus"))
    }
