"""A case file as a unit with its facts in the database, so that a real close can be held against the case's figures."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from assessment.models import (
    Close,
    DepartmentFigure,
    DepartmentRating,
    DepartmentResult,
    Entry,
    Figure,
    Period,
    RatingTask,
    Result,
    Scheme,
)
from assessment.periods.open_period import open_period
from assessment.rules import PeriodKey
from assessment.schemes.install_schemes import adopt_scheme, install_version
from organization.models import Assignment, Department, Role, RoleGrant, StaffMember, StaffState, Unit, User
from tests.cast import PACKS
from tests.closing.case_rooms import ballots, journals

SINCE = date(2000, 1, 1)
HERE = Path(__file__).resolve().parent.parent / "cases"
KNOWN_KEYS = ("staff", "department", "clause", "date", "count", "points")


def case_files() -> list[Path]:
    """The cases of the project, and those of CASES_DIR, that are valid, of a scheme that is installed, and storable."""
    folders = [HERE, *(Path(name) for name in [os.environ.get("CASES_DIR")] if name)]
    schemes = {path.stem for path in PACKS.glob("*.yaml")}
    found = {}
    for path in sorted(path for folder in folders for path in folder.glob("*.json")):
        if path.name.endswith(".expected.json") or not path.with_suffix(".expected.json").exists():
            continue
        case, expected = (
            json.loads(path.read_text("utf-8")),
            json.loads(path.with_suffix(".expected.json").read_text("utf-8")),
        )
        facts = {key: value for key, value in case.items() if key != "settings"}
        if case.get("scheme") in schemes and "staff" in expected and fits_the_tables(facts):
            found[path.stem] = path
    return list(found.values())


def fits_the_tables(value: Any) -> bool:
    """Whether all figures have at most two decimals and six digits before them, as the columns do."""
    if isinstance(value, Mapping):
        return all(map(fits_the_tables, value.values()))
    if isinstance(value, list):
        return all(map(fits_the_tables, value))
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        whole, _point, decimals = value.partition(".")
        return len(decimals.rstrip("0")) <= 2 and len(whole) <= 6
    return True


@dataclass
class Loaded:
    """A case in the database. ``people`` and ``departments`` map the case's ids to theirs."""

    unit: Unit
    period: Period
    office: User
    people: dict[str, StaffMember] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)


def load(case: Mapping[str, Any], *, code: str = "case", state: str = Period.State.SUBMITTED) -> Loaded:
    """Put a case into a unit of its own; its period is submitted and can be closed."""
    unit = Unit.objects.create(code=code, name=str(case["case"])[:100])
    scheme = _adopted(unit, str(case["scheme"]))
    office = User.objects.create_user(f"{code}-office", display_name="周敏")
    RoleGrant.objects.create(user=office, unit=unit, role=Role.ASSESSMENT_OFFICE, valid_from=SINCE)
    period = open_period(actor=office, unit=unit, scheme=scheme, key=case["period"])
    Period.objects.filter(pk=period.pk).update(state=state, settings=case.get("settings", {}))
    period.refresh_from_db()
    loaded = Loaded(unit, period, office)
    _departments(loaded, case)
    _people(loaded, case)
    _entries(loaded, case)
    _given(loaded, case)
    _history(loaded, case)
    journals(unit, loaded.people, case)
    ballots(period, loaded.people, loaded.departments, case)
    return loaded


def _adopted(unit: Unit, name: str) -> Scheme:
    text = (PACKS / f"{name}.yaml").read_text("utf-8")
    scheme = install_version(actor=None, text=text, file=f"{name}.yaml").scheme
    adopt_scheme(actor=None, unit=unit, scheme=scheme, valid_from=SINCE)
    return scheme


def _departments(loaded: Loaded, case: Mapping[str, Any]) -> None:
    for row in case.get("departments", ()):
        department = _department(loaded, row["id"])
        DepartmentFigure.objects.bulk_create(
            DepartmentFigure(
                period=loaded.period,
                department=department,
                name=name,
                value=Decimal(value),
                entered_by=loaded.office,
            )
            for name, value in row.get("facts", {}).items()
        )


def _department(loaded: Loaded, label: str) -> Department:
    if label not in loaded.departments:
        loaded.departments[label] = Department.objects.create(
            unit=loaded.unit, code=str(len(loaded.departments)), name=label
        )
    return loaded.departments[label]


def _people(loaded: Loaded, case: Mapping[str, Any]) -> None:
    # Everyone in the database has a department; where the case names none, one that is there must do.
    first = next(iter(loaded.departments), "-")
    for number, row in enumerate(case["staff"]):
        department = _department(loaded, row.get("department") or first)
        person = StaffMember.objects.create(unit=loaded.unit, number=f"{number:05}", name=f"人员{number}")
        Assignment.objects.create(
            staff=person, department=department, category=row.get("category", ""), valid_from=SINCE
        )
        loaded.people[row["id"]] = person
        StaffState.objects.bulk_create(
            StaffState(staff=person, kind=s["kind"], valid_from=s["from"], valid_to=s.get("to"))
            for s in row.get("states", ())
        )
        Figure.objects.bulk_create(
            Figure(
                period=loaded.period, staff=person, name=name, value=Decimal(value), entered_by=loaded.office
            )
            for name, value in row.get("facts", {}).items()
        )
        Figure.objects.bulk_create(
            Figure(
                period=loaded.period,
                staff=person,
                month=month,
                name=name,
                value=Decimal(value),
                entered_by=loaded.office,
            )
            for month, figures in row.get("months", {}).items()
            for name, value in figures.items()
        )


def _entries(loaded: Loaded, case: Mapping[str, Any]) -> None:
    rows = []
    for number, row in enumerate(case.get("entries", ())):
        person = loaded.people[row["staff"]] if "staff" in row else None
        rows.append(
            Entry(
                unit=loaded.unit,
                period=loaded.period,
                staff=person,
                department=person.assignments.get().department
                if person is not None
                else loaded.departments[row["department"]],
                clause=row["clause"],
                occurred_on=row["date"],
                count=Decimal(row["count"]) if "count" in row else None,
                points=Decimal(row["points"]) if "points" in row else None,
                attributes={key: _kept(key, row[key]) for key in row if key not in KNOWN_KEYS},
                effect=Decimal(0),
                entered_by=loaded.office,
                idempotency_key=f"case {number}",
            )
        )
    Entry.objects.bulk_create(rows)


def _kept(key: str, value: Any) -> Any:
    """A particular as the ledger keeps it: whole numbers as such, though a case may write them as texts."""
    is_text = key in ("level", "kind", "matter") or not isinstance(value, str)
    return value if is_text or not value.isdigit() else int(value)


def _given(loaded: Loaded, case: Mapping[str, Any]) -> None:
    """Scores, and a task without a score for every duty that nobody scored (people out of scope)."""
    raters: dict[str, StaffMember] = {}

    def rater(name: str) -> StaffMember:
        if name not in raters:
            raters[name] = StaffMember.objects.create(
                unit=loaded.unit, number=f"r{len(raters)}", name=f"评分人{name}"
            )
        return raters[name]

    tasks = [
        RatingTask(
            period=loaded.period,
            staff=loaded.people[row["staff"]],
            item=row["item"],
            rater=rater(row["rater"]),
            score=Decimal(row["score"]) if "score" in row else None,
            role=row.get("role", ""),
            round=row.get("round", 0),
            level=row.get("level", ""),
        )
        for row in case.get("ratings", ())
        if "staff" in row
    ]
    DepartmentRating.objects.bulk_create(
        DepartmentRating(
            period=loaded.period,
            department=loaded.departments[row["department"]],
            item=row["item"],
            rater=rater(row["rater"]),
            score=Decimal(row["score"]),
        )
        for row in case.get("ratings", ())
        if "department" in row
    )
    scored = {(task.staff_id, task.item) for task in tasks}
    for row in case["staff"]:
        person = loaded.people[row["id"]]
        tasks += [
            RatingTask(period=loaded.period, staff=person, item=duty, rater=rater("nobody"))
            for duty in row.get("duties", ())
            if (person.pk, duty) not in scored
        ]
    RatingTask.objects.bulk_create(tasks)


def _history(loaded: Loaded, case: Mapping[str, Any]) -> None:
    """The parts of the period as final periods, each with a close that holds what the case says of it."""
    key = loaded.period.parsed_key
    cadence = loaded.period.rules.part(key.cadence).history
    for part in key.parts(cadence) if cadence else ():
        rows = {
            row["id"]: past
            for row in case["staff"]
            for past in row.get("history", ())
            if past["period"] == part.key
        }
        _final(loaded, part, rows)


def _final(loaded: Loaded, part: PeriodKey, rows: Mapping[str, Mapping[str, Any]]) -> Period:
    period = open_period(actor=loaded.office, unit=loaded.unit, scheme=loaded.period.scheme, key=part.key)
    close = Close.objects.create(
        period=period,
        version=period.version,
        scheme_hash=period.version.hash,
        state=Close.State.DONE,
        revision=1,
    )
    Result.objects.bulk_create(
        Result(
            close=close,
            staff=loaded.people[name],
            number=loaded.people[name].number,
            name=loaded.people[name].name,
            category="general",
            status="assessed",
            score=Decimal(past["score"]) if past.get("score") is not None else None,
            grade=past.get("grade"),
        )
        for name, past in rows.items()
    )
    Period.objects.filter(pk=period.pk).update(state=Period.State.FINAL, current_close=close)
    return period


def stored(loaded: Loaded) -> dict[str, dict[str, Any]]:
    """The results that count of a loaded case, by the case's ids, in the form of the case files."""
    names = {person.pk: name for name, person in loaded.people.items()}
    loaded.period.refresh_from_db()
    results = Result.objects.filter(close=loaded.period.current_close)
    return {names[result.staff_id]: printed(result) for result in results}


def stored_of_departments(loaded: Loaded) -> dict[str, dict[str, Any]]:
    """The same for the departments."""
    names = {department.pk: name for name, department in loaded.departments.items()}
    loaded.period.refresh_from_db()
    results = DepartmentResult.objects.filter(close=loaded.period.current_close)
    return {names[result.department_id]: printed_of_department(result) for result in results}


def printed(result: Result) -> dict[str, Any]:
    """A stored result in the form of the case files."""
    whole = {
        "status": result.status,
        "score": None if result.score is None else str(result.score),
        "grade": result.grade,
        "ceiling": result.ceiling,
        "bonus": None if result.bonus is None else str(result.bonus),
        "items": result.items,
        "gates": result.gates,
        "flags": result.flags,
    }
    return whole if result.shares is None else whole | {"shares": result.shares}


def printed_of_department(result: DepartmentResult) -> dict[str, Any]:
    """A stored result of a department; with a questionnaire in the full form of a person."""
    found = {
        "score": None if result.score is None else str(result.score),
        "items": result.items,
        "flags": result.flags,
    }
    if result.shares is None:
        return found
    empty: dict[str, Any] = {"grade": None, "ceiling": None, "bonus": None, "gates": []}
    return {"status": result.status, **empty, **found, "shares": result.shares}
