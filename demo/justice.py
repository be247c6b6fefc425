"""The justice bureau: a year of study, attendance, journals, votes and honours that is closed, and one that runs."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from assessment.ledger.new_entry import NewEntry
from assessment.ledger.record_entries import record_many
from assessment.models import Period, RatingTask
from assessment.ratings.give_scores import give_scores, hand_in_sheet
from assessment.ratings.rated_items import months_of
from assessment.ratings.set_figures import FigureRow, set_figures
from assessment.ratings.set_voters import set_voters
from demo.build_unit import DemoUnit
from demo.clock import at
from demo.logins import give_everyone_a_login, person_of, user_of
from demo.take_steps import decide_everything, hand_in_and_close, open_at, publish_and_file, working_day
from organization.models import StaffMember
from worklog.weeks import thursday_of, weeks_between
from worklog.write_journals import mark_week, record_week, review_week

MATTERS: list[tuple[str, dict[str, Any], Decimal | None, str]] = [
    ("training.unit", {}, None, "局内培训缺席。"),
    ("order.defect", {}, None, "卫生检查不达标。"),
    ("exams.failed", {}, None, "普法考试不及格。"),
    ("suggestion", {"level": "district", "shared_by": 2}, None, "两人联名建议被区里采纳。"),
    ("experience", {"level": "city", "written": True}, None, "经验材料书面交流。"),
    ("honour", {"kind": "advanced", "level": "city", "matter": "普法先进"}, None, "市普法先进个人。"),
    ("honour", {"kind": "advanced", "level": "district", "matter": "普法先进"}, None, "同一事迹区级表彰。"),
    ("perf.success", {}, Decimal("3.5"), "人民调解协议履行率全区第一。"),
    ("perf.assist", {}, Decimal(1), "协助专项行动。"),
]
RATES = [Decimal(rate) for rate in ("100", "98.5", "92", "88", "79.5")]
WEEKS = 4  # on record of a year; enough to read, quick to build


def live_through(house: DemoUnit, *, today: date) -> None:
    """The year before this one from beginning to filing, and this one as far as it has come."""
    give_everyone_a_login(house)
    last = open_at(house, str(today.year - 1), working_day(date(today.year - 1, 1, 2)))
    _facts(house, last, date(today.year - 1, 12, 31), rounds=2)
    close = hand_in_and_close(house, last, day=working_day(date(today.year, 1, 15)))
    decide_everything(house, close, day=working_day(date(today.year, 1, 20)))
    publish_and_file(house, last, day=working_day(date(today.year, 1, 22)), today=today)
    running = open_at(house, str(today.year), working_day(date(today.year, 1, 5)))
    _facts(house, running, today - timedelta(days=1), rounds=1)


def _facts(house: DemoUnit, period: Period, until: date, *, rounds: int) -> None:
    dice = Random(f"{house.unit.code} {period.key}")  # noqa: S311 - invented facts
    with at(until, 16):
        _figures(house, period, dice, until)
        _matters(house, period, dice, until)
    weeks = list(weeks_between(period.starts_on, until))[-WEEKS:]
    for week in weeks:
        _week(house, week, dice)
    for number in range(1, rounds + 1):
        with at(until, 9 + number):
            _votes(house, period, number, dice)
    if rounds == len(_rounds(period)):
        with at(until, 17):
            for rater in {
                task.rater for task in RatingTask.objects.filter(period=period).select_related("rater__user")
            }:
                hand_in_sheet(actor=user_of(rater), period=period, rater=rater)


def _rounds(period: Period) -> range:
    return range(max(item.rounds for item in period.rules.part("year").rounds_items.values()))


def _figures(house: DemoUnit, period: Period, dice: Random, until: date) -> None:
    months = [month for month in months_of(period) if month <= until.strftime("%Y-%m")]
    names = list(period.rules.part("year").months)
    rows = [
        FigureRow(person, name, dice.choice(RATES), month)
        for person in house.people
        for month in months
        for name in names
    ]
    for person in house.people:
        rows += [
            FigureRow(person, "study_issued", Decimal(12)),
            FigureRow(person, "activities_issued", Decimal(4)),
        ]
        rows.append(FigureRow(person, "study_confirmed", Decimal(dice.randint(9, 12))))
        rows.append(FigureRow(person, "activities_attended", Decimal(dice.randint(2, 4))))
    rows.append(FigureRow(house.people[6], "late_early_total", Decimal(31)))
    rows.append(FigureRow(house.people[11], "duty_errors", Decimal(1)))
    set_figures(actor=house.logins["office"], period=period, rows=rows)


def _matters(house: DemoUnit, period: Period, dice: Random, until: date) -> None:
    days = (until - period.starts_on).days
    rows = []
    for number, (clause, attributes, points, note) in enumerate(MATTERS):
        person = house.people[4] if clause == "honour" else dice.choice(house.people)
        rows.append(
            NewEntry(
                staff=person,
                clause=clause,
                occurred_on=period.starts_on + timedelta(days=dice.randrange(days)),
                points=points,
                attributes=attributes,
                note=note,
                idempotency_key=f"demo-{period.key}-{number}",
            )
        )
    record_many(actor=house.logins["office"], unit=house.unit, rows=rows, period=period)


def _week(house: DemoUnit, week: str, dice: Random) -> None:
    """Everybody's journal of a week; the section chief and the head review some of them."""
    friday = thursday_of(week) + timedelta(days=1)
    for number, person in enumerate(house.people):
        if number == dice.randrange(12):
            with at(friday + timedelta(days=4), 9):
                state, reason = dice.choice([("missing", "逾期未交。"), ("excused", "公务出差。")])
                mark_week(actor=house.logins["office"], staff=person, week=week, state=state, reason=reason)
            continue
        scores = {"区级目标": Decimal(dice.randint(42, 50)), "日常工作": Decimal(dice.randint(40, 50))}
        goals = {"区级目标": "推进法治示范创建。", "日常工作": "接待来访、办理法律援助。"}
        with at(friday, 17):
            journal = record_week(actor=user_of(person), staff=person, week=week, scores=scores, goals=goals)
        head = person_of(house, "head")
        if number % 3 == 0 and person != head:
            with at(friday + timedelta(days=4), 10):
                review_week(
                    actor=user_of(head), journal=journal, scores={"区级目标": Decimal(dice.randint(40, 48))}
                )


def _votes(house: DemoUnit, period: Period, number: int, dice: Random) -> None:
    """Leaders vote in their roles, six colleagues as peers."""
    office = house.logins["office"]
    leaders = {
        "head": [person_of(house, "head")],
        "deputy": [person_of(house, "group")],
        "section_chief": [person_of(house, "chief")],
    }
    for item in period.rules.part("year").rounds_items.values():
        voters: dict[str, list[StaffMember]] = leaders if item.roles else {"": house.people[5:11]}
        for role, people in voters.items():
            set_voters(actor=office, period=period, item=item.id, round=number, role=role, voters=people)
    tasks = list(RatingTask.objects.filter(period=period, round=number).select_related("rater__user"))
    for rater in sorted({task.rater for task in tasks}, key=lambda each: each.number):
        votes = {
            task.pk: dice.choice(["excellent", "excellent", "good", "good", "good", "fair"])
            for task in tasks
            if task.rater_id == rater.pk
        }
        give_scores(actor=user_of(rater), period=period, rater=rater, scores=votes)
