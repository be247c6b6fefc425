"""Help of the tests of proposed entries."""

from datetime import date
from decimal import Decimal
from typing import Any

from assessment.ledger.propose_entries import propose_entry
from assessment.models import ProposedEntry
from organization.subjects import SubjectRef
from tests.cast import House

THURSDAY = date(2026, 11, 19)


def proposed(house: House, who: str = "li", reference: str = "2026-11-19/li", **said: Any) -> ProposedEntry:
    """Attendance proposes «late or left early» once; anything may be said differently."""
    values: dict[str, Any] = {
        "unit": house.unit,
        "room": "attendance",
        "reference": reference,
        "about": SubjectRef.staff(house.people[who].pk),
        "clause": "6.1a",
        "occurred_on": THURSDAY,
        "count": Decimal(1),
        "reason": "08:47 打卡，迟到 17 分钟",
    }
    return propose_entry(**(values | said))
