"""Small cases, built in the test that needs them, and what comes out of them."""

from typing import Any

from assessment.packs import SCHEMES
from assessment.rules import CaseError, read_case, score

Json = dict[str, Any]


def shufu(*entries: Json, period: str = "2026-04", **person: Any) -> Json:
    """A case of one person in the 50-point scheme."""
    staff = [{"id": "a", "category": "general", **person}]
    return {
        "case": "one",
        "scheme": "shufu-50",
        "period": period,
        "staff": staff,
        "entries": [{"staff": "a", **entry} for entry in entries],
    }


def colleague(name: str, *, routine: Any = "40", key: Any = "30", leaders: Any = "80", **person: Any) -> Json:
    """One person of the quarterly scheme with the scores given to them; ``key`` None means no key duty."""
    duties = ["routine.section"] + ([] if key is None else ["key.1"])
    ratings = [{"staff": name, "item": "routine.section", "rater": "r", "score": routine}]
    if key is not None:
        ratings.append({"staff": name, "item": "key.1", "rater": "r", "score": key})
    ratings.append({"staff": name, "item": "leaders", "rater": "L", "score": leaders})
    return {"person": {"id": name, "category": "general", "duties": duties, **person}, "ratings": ratings}


def meiling(*colleagues: Json, entries: Any = (), period: str = "2026-Q1", **case: Any) -> Json:
    """A case of the quarterly scheme."""
    return {
        "case": "quarter",
        "scheme": "meiling-quarterly",
        "period": period,
        "staff": [each["person"] for each in colleagues],
        "entries": list(entries),
        "ratings": [rating for each in colleagues for rating in each["ratings"]],
        **case,
    }


def year(*histories: Any, states: Any = (), **case: Any) -> Json:
    """A year of the quarterly scheme: for each person rows of (quarter, score, grade)."""
    staff = [
        {
            "id": f"p{number:02}",
            "category": "general",
            "history": [{"period": f"2026-Q{q}", "score": s, "grade": g} for q, s, g in rows],
            "states": list(states) if number == 0 else [],
        }
        for number, rows in enumerate(histories)
    ]
    return {"case": "year", "scheme": "meiling-quarterly", "period": "2026", "staff": staff, **case}


def outcomes(data: Json) -> dict[str, Json]:
    """What the case prints for each person."""
    case = read_case(data, SCHEMES)
    return {outcome.id: outcome.as_dict() for outcome in score(case.scheme, case)}


def outcome(data: Json, name: str = "a") -> Json:
    return outcomes(data)[name]


def fault_paths(data: Any) -> list[str]:
    """The paths of all faults of a case, sorted; none when it is valid."""
    try:
        read_case(data, SCHEMES)
    except CaseError as error:
        return sorted(fault.path for fault in error.faults)
    return []
