"""Helpers of the tests of periods and decisions: facts in a few words, a close computed from them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from assessment.models import Close, Period, Result
from assessment.periods.change_state import take_step
from assessment.periods.hand_in import submit_period
from assessment.periods.open_period import open_period
from assessment.rules import Past, Rating, Scoring, State, Subject, facts_of
from organization.models import User
from organization.selectors import roster_between
from tests.cast import House

OFFICE = {"minzheng": "zhou", "yunshan": "xu"}


def office(house: House) -> User:
    """The login of the assessment office."""
    return house.user(OFFICE[house.unit.code])


def opened(house: House, key: str) -> Period:
    """A period that is open."""
    return open_period(actor=office(house), unit=house.unit, scheme=house.scheme, key=key)


def submitted(house: House, key: str) -> Period:
    """A period that the office submitted for every department."""
    return submit_period(actor=office(house), period=opened(house, key), reason="年终集中报送")


def rated(routine: str, leaders: str, **facts: str) -> dict[str, Any]:
    """What the street's scheme needs of a person: one duty's score, the leaders' score, figures."""
    return {
        "duties": ["routine.section"],
        "ratings": [
            Rating(1, "routine.section", "1", Decimal(routine)),
            Rating(2, "leaders", "2", Decimal(leaders)),
        ],
        "facts": {name: Decimal(value) for name, value in facts.items()},
    }


def past(**grades: str) -> dict[str, Any]:
    """Earlier quarters: ``past(Q1="95 excellent", Q2="80 good")``."""
    rows = [(f"2026-{key}", *words.split()) for key, words in grades.items()]
    return {"history": [Past(key, Decimal(score), grade) for key, score, grade in rows]}


def months(*scores: str) -> dict[str, Any]:
    """Earlier months with these scores."""
    return {"history": [Past(f"2026-{n:02}", Decimal(score)) for n, score in enumerate(scores, 1)]}


def state(kind: str, first: date, last: date | None = None) -> State:
    """A dated state."""
    return State(kind, first, last)


def closed(
    house: House, key: str, facts: Mapping[str, dict[str, Any]], default: dict[str, Any] | None = None
) -> Period:
    """A closed period: submitted, scored by the core from these facts (by the people's short names), stored."""
    period = submitted(house, key)
    return close_again(house, period, facts, default)


def close_again(
    house: House, period: Period, facts: Mapping[str, dict[str, Any]], default: dict[str, Any] | None = None
) -> Period:
    """Close a submitted period with these facts as its next revision."""
    scheme, short = period.rules, {member.pk: key for key, member in house.people.items()}
    scoring = Scoring(scheme, period.parsed_key, period.settings_exact)
    members = list(roster_between(period.unit, period.starts_on, period.ends_on))
    subjects = [
        Subject(str(m.staff_id), category=m.category, **facts.get(short[m.staff_id], default or {}))
        for m in members
    ]
    for subject in subjects:
        scoring.add(subject)
    outcomes = scoring.finish()
    close = Close.objects.create(
        period=period,
        revision=period.closes.count() + 1,
        state=Close.State.DONE,
        version=period.version,
        scheme_hash=scheme.hash,
        people=len(members),
        started_by=office(house),
    )
    for member, subject, outcome in zip(members, subjects, outcomes, strict=True):
        Result.objects.create(
            close=close,
            staff_id=member.staff_id,
            number=member.number,
            name=member.name,
            department_id_then=member.department_id,
            department_name=member.department,
            category=member.category,
            status=outcome.status,
            score=outcome.score,
            grade=outcome.grade,
            ceiling=outcome.ceiling,
            bonus=outcome.bonus,
            items={name: str(value) for name, value in outcome.items.items()},
            gates=outcome.gates,
            flags=outcome.flags,
            facts=facts_of(subject),
            standing=outcome.standing,
        )
    take_step(actor=office(house), period=period, action="close", current_close=close)
    return period


def result(period: Period, house: House, key: str) -> Result:
    """Somebody's result of the close that counts."""
    return Result.objects.get(close=period.current_close_id, staff=house.people[key])
