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
    """Everyone of a period with facts as text and outcome, in the same order: people by id, then its departments."""

    subjects: list[Snapshot] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    people: int = 0
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
    missing: dict[SubjectKind, list[Missing]] = {"staff": [], "department": []}
    for named, subject in gathering:
        noted = len(scoring.missing)
        scoring.add(subject)
        if len(scoring.missing) > noted:
            missing[named.kind] += scoring.missing[noted:]
        text = compact(facts_of(subject))
        digest.add(text)
        computed.subjects.append(named)
        computed.facts.append(text)
        computed.people += named.kind == "staff"
        if subject.ratings:
            over.extend(_over_maximum(gathering, named, subject))
        if len(computed.subjects) % EVERY == 0:
            tick(computed.people)
    tick(computed.people)
    with suppress(Incomplete):
        computed.outcomes = scoring.finish()
    problems = problems_of(period, gathering, computed.subjects, missing, over)
    if problems:
        raise Unfit(problems)
    computed.facts_hash = digest.value()
    return computed


def _over_maximum(gathering: Gathering, named: Snapshot, subject: Subject) -> Iterator[Found]:
    """Scores above what the subject's duties allow now (a duty was added after the score was given)."""
    part = gathering.part.of_kind(named.kind)
    for rating in subject.ratings:
        if rating.score is not None and part.over_maximum(rating.item, rating.score, list(subject.duties)):
            yield named.subject, rating.item, rating.rater
