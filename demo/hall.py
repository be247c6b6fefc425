"""The service hall: months of its windows and their staff, the latest one running; a red flag goes round."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from assessment.ledger.new_entry import NewEntry
from assessment.ledger.record_entries import record_many
from assessment.models import Period
from assessment.ratings.set_figures import FigureRow, set_figures
from assessment.rules import PeriodKey
from demo.build_unit import DemoUnit
from demo.clock import at
from demo.take_steps import hand_in_and_close, open_at, publish_and_file, working_day
from organization.calendar import working_days

# Clause, particulars of the entry, what the supervisor wrote down.
MATTERS: list[tuple[str, dict[str, Any], str]] = [
    ("s20b", {}, "在窗口吃早点。"),
    ("s20f", {}, "上午迟到，未请假。"),
    ("s20f", {}, "下午提前离开窗口。"),
    ("s20c", {}, "午后在窗口打瞌睡。"),
    ("s21a", {}, "与办事群众发生争执。"),
    ("s21a", {"severe": True}, "态度生硬，群众当场投诉，影响较大。"),
    ("s24a", {}, "为行动不便的老人上门办理。"),
    ("s24b", {}, "收到锦旗一面。"),
    ("s24c", {"matter": "县融媒体报道"}, "县融媒体报道延时服务。"),
]
WINDOW_MATTERS: list[tuple[str, dict[str, Any], str]] = [
    ("w17a", {}, "巡查时窗口无人。"),
    ("w17c", {}, "桌面杂乱，资料散放。"),
    ("w13d", {}, "受理后未在窗口取件。"),
    ("w18a", {}, "变更登记改为当场办结。"),
    ("w18b", {}, "承诺时限由 5 天压缩为 2 天。"),
    ("w18d", {}, "收到感谢信，已核实。"),
    ("w18e", {"matter": "市报专版"}, "市报专版介绍窗口经验。"),
]
MONTHS = 4
ONE, TWO = Decimal(1), Decimal(2)


def live_through(house: DemoUnit, *, today: date) -> None:
    """The months of the last third of a year: all but the running one closed and published."""
    key = PeriodKey.of("month", today)
    for _step in range(MONTHS - 1):
        key = key.previous()
    while key.first_day <= today:
        period = open_at(house, key.key, working_day(key.first_day))
        _month(house, period, key, today)
        if key.next().first_day + timedelta(days=9) <= today:
            hand_in_and_close(house, period, day=key.next().first_day)
            day = working_day(key.next().first_day + timedelta(days=4))
            publish_and_file(house, period, day=day, today=today)
        key = key.next()


def _month(house: DemoUnit, period: Period, key: PeriodKey, today: date) -> None:
    dice = Random(f"{house.unit.code} {key.key}")  # noqa: S311 - invented facts
    days = [day for day in working_days(period.starts_on, period.ends_on) if day < today]
    for number, day in enumerate(sorted(dice.sample(days, min(10, len(days))))):
        with at(day, 17, 20):
            record_many(
                actor=house.logins["office"],
                unit=house.unit,
                rows=[_about_somebody(house, dice, day, number), _about_a_window(house, dice, day, number)],
            )
    with at(min(period.ends_on, today), 17, 40):
        _figures(house, period, dice)


def _about_somebody(house: DemoUnit, dice: Random, day: date, number: int) -> NewEntry:
    clause, attributes, note = MATTERS[(number + day.month) % len(MATTERS)]
    return NewEntry(
        staff=dice.choice(house.people[:-4]),
        clause=clause,
        occurred_on=day,
        attributes=attributes,
        note=note,
        idempotency_key=f"demo-{day}-staff-{number}",
    )


def _about_a_window(house: DemoUnit, dice: Random, day: date, number: int) -> NewEntry:
    clause, attributes, note = WINDOW_MATTERS[(number + day.month) % len(WINDOW_MATTERS)]
    return NewEntry(
        department=dice.choice(list(house.departments.values())[:-1]),
        clause=clause,
        occurred_on=day,
        attributes=attributes,
        note=note,
        idempotency_key=f"demo-{day}-window-{number}",
    )


def _figures(house: DemoUnit, period: Period, dice: Random) -> None:
    """The mobile red flag goes to one window a month; somebody has complaints that were verified."""
    office = house.logins["office"]
    windows = list(house.departments.values())[:-1]
    flagged = windows[period.starts_on.month % len(windows)]
    set_figures(actor=office, period=period, rows=[FigureRow(flagged, "red_flag", ONE)])
    person = dice.choice(house.people[:-4])
    set_figures(actor=office, period=period, rows=[FigureRow(person, "verified_complaints_22_days", TWO)])
