"""The street office: six quarters of the quarterly scheme and a year; the latest closed quarter waits for a decision."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from assessment.ledger.record_entries import record
from assessment.models import Period, RatingTask
from assessment.ratings.assign_duties import DutyRow, assign_duties, set_panel
from assessment.ratings.give_scores import give_scores, hand_in_sheet
from assessment.ratings.set_figures import FigureRow, set_figures
from assessment.rules import PeriodKey
from demo.build_unit import DemoUnit, demo_login
from demo.clock import at
from demo.take_steps import decide_everything, hand_in_and_close, open_at, publish_and_file, working_day
from organization.calendar import working_days
from organization.models import Assignment, StaffMember, StaffState
from organization.services.people import leave
from organization.services.states import record_state

PROJECTS = [
    "旧街改造",
    "防汛排涝",
    "垃圾分类示范点",
    "智慧社区试点",
    "背街小巷整治",
    "便民服务厅改造",
    "创业孵化基地",
]
MERITS = [
    ("防汛先进个人。", "3"),
    ("信息被上级采用。", "1.5"),
    ("会议迟到通报。", "-1"),
    ("市级竞赛获奖。", "5"),
    ("材料报送出错。", "-2"),
]
TIED = 3  # people of the middle rank with the same score at the cap


def live_through(house: DemoUnit, *, first: PeriodKey, today: date) -> None:
    """Every quarter from ``first`` to today; the last closed one stays in review with a tie at a cap."""
    _give_logins_to_raters(house)
    _states(house, today)
    key, period = first, None
    while key.first_day <= today:
        period = open_at(house, key.key, working_day(key.first_day))
        is_over = key.next().first_day + timedelta(days=12) <= today
        is_last = key.next().next().first_day + timedelta(days=12) > today
        _facts(house, period, today, tied=is_over and is_last, complete=is_over)
        if is_over:
            close = hand_in_and_close(house, period, day=key.next().first_day + timedelta(days=5))
            if not is_last:
                decide_everything(house, close, day=working_day(key.next().first_day + timedelta(days=9)))
                publish_and_file(house, period, day=key.next().first_day + timedelta(days=10), today=today)
        if key.last_day == date(key.year, 12, 31):
            _year(house, key.year, today)
        key = key.next()


def _give_logins_to_raters(house: DemoUnit) -> None:
    """Everyone who scores others needs a login of their own."""
    for person in house.of("section_rank") + house.of("middle"):
        if person.user_id is None:
            person.user = demo_login(f"{house.unit.code}-{person.number}", person.name)
            person.save()


def _states(house: DemoUnit, today: date) -> None:
    """One retired in the latest closed quarter, one admonished and one who joined the quarter before."""
    office, hr = house.logins["office"], house.logins["hr"]
    this = PeriodKey.of("quarter", today)
    last = this.previous()
    retired, admonished = house.of("general")[20], house.of("general")[33]
    leave(
        actor=hr,
        staff=retired,
        kind=StaffState.Kind.RETIRED,
        on=working_day(last.first_day + timedelta(days=46)),
        document="人退〔8〕号",
    )
    begins = working_day(last.previous().first_day + timedelta(days=50))
    record_state(
        actor=office,
        staff=admonished,
        kind=StaffState.Kind.ADMONITION,
        valid_from=begins,
        valid_to=begins + timedelta(days=182),
        document="效能办〔告诫〕4号",
        note="服务态度问题，被通报。",
    )
    investigated = house.of("general")[41]
    record_state(
        actor=office,
        staff=investigated,
        kind=StaffState.Kind.INVESTIGATION,
        valid_from=working_day(last.first_day + timedelta(days=20)),
        valid_to=None,
        document="",
        note="",
    )


def _facts(house: DemoUnit, period: Period, today: date, *, tied: bool, complete: bool) -> None:
    dice = Random(f"{house.unit.code} {period.key}")  # noqa: S311 - invented facts
    day = working_day(period.starts_on)
    with at(day, 9):
        _duties(house, period)
    until = min(period.ends_on, today - timedelta(days=1))
    with at(until, 17):
        _figures(house, period, dice, tied)
    _merits(house, period, dice, until)
    with at(until if not complete else period.ends_on + timedelta(days=2), 15):
        _scores(house, period, dice, tied=tied, complete=complete)


def _duties(house: DemoUnit, period: Period) -> None:
    """Everyone has section work; some community work, many a project, a few two; the leaders score everyone."""
    rows = []
    chiefs, left = house.of("section_rank"), _left(house, period)
    heads = {title: _head_of(house, title) for title in house.departments}
    for number, person in enumerate(house.people):
        if person.pk in left:
            continue
        head = heads[house.department_of[person.pk].name]
        rows.append(
            DutyRow(person, "routine.section", head if head.pk != person.pk else _other(chiefs, person), "")
        )
        if number % 4 == 1 and house.categories[person.pk] == "general":
            rows.append(DutyRow(person, "routine.community", _other(chiefs[3:], person), "网格走访"))
        if house.categories[person.pk] == "middle" or number % 3 == 0:
            rows.append(
                DutyRow(person, "key.1", _other(chiefs[1:], person), PROJECTS[number % len(PROJECTS)])
            )
        if number % 9 == 0 and house.categories[person.pk] != "middle":
            rows.append(
                DutyRow(person, "key.2", _other(chiefs[2:], person), PROJECTS[(number + 3) % len(PROJECTS)])
            )
    office = house.logins["office"]
    assign_duties(actor=office, period=period, rows=rows)
    panel = next(iter(period.rules.part("quarter").rank_items))
    set_panel(actor=office, period=period, item=panel, raters=chiefs[:5])


def _head_of(house: DemoUnit, title: str) -> StaffMember:
    return next(person for person in house.of("section_rank") if house.department_of[person.pk].name == title)


def _other(people: list[StaffMember], person: StaffMember) -> StaffMember:
    return next(other for other in people if other.pk != person.pk)


def _left(house: DemoUnit, period: Period) -> set[int]:
    """Ids of the people whose last assignment ended before the period."""
    rows = Assignment.objects.filter(staff__unit=house.unit).order_by("valid_from")
    last = dict(rows.values_list("staff_id", "valid_to"))
    return {pk for pk, until in last.items() if until is not None and until < period.starts_on}


def _figures(house: DemoUnit, period: Period, dice: Random, tied: bool) -> None:
    rows = []
    spared = _left(house, period) | ({person.pk for person in _tied_people(house)} if tied else set())
    for person in house.people:
        if person.pk in spared:
            continue
        if dice.random() < 0.2:
            rows.append(FigureRow(person, "late", Decimal(dice.choice([1, 1, 1, 2, 3]))))
        if dice.random() < 0.3:
            rows.append(FigureRow(person, "leave_days", Decimal(dice.choice([1, 2, 3, 5, 8, 17]))))
    general = house.of("general")
    rows.append(FigureRow(general[5], "absent_days", Decimal("2.5")))
    rows.append(FigureRow(general[11], "absent_days", Decimal("0.5")))
    rows.append(FigureRow(general[15], "sick_personal_leave_days", Decimal(41)))
    set_figures(actor=house.logins["office"], period=period, rows=rows)


def _merits(house: DemoUnit, period: Period, dice: Random, until: date) -> None:
    days = working_days(period.starts_on, until)
    spared = _left(house, period) | {person.pk for person in _tied_people(house)}
    people = [person for person in house.people if person.pk not in spared]
    for number in range(10 if days else 0):
        note, points = dice.choice(MERITS)
        day = dice.choice(days)
        with at(day, 11):
            record(
                actor=house.logins["office"],
                unit=house.unit,
                staff=dice.choice(people),
                clause="merit",
                occurred_on=day,
                points=Decimal(points),
                note=note,
                idempotency_key=f"demo-{period.key}-{number}",
            )


def _tied_people(house: DemoUnit) -> list[StaffMember]:
    return house.of("middle")[5 : 5 + TIED]


def _scores(house: DemoUnit, period: Period, dice: Random, *, tied: bool, complete: bool) -> None:
    """Scores by how good somebody is this quarter; in a running quarter only some raters have begun."""
    quality = _qualities(house, dice, tied)
    part = period.rules.part("quarter")
    tasks = list(
        RatingTask.objects.filter(period=period).select_related("rater__user").order_by("rater", "pk")
    )
    duties: dict[int, list[str]] = {}
    for task in tasks:
        if part.is_duty(task.item):
            duties.setdefault(task.subject.id, []).append(task.item)
    for number, rater in enumerate(sorted({task.rater for task in tasks}, key=lambda each: each.number)):
        mine = [task for task in tasks if task.rater_id == rater.pk]
        if not complete:
            mine = mine[: len(mine) // 2] if number % 3 == 0 else []
        scores = {
            task.pk: _score(
                part.maximum(task.item, sorted(set(duties[task.subject.id]))), quality[task.subject.id], dice
            )
            for task in mine
        }
        assert rater.user is not None  # _give_logins_to_raters
        if scores:
            give_scores(actor=rater.user, period=period, rater=rater, scores=scores)
        if complete:
            hand_in_sheet(actor=rater.user, period=period, rater=rater)


def _qualities(house: DemoUnit, dice: Random, tied: bool) -> dict[int, Decimal]:
    """How good everyone is, from 0 to 1; in the quarter with the tie five stand above three equals."""
    found: dict[int, Decimal] = {}
    for person in house.people:
        found[person.pk] = Decimal(dice.randint(700, 990)) / 1000
    if tied:
        middle = house.of("middle")
        for person in middle:
            found[person.pk] = min(found[person.pk], Decimal("0.930"))
        for place, person in enumerate(middle[:5]):
            found[person.pk] = Decimal("0.998") - Decimal(place) / 1000
        for person in _tied_people(house):
            found[person.pk] = Decimal("0.960")
    return found


def _score(maximum: Decimal, quality: Decimal, dice: Random) -> Decimal:
    """To half a point; the tied people (0.96 exactly) get the same from everyone."""
    exact = quality == Decimal("0.960") or quality > Decimal("0.99")
    wobble = Decimal(0) if exact else Decimal(dice.randint(-15, 15)) / 1000
    halves = (maximum * min(quality + wobble, Decimal(1)) * 2).to_integral_value()
    return halves / 2


def _year(house: DemoUnit, year: int, today: date) -> None:
    """The annual assessment in January: rolled up, decided, published, filed."""
    if date(year + 1, 1, 27) + timedelta(days=20) > today:
        return
    day = working_day(date(year + 1, 1, 27))
    period = open_at(house, str(year), day)
    close = hand_in_and_close(house, period, day=day)
    decide_everything(house, close, day=working_day(day + timedelta(days=4)))
    publish_and_file(house, period, day=day + timedelta(days=6), today=today)
