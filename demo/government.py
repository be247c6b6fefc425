"""The government office: quarters rated by section heads and leaders, a year with advanced sections, the next one running."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from assessment.ledger.new_entry import NewEntry
from assessment.ledger.record_entries import record_many
from assessment.models import Period, RatingTask
from assessment.ratings.assign_duties import DutyRow, assign_duties, set_panel
from assessment.ratings.give_scores import give_scores, hand_in_sheet
from assessment.ratings.set_figures import FigureRow, set_figures
from assessment.rules import PeriodKey
from demo.build_unit import DemoUnit
from demo.clock import at
from demo.logins import give_everyone_a_login, person_of, user_of
from demo.take_steps import decide_everything, hand_in_and_close, open_at, publish_and_file, working_day
from organization.models import StaffMember

# What sections are credited with: clause, particulars, note.
CREDITS: list[tuple[str, dict[str, Any], str]] = [
    ("info", {"level": 1}, "县政务信息采用。"),
    ("info", {"level": 2, "matter": "营商环境专报"}, "市办信息采用。"),
    ("info", {"level": 3, "matter": "营商环境专报"}, "同一专报被省办采用。"),
    ("info", {"level": 4}, "国办信息采用。"),
    ("honour", {"level": "city", "matter": "政务公开先进"}, "市政务公开先进集体。"),
    ("special", {}, "“一件事”联办经验在全县推广。"),
]


def live_through(house: DemoUnit, *, first: PeriodKey, today: date) -> None:
    """Every quarter from ``first`` to today, the year that ended in between, and the sections of the running year."""
    give_everyone_a_login(house)
    key = first
    while key.first_day <= today:
        period = open_at(house, key.key, working_day(key.first_day))
        is_over = key.next().first_day + timedelta(days=12) <= today
        _rate(house, period, min(key.last_day, today - timedelta(days=1)), complete=is_over)
        if is_over:
            hand_in_and_close(house, period, day=key.next().first_day + timedelta(days=5))
            publish_and_file(house, period, day=key.next().first_day + timedelta(days=10), today=today)
        if key.last_day == date(key.year, 12, 31) and is_over:
            _year(house, key.year, today)
        key = key.next()
    running = open_at(house, str(today.year), working_day(date(today.year, 3, 2)))
    _sections(house, running, today)


def _rate(house: DemoUnit, period: Period, day: date, *, complete: bool) -> None:
    """Everybody is rated by the head of the section and by one of the leaders."""
    dice = Random(f"{house.unit.code} {period.key}")  # noqa: S311 - invented facts
    items = list(period.rules.part("quarter").rating_items)
    rows = [
        DutyRow(person, item, rater)
        for person in house.people
        for rater in _raters(house, person)
        for item in items
    ]
    with at(working_day(period.starts_on), 9, 30):
        assign_duties(actor=house.logins["office"], period=period, rows=rows)
    quality = {person.pk: Decimal(dice.randint(74, 99)) / 100 for person in house.people}
    quality[house.people[-1].pk] = Decimal("0.66")  # below 70: a talk is due
    with at(day, 15):
        _give(period, quality, dice, complete)


def _raters(house: DemoUnit, person: StaffMember) -> list[StaffMember]:
    head = next(
        each
        for each in house.of("section_rank")
        if house.department_of[each.pk] == house.department_of[person.pk]
    )
    return [
        rater
        for rater in dict.fromkeys([head, person_of(house, "head"), person_of(house, "group")])
        if rater != person
    ][:2]


def _give(period: Period, quality: dict[int, Decimal], dice: Random, complete: bool) -> None:
    part = period.rules.part("quarter")
    tasks = list(RatingTask.objects.filter(period=period).select_related("rater__user").order_by("pk"))
    for rater in sorted({task.rater for task in tasks}, key=lambda each: each.number):
        mine = [task for task in tasks if task.rater_id == rater.pk]
        if not complete:
            mine = mine[: len(mine) // 3]
        scores = {
            task.pk: _halves(
                part.maximum(task.item, []) * (quality[task.subject.id] + Decimal(dice.randint(-2, 1)) / 100)
            )
            for task in mine
        }
        if scores:
            give_scores(actor=user_of(rater), period=period, rater=rater, scores=scores)
        if complete:
            hand_in_sheet(actor=user_of(rater), period=period, rater=rater)


def _halves(figure: Decimal) -> Decimal:
    return (figure * 2).to_integral_value() / 2


def _sections(house: DemoUnit, period: Period, day: date) -> None:
    """Credits of the sections over the year; the office scores their websites and reports."""
    dice = Random(f"{house.unit.code} sections {period.key}")  # noqa: S311 - invented facts
    office, clerk = house.logins["office"], person_of(house, "office")
    last = min(day - timedelta(days=1), period.ends_on)
    rows = []
    for number, (clause, attributes, note) in enumerate(CREDITS * 2):
        section = dice.choice(list(house.departments.values()))
        on = period.starts_on + timedelta(days=dice.randrange((last - period.starts_on).days))
        rows.append(
            NewEntry(
                department=section,
                clause=clause,
                occurred_on=on,
                attributes=attributes,
                note=note,
                idempotency_key=f"demo-{period.key}-section-{number}",
            )
        )
    with at(last, 16):
        record_many(actor=office, unit=house.unit, rows=rows, period=period)
        part = period.rules.part("year").departments
        assert part is not None
        for item in part.rating_items:
            set_panel(actor=office, period=period, item=item, raters=[clerk], kind="department")
        tasks = RatingTask.objects.filter(period=period, rater=clerk, department__isnull=False)
        scores = {
            task.pk: _halves(part.maximum(task.item, []) * Decimal(dice.randint(6, 10)) / 10)
            for task in tasks
        }
        give_scores(actor=office, period=period, rater=clerk, scores=scores)


def _year(house: DemoUnit, year: int, today: date) -> None:
    """The annual assessment in January, with one person away for more than half of the year."""
    day = working_day(date(year + 1, 1, 19))
    period = open_at(house, str(year), day)
    _sections(house, period, day)
    away = house.people[8]
    rows = [
        FigureRow(away, "sick_personal_leave_days", Decimal("125.5")),
        FigureRow(away, "year_workdays", Decimal(250)),
    ]
    with at(day, 10):
        set_figures(actor=house.logins["office"], period=period, rows=rows)
    close = hand_in_and_close(house, period, day=day)
    decide_everything(house, close, day=working_day(day + timedelta(days=4)))
    publish_and_file(house, period, day=day + timedelta(days=6), today=today)
