"""The pack as a whole: head, parts by cadence, procedure."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StrictStr, model_validator

from assessment.rules.periods import PeriodKey

from .base import (
    Amount,
    Day,
    Exact,
    Flag,
    Id,
    Percent,
    RoomFact,
    StateKind,
    Strict,
    Text,
    Titled,
    Whole,
    wrong,
)
from .clauses import Clause
from .conditions import Condition
from .items import Item
from .results import Award, Bonus, Gate, GradeBand, GradeRule, Quota, Score


class Named(Strict):
    """A code of the scheme with its title."""

    code: Id
    title: Text


class PackSource(Strict):
    """Where the scheme comes from."""

    document: Text
    part: Text


class Validity(Strict):
    """First and last day the scheme is in force; without ``to`` it goes on."""

    since: Day = Field(alias="from")
    to: Day | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Validity":
        if self.to is not None and self.to < self.since:
            raise wrong("to_before_from")
        return self


class Setting(Strict):
    """A figure a unit may set for itself."""

    name: Id
    title: Text
    type: Literal["percent", "amount"]
    default: Amount

    @model_validator(mode="after")
    def _percent_bounds(self) -> "Setting":
        if self.type == "percent" and self.default > 100:
            raise wrong("percentage_over")
        return self


class FactName(Strict):
    """A named figure of the period. ``step`` 1 means whole numbers, 0.5 halves, none any figure.

    ``not_over`` names another fact that it may not exceed.
    """

    name: Id
    title: Text
    unit: Text
    default: Amount = Decimal(0)
    step: Annotated[Exact, Field(gt=0)] | None = None
    maximum: Amount | None = None
    required_when: Condition | None = None
    not_over: Id | None = None
    source: RoomFact | None = None


class StateName(Strict):
    """A state kind with the words the scheme has for it."""

    kind: StateKind
    title: Text


class Due(Strict):
    """When a step is due: a day counted from the period, a fixed day of the year, or so many days on."""

    kind: Literal["day_of_month", "day_of_year", "working_days", "days"]
    day: Annotated[Whole, Field(ge=1, le=366)]
    month: Annotated[Whole, Field(ge=1, le=12)] | None = None
    after_period: Flag = False

    @model_validator(mode="after")
    def _month_where_needed(self) -> "Due":
        if (self.kind == "day_of_year") != (self.month is not None):
            raise wrong("month_misplaced")
        if self.kind in ("day_of_month", "day_of_year") and self.day > 28:
            raise wrong("day_of_month_expected")
        return self

    def date_in(self, period: PeriodKey) -> date | None:
        """The civil date it is due for this period; None when it counts from another event."""
        start = period.next().first_day if self.after_period else period.first_day
        if self.kind == "day_of_month":
            return start.replace(day=self.day)
        if self.kind == "day_of_year" and self.month is not None:
            return date(start.year, self.month, self.day)
        return None


class Step(Titled):
    """A step of the procedure with its deadline; ``reached`` is the state of a period in which it is done.

    A step with ``reached: final`` and so many working days is the publication: it lasts that long.
    """

    due: Due | None = None
    reached: Literal["submitted", "closed", "reviewed", "published", "final"] | None = None
    note: Text | None = None


class Span(Strict):
    """So many days, or so many working days, exactly one of them."""

    days: Annotated[Whole, Field(ge=1, le=3660)] | None = None
    working_days: Annotated[Whole, Field(ge=1, le=3660)] | None = None

    @model_validator(mode="after")
    def _one(self) -> "Span":
        if (self.days is None) == (self.working_days is None):
            raise wrong("days_or_working_days")
        return self


class AppealRules(Strict):
    """Who is not satisfied may appeal: so long after the notice, answered in writing within so long."""

    within: Span = Span(days=30)
    answer: Span = Span(days=30)
    note: Text | None = None


class Check(Titled):
    """What was held against the source, or what the department has to confirm before it uses the scheme."""

    state: Literal["verified", "to_confirm"]
    source: StrictStr | None = None


class Consequence(Titled):
    """What follows from a grade or a flag."""

    grades: tuple[Id, ...] = ()
    flags: tuple[Id, ...] = ()


class SubjectPart(Strict):
    """What the scheme says of one kind of subject, people or departments, in one cadence."""

    title: Text
    clauses: tuple[Clause, ...] = ()
    facts: tuple[FactName, ...] = ()
    months: tuple[FactName, ...] = ()
    items: tuple[Item, ...] = ()
    score: Score
    grades: tuple[Id, ...] = ()
    without_score: Id | None = None
    bands: tuple[GradeBand, ...] = ()
    rules: tuple[GradeRule, ...] = ()
    quotas: tuple[Quota, ...] = ()
    gates: tuple[Gate, ...] = ()
    bonus: Bonus | None = None
    consequences: tuple[Consequence, ...] = ()


class DepartmentModel(SubjectPart):
    """What the scheme says of the departments in one cadence.

    ``appeal`` left out: a department appeals within the time that its people have.
    """

    award: Award | None = None
    appeal: AppealRules | None = None


class PartModel(SubjectPart):
    """What the scheme says for one cadence: of its people, of its departments, and the steps of both."""

    procedure: tuple[Step, ...] = ()
    appeal: AppealRules = AppealRules()
    departments: DepartmentModel | None = None


class PackModel(Strict):
    """A scheme as its file states it."""

    id: Id
    title: Text
    source: PackSource
    valid: Validity
    categories: tuple[Named, ...] = ()
    grades: tuple[Named, ...] = ()
    flags: tuple[Named, ...] = ()
    states: tuple[StateName, ...] = ()
    settings: tuple[Setting, ...] = ()
    readings: dict[Id, Text] = Field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    documents: tuple[Text, ...] = ()
    parts: Annotated[dict[Literal["month", "quarter", "year"], PartModel], Field(min_length=1)]


__all__ = ["Clause", "DepartmentModel", "PackModel", "PartModel", "Percent", "SubjectPart"]
