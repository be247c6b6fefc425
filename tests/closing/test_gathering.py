"""What is gathered of a period: who is in it, where, with which facts."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assessment.facts.consistent_read import here
from assessment.facts.providers import forget_figures, register_figures
from assessment.facts.subjects import Gathering, subjects_of
from assessment.models import Close, DecidedGrade, Decision, Entry, Figure, Period, RatingTask, Result
from assessment.periods.open_period import open_period
from assessment.rules import Past, State
from organization.models import Assignment, StaffState
from organization.subjects import SubjectRef
from tests.cast import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarter(street: House) -> Period:
    return open_period(actor=street.user("xu"), unit=street.unit, scheme=street.scheme, key="2026-Q3")


@pytest.fixture
def gathered() -> Any:
    """``gathered(period)["马强"]``: snapshot and subject by name."""

    def gather(period: Period, **some: Any) -> Any:
        return {person.name: (person, subject) for person, subject in subjects_of(period, **some)}

    return gather


def move(house: Any, who: str, department: str, category: str, day: date) -> None:
    """A dated transfer."""
    person = house.people[who]
    person.assignments.filter(valid_to__isnull=True).update(valid_to=date.fromordinal(day.toordinal() - 1))
    Assignment.objects.create(
        staff=person, department=house.departments[department], category=category, valid_from=day
    )


def test_everyone_with_an_assignment_that_touches_the_period_is_in_it(
    street: House, quarter: Period, gathered: Any
) -> None:
    street.people["ma"].assignments.update(valid_to=date(2026, 7, 1))
    street.people["chen"].assignments.update(valid_to=date(2026, 6, 30))
    street.people["wu"].assignments.update(valid_from=date(2026, 9, 30))
    street.people["fang"].assignments.update(valid_from=date(2026, 10, 1))
    names = set(gathered(quarter))
    assert {"马强", "吴桐"} <= names
    assert not {"陈立新", "方圆"} & names


def test_department_and_category_are_those_of_the_last_assignment_within_the_period(
    street: House, quarter: Period, gathered: Any
) -> None:
    move(street, "ma", "party", "middle", date(2026, 8, 15))
    move(street, "chen", "party", "middle", date(2026, 10, 1))
    found = gathered(quarter)
    place = found["马强"][0]
    assert (place.department_id, place.department, place.category) == (
        street.departments["party"].pk,
        "党政办",
        "middle",
    )
    assert found["陈立新"][0].department == "城管中队"
    assert (found["马强"][1].category, found["马强"][1].id) == ("middle", str(street.people["ma"].pk))


def test_duties_are_the_distinct_duty_items_in_the_schemes_order(
    street: House, quarter: Period, gathered: Any
) -> None:
    tang, luo, ma = (street.people[name] for name in ("tang", "luo", "ma"))
    for item, rater, score in [
        ("key.1", tang, None),
        ("key.1", luo, 30),
        ("leaders", tang, 88),
        ("routine.section", tang, 41),
    ]:
        RatingTask.objects.create(period=quarter, staff=ma, item=item, rater=rater, score=score)
    subject = gathered(quarter)["马强"][1]
    assert subject.duties == ["routine.section", "key.1"]
    assert {(rating.item, rating.rater, rating.score) for rating in subject.ratings} == {
        ("key.1", str(luo.pk), Decimal(30)),
        ("leaders", str(tang.pk), Decimal(88)),
        ("routine.section", str(tang.pk), Decimal(41)),
    }


def test_scores_that_were_asked_for_and_not_given_are_owed(street: House, quarter: Period) -> None:
    RatingTask.objects.create(
        period=quarter, staff=street.people["ma"], item="key.1", rater=street.people["tang"]
    )
    gathering = Gathering(quarter, here())
    list(gathering)
    ma, tang = street.people["ma"], street.people["tang"]
    assert gathering.owed == [(SubjectRef.to(ma), "key.1", tang.pk)]


def test_states_that_begin_after_the_period_stay_out(street: House, quarter: Period, gathered: Any) -> None:
    for kind, first, last in [
        ("admonition", date(2026, 8, 1), date(2027, 1, 31)),
        ("veto", date(2026, 10, 1), None),
        ("retired", date(2025, 1, 1), None),
    ]:
        StaffState.objects.create(staff=street.people["ma"], kind=kind, valid_from=first, valid_to=last)
    assert gathered(quarter)["马强"][1].states == [
        State("retired", date(2025, 1, 1), None),
        State("admonition", date(2026, 8, 1), date(2027, 1, 31)),
    ]


def test_a_figure_by_hand_stands_over_one_that_a_room_offers(
    street: House, quarter: Period, gathered: Any
) -> None:
    ma, wu = street.people["ma"], street.people["wu"]
    one, other = SubjectRef.to(ma), SubjectRef.to(wu)
    Figure.objects.create(
        period=quarter, staff=ma, name="late", value=Decimal(3), entered_by=street.user("xu")
    )
    offers = [
        (one, "late", Decimal(9)),
        (one, "absent_days", Decimal("0.5")),
        (other, "late", Decimal(1)),
        (other, "unknown", Decimal(1)),
    ]
    register_figures("attendance", lambda _period: offers)
    try:
        found = gathered(quarter)
    finally:
        forget_figures("attendance")
    assert found["马强"][1].facts == {"late": Decimal(3), "absent_days": Decimal("0.5")}
    assert found["吴桐"][1].facts == {"late": Decimal(1)}


def test_entries_come_as_the_case_files_say_them(street: House, quarter: Period, gathered: Any) -> None:
    entry = Entry.objects.create(
        unit=street.unit,
        period=quarter,
        staff=street.people["ma"],
        department=street.departments["city"],
        clause="merit",
        occurred_on=date(2026, 8, 3),
        points=Decimal("-3"),
        effect=Decimal(-3),
        attributes={"matter": "m1", "level": "city", "more": "x"},
        entered_by=street.user("xu"),
        idempotency_key="1",
    )
    [found] = gathered(quarter)["马强"][1].entries
    assert (found.ref, found.clause, found.date, found.points) == (
        entry.pk,
        "merit",
        date(2026, 8, 3),
        Decimal(-3),
    )
    assert (found.count, found.matter, found.level, found.attributes) == (1, "m1", "city", {"more": "x"})


def past_quarter(
    street: Any, key: str, score: str, grade: str | None, state: str = Period.State.FINAL
) -> Result:
    """A closed quarter with one result of 马强."""
    period = open_period(actor=street.user("xu"), unit=street.unit, scheme=street.scheme, key=key)
    close = Close.objects.create(
        period=period, version=period.version, scheme_hash="", state="done", revision=1
    )
    Period.objects.filter(pk=period.pk).update(state=state, current_close=close)
    return Result.objects.create(
        close=close,
        staff=street.people["ma"],
        number="2006",
        name="马强",
        category="general",
        status="assessed",
        score=Decimal(score),
        grade=grade,
    )


def test_a_year_looks_back_on_its_quarters_with_the_grade_that_was_decided(
    street: House, gathered: Any
) -> None:
    past_quarter(street, "2025-Q4", "60", "qualified")
    past_quarter(street, "2026-Q1", "91.50", "excellent")
    tied = past_quarter(street, "2026-Q2", "88", "good")
    decision = Decision.objects.create(
        close=tied.close, kind="tie", subject="tie", reason="seniority", decided_by=street.user("tang")
    )
    DecidedGrade.objects.create(decision=decision, result=tied, grade="excellent", bonus=Decimal(2100))
    year = open_period(actor=street.user("xu"), unit=street.unit, scheme=street.scheme, key="2026")
    found = gathered(year)
    assert found["马强"][1].history == [
        Past("2026-Q1", Decimal("91.50"), "excellent"),
        Past("2026-Q2", Decimal("88.00"), "excellent"),
    ]
    assert found["吴桐"][1].history == []


def test_a_revoked_decision_counts_no_longer(street: House, gathered: Any) -> None:
    tied = past_quarter(street, "2026-Q2", "88", "good")
    decision = Decision.objects.create(
        close=tied.close, kind="tie", subject="tie", reason="seniority", decided_by=street.user("tang")
    )
    DecidedGrade.objects.create(decision=decision, result=tied, grade="excellent", is_active=False)
    year = open_period(actor=street.user("xu"), unit=street.unit, scheme=street.scheme, key="2026")
    assert gathered(year)["马强"][1].history == [Past("2026-Q2", Decimal("88.00"), "good")]


def test_some_people_can_be_asked_for_alone(street: House, quarter: Period, gathered: Any) -> None:
    RatingTask.objects.create(
        period=quarter, staff=street.people["wu"], item="leaders", rater=street.people["tang"], score=80
    )
    found = gathered(quarter, staff_ids=[street.people["ma"].pk, street.people["wu"].pk])
    assert set(found) == {"马强", "吴桐"}
    assert len(found["吴桐"][1].ratings) == 1


@pytest.mark.usefixtures("street")
def test_another_units_people_stay_out(bureau: House, quarter: Period, gathered: Any) -> None:
    assert not set(gathered(quarter)) & {person.name for person in bureau.people.values()}
