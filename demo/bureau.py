"""The civil-affairs bureau: thirteen months of the 50-point scheme and a year."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from assessment.ledger.new_entry import NewEntry
from assessment.ledger.record_entries import record, record_many
from assessment.ledger.reverse_entry import reverse
from assessment.models import Entry, Period
from assessment.rules import PeriodKey
from demo.build_unit import DemoUnit
from demo.clock import at
from demo.take_steps import decide_everything, hand_in_and_close, open_at, publish_and_file, working_day
from organization.calendar import working_days
from organization.models import StaffState
from organization.services.people import leave
from organization.services.states import record_state

NOTES = [
    "例行检查发现。",
    "群众来电反映，已核实。",
    "考勤记录核对，未见请假手续。",
    "督查组现场检查记录。",
    "科室自查上报。",
    "服务对象回访核实。",
    "交办件系统显示超期。",
    "值班记录核对。",
]
# A picture of one pixel: proof that evidence is kept and served.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def live_through(house: DemoUnit, *, first: PeriodKey, today: date) -> None:
    """Every month from ``first`` to today: opened, entered, handed in, closed, published, filed; and the year between."""
    dice = Random(house.unit.code)  # noqa: S311 - invented facts
    _states(house, first, today)
    clauses: list[str] = []
    key = first
    while key.first_day <= today:
        period = open_at(house, key.key, working_day(key.first_day))
        if not clauses:
            clauses = list(period.rules.part("month").clauses)
        _month_of_entries(house, period, dice, clauses, today)
        if key.next().first_day + timedelta(days=4) <= today:
            _end_of_month(house, period, key, today)
        if key.last_day == date(key.year, 12, 31):
            _year(house, key.year, today)
        key = key.next()
    _today(house, period, today)


def _states(house: DemoUnit, first: PeriodKey, today: date) -> None:
    """An admonition in force, one that is over, a retirement to come."""
    office = house.logins["office"]
    admonished, accountable, retiring = house.people[9], house.people[17], house.people[30]
    begins = working_day(first.first_day + timedelta(days=40))
    record_state(
        actor=office,
        staff=admonished,
        kind=StaffState.Kind.ADMONITION,
        valid_from=begins,
        valid_to=begins + timedelta(days=182),
        document="效能办〔告诫〕1号",
        note="值班期间脱岗，造成群众投诉。",
    )
    record_state(
        actor=office,
        staff=accountable,
        kind=StaffState.Kind.ACCOUNTABILITY,
        valid_from=working_day(today - timedelta(days=100)),
        valid_to=None,
        document="效能办〔问责〕3号",
        note="通报批评。",
    )
    leave(
        actor=office,
        staff=retiring,
        kind=StaffState.Kind.RETIRED,
        on=today + timedelta(days=70),
        document="人退〔1〕号",
    )


def _month_of_entries(house: DemoUnit, period: Period, dice: Random, clauses: list[str], today: date) -> None:
    """About a third of the people have something; over the months every clause occurs."""
    part = period.rules.part("month")
    days = [day for day in working_days(period.starts_on, period.ends_on) if day <= today - timedelta(days=1)]
    light = [
        clause.id for clause in part.clauses.values() if abs(Decimal(str(getattr(clause, "points", 9)))) <= 1
    ]
    by_day: dict[date, list[NewEntry]] = defaultdict(list)
    for number in range(18 if days else 0):
        # Three of the list in turn, so that each clause has been used by the end; the rest are the small daily ones.
        clause = clauses.pop(0) if number < 3 and clauses else dice.choice(light)
        day = dice.choice(days)
        by_day[day].append(_entry(house, part, clause, day, dice, f"demo-{period.key}-{number}"))
    for day, rows in sorted(by_day.items()):
        with at(day, 16, 30):
            record_many(actor=house.logins["admin"], unit=house.unit, rows=rows)
    _reverse_one(house, period)


def _entry(house: DemoUnit, part: Any, clause: str, day: date, dice: Random, key: str) -> NewEntry:
    halves = part.clauses[clause].count_step == Decimal("0.5")
    count = Decimal("0.5") if halves else Decimal(dice.choice([1, 1, 1, 1, 2]))
    return NewEntry(
        staff=dice.choice(house.people[3:]),
        clause=clause,
        occurred_on=day,
        idempotency_key=key,
        count=count,
        note=dice.choice(NOTES),
        source_ref="",
    )


def _reverse_one(house: DemoUnit, period: Period) -> None:
    entry = Entry.objects.filter(period=period, reverses=None).order_by("pk").first()
    if entry is None or period.starts_on.month % 3:
        return
    with at(entry.occurred_on, 17, 10):
        reverse(
            actor=house.logins["admin"],
            entry=entry,
            reason="当事人已补办请假手续，核实后撤销。",
            idempotency_key=f"demo-reverse-{entry.pk}",
        )


def _end_of_month(house: DemoUnit, period: Period, key: PeriodKey, today: date) -> None:
    hand_in_and_close(house, period, day=key.next().first_day)
    publish_and_file(house, period, day=working_day(key.next().first_day + timedelta(days=4)), today=today)


def _year(house: DemoUnit, year: int, today: date) -> None:
    """The annual assessment in January: rolled up, decided, published, filed."""
    if date(year + 1, 1, 20) + timedelta(days=10) > today:
        return
    day = working_day(date(year + 1, 1, 20))
    period = open_at(house, str(year), day)
    close = hand_in_and_close(house, period, day=day)
    decide_everything(house, close, day=working_day(day + timedelta(days=4)))
    publish_and_file(house, period, day=day + timedelta(days=6), today=today)


def _today(house: DemoUnit, period: Period, today: date) -> None:
    """This morning's work, one with a picture as evidence, one from the interface of the clocking machine."""
    if not period.takes_entries:
        return
    for number, (place, clause, count) in enumerate(
        [(20, "6.1a", 1), (25, "7.2", 1), (31, "6.3a", 2), (38, "6.1b", 1)]
    ):
        with at(today, 9, 12 + 9 * number):
            record(
                actor=house.logins["admin"],
                unit=house.unit,
                staff=house.people[place],
                clause=clause,
                occurred_on=today,
                count=Decimal(count),
                note=NOTES[number],
                evidence=[SimpleUploadedFile("现场.png", PIXEL, "image/png")] if number == 1 else [],
                idempotency_key=f"demo-today-{number}",
                source=Entry.Source.API if number == 2 else Entry.Source.MANUAL,
                source_ref="考勤机 03" if number == 2 else "",
            )
