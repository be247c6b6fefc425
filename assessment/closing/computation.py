"""From the facts of a period to everyone's outcome, or to the list of what is missing."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from assessment.closing.problems import Found, Problem, problems_of, problems_of_departments
from assessment.facts.department_subjects import DepartmentSnapshot
from assessment.facts.subjects import Gathering, Snapshot
from assessment.models import Period
from assessment.rules import Incomplete, Outcome, Scoring, Subject, facts_of

Tick = Callable[[int], None]
EVERY = 500  # people between two ticks

compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
"""One text for one content: what is stored and hashed."""


class Unfit(Exception):
    """The facts do not suffice for a close; ``problems`` says by name what is missing."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


Named = Snapshot | DepartmentSnapshot


@dataclass
class Computed:
    """Everyone of a period with facts as text and outcome, in the same order: people by id, then its departments."""

    subjects: list[Named] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    people: int = 0
    facts_hash: str = ""

    def take(self, named: Named, subject: Subject, digest: "FactsHash") -> None:
        """Note one more subject with the facts that it is scored from."""
        text = compact(facts_of(subject))
        digest.add(text)
        self.subjects.append(named)
        self.facts.append(text)


class FactsHash:
    """SHA-256 over the facts of all people, each as its one text, in the order of their ids, then of all departments."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def add(self, facts: str) -> None:
        """Take in the next one's facts."""
        self._sum.update(facts.encode())
        self._sum.update(b"\n")

    def value(self) -> str:
        """The hash in hexadecimal digits."""
        return self._sum.hexdigest()


def compute(period: Period, gathering: Gathering, tick: Tick) -> Computed:
    """Score everyone. ``tick`` is told now and then how many people were read. Raises Unfit."""
    scoring = Scoring(gathering.scheme, period.parsed_key, period.settings_exact)
    computed, digest, people = Computed(), FactsHash(), list[Snapshot]()
    over: list[Found] = []
    for person, subject in gathering:
        scoring.add(subject)
        computed.take(person, subject, digest)
        people.append(person)
        if subject.ratings:
            over.extend(_over_maximum(gathering, person, subject))
        if len(people) % EVERY == 0:
            tick(len(people))
    computed.people = len(people)
    tick(computed.people)
    missing, departments, over_there = len(scoring.missing), list[DepartmentSnapshot](), list[Found]()
    for department, subject in gathering.departments():
        scoring.add(subject)
        computed.take(department, subject, digest)
        departments.append(department)
        over_there += _over_there(gathering, department, subject)
    with suppress(Incomplete):
        computed.outcomes = scoring.finish()
    problems = problems_of(period, gathering, people, scoring.missing[:missing], over)
    problems += problems_of_departments(gathering, departments, scoring.missing[missing:], over_there)
    if problems:
        raise Unfit(problems)
    computed.facts_hash = digest.value()
    return computed


def _over_there(gathering: Gathering, department: DepartmentSnapshot, subject: Subject) -> Iterator[Found]:
    """Scores on a department that are over their maximum."""
    part = gathering.part.departments
    for rating in subject.ratings:
        if part is not None and rating.score is not None and part.over_maximum(rating.item, rating.score, []):
            yield department.department_id, rating.item, rating.rater


def _over_maximum(gathering: Gathering, person: Snapshot, subject: Subject) -> Iterator[Found]:
    """Scores above what the person's duties allow now (a duty was added after the score was given)."""
    for rating in subject.ratings:
        if rating.score is not None and gathering.part.over_maximum(
            rating.item, rating.score, list(subject.duties)
        ):
            yield person.staff_id, rating.item, rating.rater
