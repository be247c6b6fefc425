"""A service hall whose five windows are graded: at most two of them are excellent."""

from decimal import Decimal
from typing import Any

from assessment.closing.start_close import close_here
from assessment.ledger.record_entries import record
from assessment.models import Figure, Period, Result
from assessment.periods.open_period import open_period
from organization.models import Department, Role, Unit
from tests.cast import House, add_person, grant
from tests.hall import take_up

WINDOWS = {
    "desk": "综合窗口",
    "tax": "税务窗口",
    "land": "国土窗口",
    "social": "社保窗口",
    "office": "管理办公室",
}


def build_graded() -> House:
    """严明 heads the hall, 苏梅 runs the assessment, 郭靖 leads the leading group, 胡波 is the chief of the tax window."""
    house = take_up(Unit.objects.create(code="graded", name="青溪县政务中心"), "graded-windows")
    for position, (key, name) in enumerate(WINDOWS.items(), start=1):
        house.departments[key] = Department.objects.create(
            unit=house.unit, code=f"G{position}", name=name, position=position, kind=Department.Kind.WINDOW
        )
    for key, number, name, department in [
        ("yan", "4001", "严明", "office"),
        ("su", "4002", "苏梅", "office"),
        ("guo", "4003", "郭靖", "office"),
        ("hu", "4004", "胡波", "tax"),
        ("mei", "4005", "梅雪", "tax"),
        ("wen", "4006", "文静", "desk"),
    ]:
        add_person(house, key, number, name, department, "general")
    grant(house, "yan", Role.HEAD)
    grant(house, "su", Role.ASSESSMENT_OFFICE)
    grant(house, "guo", Role.LEADING_GROUP)
    grant(house, "hu", Role.SECTION_CHIEF, "tax")
    grant(house, "wen", Role.SECTION_CHIEF, "desk")
    return house


def opened_month(house: House, faults: dict[str, int]) -> Period:
    """October 2026, still open: a window loses two points for each fault."""
    period = open_period(actor=None, unit=house.unit, scheme=house.scheme, key="2026-10")
    for key, count in faults.items():
        if count:
            record(
                actor=house.user("su"),
                unit=house.unit,
                department=house.departments[key],
                clause="w1",
                count=Decimal(count),
                occurred_on=period.starts_on,
                idempotency_key=f"w1 {key}",
            )
    return period


def graded_month(house: House, faults: dict[str, int], complaints: dict[str, int] | None = None) -> Period:
    """The same, closed."""
    period = opened_month(house, faults)
    for key, count in (complaints or {}).items():
        Figure.objects.create(
            period=period,
            department=house.departments[key],
            name="complaints",
            value=count,
            entered_by=house.user("su"),
        )
    Period.objects.filter(pk=period.pk).update(state=Period.State.SUBMITTED)
    job = close_here(actor=house.user("su"), period=period)
    assert job.error == "", job.error
    return Period.objects.get(pk=period.pk)


def windows(period: Period) -> dict[str, Any]:
    """The results of the windows by name, with what was decided."""
    return {
        row.name: row for row in Result.objects.departments().with_final().filter(close=period.current_close)
    }
