"""Figures by month, weekly journals, votes in rounds and questionnaires come into the close from where they are kept."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from assessment.closing.start_close import close_here
from assessment.facts.providers import forget, register_months
from assessment.facts.subjects import subjects_of
from assessment.models import Figure, Period, RatingTask, Result
from assessment.results.explanation import explanation_data
from assessment.results.verification import verify_period
from evaluation.models import Ballot, Campaign, Group
from organization.models import Job, Role, Unit
from organization.subjects import SubjectRef
from tests.cast import House, add_person, grant
from tests.closing.conftest import submitted
from tests.hall import take_up
from tests.narrowing import present
from worklog.models import WeeklyJournal

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(hall: House) -> Period:
    """2026 of the hall, submitted; everyone has a month, a week and a vote of each round."""
    period = submitted(hall, "su", "2026")
    for person in hall.people.values():
        month(hall, period, person.pk, "2026-01", "95")
        journal(hall, person.pk, "2026-W03", {"plan": {"self": "40"}})
        for number in (1, 2):
            vote(hall, period, person.pk, "yan", number, "head", "excellent")
    return period


def month(house: House, period: Period, staff_id: int, key: str, rate: str) -> None:
    Figure.objects.create(
        period=period,
        staff_id=staff_id,
        month=key,
        name="present_rate",
        value=Decimal(rate),
        entered_by=house.user("su"),
    )


def journal(house: House, staff_id: int, week: str, scores: dict[str, Any], state: str = "counted") -> None:
    WeeklyJournal.objects.create(unit=house.unit, staff_id=staff_id, week=week, scores=scores, state=state)


def vote(house: House, period: Period, staff_id: int, rater: str, number: int, role: str, level: str) -> None:
    RatingTask.objects.create(
        period=period,
        staff_id=staff_id,
        item="leaders",
        rater=house.people[rater],
        round=number,
        role=role,
        level=level,
    )


def closed(house: House, period: Period) -> dict[str, Result]:
    job = close_here(actor=house.user("su"), period=period)
    assert (job.state, job.error) == (Job.State.DONE, "")
    period.refresh_from_db()
    assert verify_period(period) == []
    return {row.name: row for row in Result.objects.filter(close=period.current_close)}


def test_the_months_on_record_are_read_off_the_table_and_averaged(hall: House, year: Period) -> None:
    mei = hall.people["mei"].pk
    month(hall, year, mei, "2026-02", "89.99")
    month(hall, year, mei, "2026-03", "79.99")
    rows = closed(hall, year)
    assert (rows["梅雪"].items["presence"], rows["胡波"].items["presence"]) == ("0.90", "1.50")


def test_a_month_entered_by_hand_stands_over_the_one_a_room_offers(
    hall: House, year: Period, offers: list[Any]
) -> None:
    mei = hall.people["mei"].pk
    who = SubjectRef.staff(mei)
    offers += [(who, "2026-01", "present_rate", Decimal(10)), (who, "2026-02", "present_rate", Decimal(85))]
    offers += [(who, "2026-02", "unknown", Decimal(1))]
    [(_person, subject)] = subjects_of(year, staff_ids=[mei])
    assert subject.months == {"2026-01": {"present_rate": 95}, "2026-02": {"present_rate": 85}}


@pytest.fixture
def offers() -> Iterator[list[Any]]:
    found: list[Any] = []
    register_months("attendance", lambda _period: found)
    yield found
    forget("attendance")


def test_figures_by_month_are_no_figures_of_the_year(hall: House, year: Period) -> None:
    [(_person, subject)] = subjects_of(year, staff_ids=[hall.people["mei"].pk])
    assert subject.facts == {}


def test_a_week_counts_at_the_highest_level_that_reviewed_it(hall: House, year: Period) -> None:
    mei = hall.people["mei"].pk
    journal(hall, mei, "2026-W04", {"plan": {"self": "50", "section_chief": "30"}, "extra": {"self": "20"}})
    journal(hall, mei, "2026-W05", {}, state="missing")
    journal(hall, mei, "2026-W06", {}, state="excused")
    assert closed(hall, year)["梅雪"].items["goals"] == "21.67"  # (40 + 25 + 0) ÷ 3


@pytest.mark.parametrize(("week", "counts"), [("2025-W52", False), ("2026-W01", True), ("2026-W53", True)])
def test_a_week_belongs_to_the_year_of_its_number(hall: House, year: Period, week: str, counts: bool) -> None:
    mei = hall.people["mei"].pk
    journal(hall, mei, week, {"plan": {"self": "20"}})
    [(_person, subject)] = subjects_of(year, staff_ids=[mei])
    assert (week in {each.week for each in subject.journals}) is counts


def test_votes_count_by_role_and_round_and_an_abstention_is_none(hall: House, year: Period) -> None:
    mei = hall.people["mei"].pk
    vote(hall, year, mei, "hu", 1, "deputy", "fair")
    vote(hall, year, mei, "su", 1, "deputy", "abstain")
    rows = closed(hall, year)
    # Round 1: 7 + 3; round 2: 7 + 7 for a role nobody of whom voted.
    assert (rows["梅雪"].items["leaders"], rows["胡波"].items["leaders"]) == ("12.00", "14.00")


def test_a_vote_that_was_asked_for_and_not_given_is_owed(hall: House, year: Period) -> None:
    vote(hall, year, hall.people["mei"].pk, "hu", 1, "deputy", "")
    job = close_here(actor=hall.user("su"), period=year)
    assert job.state == Job.State.FAILED
    [problem] = present(job.outcome)["problems"]
    assert (problem["what"], problem["name"], problem["rater"]) == ("score", "梅雪", "胡波")


def test_what_is_missing_of_a_person_is_said_by_name(hall: House) -> None:
    period = submitted(hall, "su", "2026")
    job = close_here(actor=hall.user("su"), period=period)
    found = {
        (each["what"], each["title"]) for each in present(job.outcome)["problems"] if each["name"] == "梅雪"
    }
    assert found == {
        ("month", "出勤"),
        ("journal", "周目标"),
        ("rating", "领导测评，第 1 轮"),
        ("rating", "领导测评，第 2 轮"),
    }


def test_who_voted_what_is_not_in_the_explanation(hall: House, year: Period) -> None:
    row = closed(hall, year)["梅雪"]
    found = explanation_data(Result.objects.select_related("close__period", "close__version").get(pk=row.pk))
    [leaders] = [item for item in found["items"] if item["item"] == "leaders"]
    assert "严明" not in str(leaders)
    assert "rater" not in str(leaders)


@pytest.fixture
def survey(db: None) -> House:  # noqa: ARG001  # for its effect
    """A unit with two departments that is asked about in a questionnaire of two groups."""
    unit = Unit.objects.create(code="survey", name="青溪县司法局")
    house = take_up(unit, "survey")
    for code, name in [("a", "办公室"), ("b", "法援科")]:
        house.departments[code] = unit.departments.create(code=code, name=name)
    add_person(house, "su", "1", "苏梅", "a", "")
    grant(house, "su", Role.ASSESSMENT_OFFICE)
    return house


def test_the_answers_of_the_groups_make_the_index_of_people_and_departments(survey: House) -> None:
    period = submitted(survey, "su", "2026")
    campaign = Campaign.objects.create(period=period, title="民主评议")
    public = Group.objects.create(campaign=campaign, code="public", name="群众", weight=3)
    others = Group.objects.create(campaign=campaign, code="others", name="服务对象", weight=1)
    yes, no = "satisfied", "dissatisfied"
    for group, about, answers in [
        (public, "a", {"manner": yes, "result": no}),
        (public, "a", {"manner": yes}),
        (others, "a", {"result": no}),
        (others, "su", {"result": yes}),
        (others, "su", {}),
    ]:
        Ballot.objects.create(
            group=group,
            answers=answers,
            department=survey.departments.get(about),
            staff=survey.people.get(about),
        )
    rows = closed(survey, period)
    office, aid = Result.objects.departments().filter(close=period.current_close).order_by("number")
    assert (office.score, office.items) == (Decimal("50.00"), {"群众": "66.67", "服务对象": "0.00"})
    assert present(office.shares)["群众"] == {"satisfied": "66.67", "dissatisfied": "33.33", "valid": 3}
    assert (aid.score, aid.shares, aid.flags) == (None, {}, ["no_ballots"])
    assert (rows["苏梅"].score, rows["苏梅"].items) == (Decimal(100), {"服务对象": "100.00"})
    assert present(rows["苏梅"].shares)["服务对象"]["valid"] == 1
