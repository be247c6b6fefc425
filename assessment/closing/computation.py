"""From the facts of a period to everyone's outcome, or to the list of what is missing."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from assessment.closing.problems import Found, Problem, problems_of
from assessment.facts.subjects import Gathering, Snapshot
from assessment.models import Period
from assessment.rules import Incomplete, Missing, Outcome, Scoring, Subject, facts_of
from organization.subjects import SubjectKind

Tick = Callable[[int], None]
EVERY = 500  # people between two ticks

compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
"""One text for one content: what is stored and hashed."""


class Unfit(Exception):
    """The facts do not suffice for a close; ``problems`` says by name what is missing."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} problems")


@dataclass
class Computed:
    """Everyone of a period by staff id, with facts as text and outcome, in the same order; so, too, its departments."""

    people: list[Snapshot] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    departments: list[Snapshot] = field(default_factory=list)
    department_facts: list[str] = field(default_factory=list)
    department_outcomes: list[Outcome] = field(default_factory=list)
    facts_hash: str = ""


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
    computed, digest = Computed(), FactsHash()
    over: list[Found] = []
    for count, (person, subject) in enumerate(gathering.people(), start=1):
        scoring.add(subject)
        text = compact(facts_of(subject))
        digest.add(text)
        computed.people.append(person)
        computed.facts.append(text)
        if subject.ratings:
            over.extend(_over_maximum(gathering, person, subject))
        if count % EVERY == 0:
            tick(count)
    tick(len(computed.people))
    people = len(scoring.missing)
    over += _add_departments(gathering, scoring, computed, digest)
    with suppress(Incomplete):
        outcomes = scoring.finish()
        computed.outcomes = outcomes[: len(computed.people)]
        computed.department_outcomes = outcomes[len(computed.people) :]
    missing: dict[SubjectKind, list[Missing]]
    missing = {"staff": scoring.missing[:people], "department": scoring.missing[people:]}
    problems = problems_of(period, gathering, [*computed.people, *computed.departments], missing, over)
    if problems:
        raise Unfit(problems)
    computed.facts_hash = digest.value()
    return computed


def _add_departments(
    gathering: Gathering, scoring: Scoring, computed: Computed, digest: FactsHash
) -> list[Found]:
    """Score the departments after the people; the scores on them that are over their maximum."""
    over: list[Found] = []
    part = gathering.part.departments
    for department, subject in gathering.departments():
        scoring.add(subject)
        text = compact(facts_of(subject))
        digest.add(text)
        computed.departments.append(department)
        computed.department_facts.append(text)
        over += [
            (department.subject, rating.item, rating.rater)
            for rating in subject.ratings
            if part is not None
            and rating.score is not None
            and part.over_maximum(rating.item, rating.score, [])
        ]
    return over


def _over_maximum(gathering: Gathering, person: Snapshot, subject: Subject) -> Iterator[Found]:
    """Scores above what the person's duties allow now (a duty was added after the score was given)."""
    for rating in subject.ratings:
        if rating.score is not None and gathering.part.over_maximum(
            rating.item, rating.score, list(subject.duties)
        ):
            yield person.subject, rating.item, rating.rater
