"""The parts of a case that live in the fact rooms: weekly journals and ballots."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assessment.models import Period
from evaluation.models import Ballot, Campaign, Group
from organization.models import Department, StaffMember, Unit
from worklog.models import WeeklyJournal


def journals(unit: Unit, people: Mapping[str, StaffMember], case: Mapping[str, Any]) -> None:
    """The weeks of the case as journals."""
    WeeklyJournal.objects.bulk_create(
        WeeklyJournal(
            unit=unit,
            staff=people[row["staff"]],
            week=row["week"],
            state="missing" if row.get("missing") else "excused" if row.get("excused") else "counted",
            scores=row.get("scores", {}),
        )
        for row in case.get("journals", ())
    )


def ballots(
    period: Period,
    people: Mapping[str, StaffMember],
    departments: Mapping[str, Department],
    case: Mapping[str, Any],
) -> None:
    """The groups and ballots of the case as a campaign; blank headings are left out, as they are when one is cast."""
    if not case.get("groups"):
        return
    campaign = Campaign.objects.create(period=period, title=str(case["case"])[:100])
    groups = {
        row["id"]: Group.objects.create(
            campaign=campaign,
            code=row["id"],
            name=row["id"],
            weight=Decimal(row.get("weight", 1)),
            position=place,
        )
        for place, row in enumerate(case["groups"])
    }
    Ballot.objects.bulk_create(
        Ballot(
            group=groups[row["group"]],
            staff=people.get(row["subject"]),
            department=departments.get(row["subject"]),
            answers={name: answer for name, answer in row["answers"].items() if answer is not None},
        )
        for row in case.get("ballots", ())
    )
