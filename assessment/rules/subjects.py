"""What is known of one person (or department) in a period, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from .numbers import ONE

Ref = str | int

# What becomes of a subject; not words of a scheme.
ASSESSED, UNDETERMINED, OUT_OF_SCOPE = "assessed", "undetermined", "out_of_scope"
Json = dict[str, Any]


@dataclass(slots=True)
class Entry:
    """One recorded matter against a clause. ``ref`` names it where it is stored."""

    ref: Ref
    clause: str
    date: date
    count: Decimal = ONE
    points: Decimal | None = None
    level: str | int | None = None
    kind: str | None = None
    matter: str | None = None
    attributes: Mapping[str, Any] | None = None


@dataclass(slots=True)
class Rating:
    """A score one rater gave on a duty or on a rating item."""

    ref: Ref
    item: str
    rater: str
    score: Decimal | None
    role: str | None = None
    round: int | None = None
    level: str | None = None


@dataclass(slots=True)
class State:
    """A dated state; ``last`` is the last day it holds, None while it goes on."""

    kind: str
    first: date
    last: date | None = None


@dataclass(slots=True)
class Past:
    """The result of an earlier period: key, score and grade as they were decided."""

    period: str
    score: Decimal | None = None
    grade: str | None = None


@dataclass(slots=True)
class Journal:
    """One week of work: scores by type of goal and level of reviewer; or ``missing``, or ``excused``.

    ``state`` is ``counted``, ``missing`` or ``excused``; ``week`` a week of the ISO calendar (``2026-W03``).
    """

    ref: Ref
    week: str
    state: str = "counted"
    scores: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)


@dataclass(slots=True)
class Answers:
    """What one group of raters answered about the subject, counted: heading → answer → how often.

    Counts only: which ballot held which answer is kept nowhere.
    """

    group: str
    weight: Decimal
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class Subject:
    """One person or department with everything the scheme may ask about it."""

    id: str
    category: str = ""
    department: str | None = None
    kind: str = "staff"
    duties: Sequence[str] = ()
    facts: Mapping[str, Decimal] = field(default_factory=dict)
    months: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    states: Sequence[State] = ()
    history: Sequence[Past] = ()
    entries: Sequence[Entry] = ()
    ratings: Sequence[Rating] = ()
    journals: Sequence[Journal] = ()
    answers: Sequence[Answers] = ()
    department_facts: Mapping[str, Decimal] = field(default_factory=dict)
    """The facts of the department a person belongs to."""


@dataclass(slots=True)
class Outcome:
    """What a scheme says of one subject in one period.

    ``score``, ``ceiling``, ``grade`` and ``bonus`` are None where the scheme gives none.
    ``standing`` is the group context, what the others contributed: ranks, points carried over,
    quotas and the award, ready for JSON, enough to explain the outcome without the others. ``waiting`` names the ratings a provisional
    outcome still waits for; it is empty for a computed one.
    """

    id: str
    kind: str = "staff"
    status: str = ASSESSED
    score: Decimal | None = None
    grade: str | None = None
    ceiling: str | None = None
    bonus: Decimal | None = None
    items: dict[str, Decimal] = field(default_factory=dict)
    gates: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    shares: Json | None = None
    """Shares of the answers by group of raters; None where the scheme asks no questions."""
    score_alone: bool = False
    """Whether the scheme says of this kind of subject what it scored and nothing else."""
    standing: Json = field(default_factory=dict)
    waiting: tuple[str, ...] = ()

    def as_dict(self) -> Json:
        """The outcome as the case files print it: figures as texts; shorter for a score alone."""
        score = None if self.score is None else str(self.score)
        items = {item: str(value) for item, value in self.items.items()}
        if self.score_alone:
            return {"score": score, "items": items, "flags": self.flags}
        whole = {
            "status": self.status,
            "score": score,
            "grade": self.grade,
            "ceiling": self.ceiling,
            "bonus": None if self.bonus is None else str(self.bonus),
            "items": items,
            "gates": self.gates,
            "flags": self.flags,
        }
        return whole if self.shares is None else whole | {"shares": self.shares}
