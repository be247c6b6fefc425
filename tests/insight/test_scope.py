"""Who sees what of insight: departments, small groups, raters, the workbook."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.models import Period, Result
from assessment.office.insight.clause_costs import by_department, costs_of, tallies_of
from assessment.office.insight.distribution import distribution_of
from assessment.office.insight.raters import leniency_of
from assessment.office.insight.trends import trend_of
from assessment.rules import Rating
from organization.jobs import run_job
from organization.models import AuditEvent, Job, Role, RoleGrant, User
from tests.cast import House, build_outsiders, grant
from tests.exports.conftest import table
from tests.insight.conftest import Looking
from tests.narrowing import present
from tests.periods.houses import closed, rated

PAGE = "/u/yunshan/insight/"


@pytest.mark.parametrize("who", ["xu", "fang", "tang"])
def test_office_hr_and_heads_see_the_whole_unit(
    people: House, quarter: Period, looking: Looking, who: str
) -> None:
    seen = looking(people.user(who), quarter)
    assert {g.title for g in distribution_of(seen.close, seen.scope, seen.words).departments} == {
        "党政办",
        "综治办",
        "城管中队",
    }


def test_a_department_role_sees_its_departments(people: House, quarter: Period, looking: Looking) -> None:
    seen = looking(people.user("qin"), quarter)
    spread = distribution_of(seen.close, seen.scope, seen.words)
    assert [group.title for group in spread.departments] == ["综治办"]
    assert spread.categories == []
    assert spread.departments[0].scores.median is None
    [point] = trend_of(quarter, seen.scope, seen.words)
    assert point.people == 7


def test_a_department_of_two_is_told_nothing_and_one_of_three_something(
    people: House, quarter: Period, looking: Looking
) -> None:
    chief = looking(people.user("ma"), quarter)  # 马强 and 陈立新 are all of the city squad
    assert distribution_of(chief.close, chief.scope, chief.words).departments == []
    assert tallies_of(chief.close, chief.scope, chief.words) == {}
    [point] = trend_of(quarter, chief.scope, chief.words)
    assert (point.people, point.mean) == (0, None)
    office = looking(people.user("xu"), quarter)
    grant(people, "wu", Role.SECTION_CHIEF, "party")
    party = looking(people.user("wu"), quarter)
    [group] = distribution_of(party.close, party.scope, party.words).departments
    assert group.people == 5
    assert group.scores.mean is not None
    assert office.scope.is_open
    assert not party.scope.is_open


def test_counts_of_fewer_than_three_are_not_told_to_who_may_not_see_results(
    people: House, quarter: Period, looking: Looking
) -> None:
    seen = looking(people.user("qin"), quarter)
    [group] = distribution_of(seen.close, seen.scope, seen.words).departments
    told = [line.people for line in group.grades if line.people]
    assert all(count >= 3 for count in told)
    stored = Result.objects.filter(close=seen.close, department_name="综治办")
    assert stored.count() - sum(told) in (0, *range(3, 20))


@pytest.mark.usefixtures("quarter")
def test_what_concerned_fewer_than_three_people_is_left_out_and_the_sum_with_it(
    people: House, looking: Looking
) -> None:
    facts = {"qin": rated("60", "70", absent_days="1"), "wu": rated("60", "70", late="1")}
    more = {f"safe{n}": rated("60", "70", late="1") for n in range(3)}
    period = closed(people, "2026-Q1", facts | more, rated("60", "70"))
    Period.objects.filter(pk=period.pk).update(state=Period.State.PUBLISHED)
    seen = looking(people.user("qin"), period)
    tallies = tallies_of(seen.close, seen.scope, seen.words)
    costs = costs_of(tallies, seen.scope, seen.words)
    assert [(line.title, line.points) for line in costs.taken] == [("迟到", Decimal("-4.00"))]
    assert costs.total_taken is None
    assert costs.taken[0].share is None
    assert by_department(tallies["attendance/absent_days"], seen.scope) == []


def test_a_period_under_review_is_seen_only_by_who_may_see_results(
    people: House, quarter: Period, looking: Looking, login: Callable[[User], Client]
) -> None:
    Period.objects.filter(pk=quarter.pk).update(state=Period.State.CLOSED)
    assert looking(people.user("xu"), quarter).period == quarter
    with pytest.raises(Http404):
        looking(people.user("qin"), quarter)
    assert "2026" not in login(people.user("qin")).get(PAGE).content.decode().partition("<main")[2]


@pytest.mark.parametrize("who", ["chen", "gao"])
@pytest.mark.usefixtures("quarter")
def test_a_staff_member_finds_nothing(people: House, login: Callable[[User], Client], who: str) -> None:
    assert login(people.user(who)).get(PAGE).status_code == 404


def test_administrators_and_strangers_find_nothing(
    people: House, bureau: House, quarter: Period, login: Callable[[User], Client]
) -> None:
    for user in [*build_outsiders(people).values(), bureau.user("zhou")]:
        client = login(user)
        for page in ("", "clauses/", "trends/", "raters/"):
            assert client.get(PAGE + page).status_code == 404
        assert client.post(f"{PAGE}{quarter.pk}/excel/").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("xu", 200), ("fang", 200), ("tang", 404), ("qin", 404)])
@pytest.mark.usefixtures("quarter")
def test_raters_are_for_hr_and_the_office(
    people: House, login: Callable[[User], Client], who: str, status: int
) -> None:
    assert login(people.user(who)).get(PAGE + "raters/").status_code == status


def raters_of(people: Any, own: dict[str, int]) -> Any:
    """A period in which each rater (by short name) scored the routine work of so many people with 60."""
    names = iter(sorted(people.people))
    facts = {}
    for rater, count in own.items():
        for _number in range(count):
            score = Decimal(54 if rater == "gao" else 63)  # of 90: 60 and 70 percent
            given = [Rating(1, "routine.section", str(people.people[rater].pk), score)]
            given += [
                Rating(2 + n, "leaders", str(people.people[panel].pk), Decimal(70 + n))
                for n, panel in enumerate(("tang", "luo", "gao"))
            ]
            facts[next(names)] = rated("60", "70") | {"ratings": given}
    return closed(people, "2026-Q1", facts, rated("54", "70"))


def test_a_rater_of_four_people_is_marked_and_one_of_five_is_not(people: House, looking: Looking) -> None:
    period = raters_of(people, {"gao": 5, "luo": 4})
    seen = looking(people.user("fang"), period)
    [routine, _leaders] = leniency_of(seen.close, seen.scope, seen.words)
    lines = {line.name: line for line in routine.raters}
    assert (lines["高明"].scores.people, lines["高明"].is_few) == (5, False)
    assert (lines["罗成"].scores.people, lines["罗成"].is_few) == (4, True)
    assert routine.scores.mean == Decimal("62.86")  # (5 × 60 + 4 × 70 + 5 × 60) ÷ 14
    assert lines["罗成"].difference == Decimal("7.14")
    assert (lines["罗成"].scores.mean, lines["罗成"].scores.range) == (Decimal("70.00"), Decimal(0))


def test_who_of_a_panel_gave_what_is_told_to_the_office_alone(
    people: House, looking: Looking, login: Callable[[User], Client]
) -> None:
    period = raters_of(people, {"gao": 7, "luo": 7})
    [_routine, panel] = leniency_of(*_three(looking(people.user("fang"), period)))
    assert panel.is_panel
    assert panel.raters == []
    assert panel.raters_count == 3
    [_routine, panel] = leniency_of(*_three(looking(people.user("xu"), period)))
    assert {line.name for line in panel.raters} == {"唐志远", "罗成", "高明"}
    body = login(people.user("fang")).get(f"{PAGE}raters/?period={period.pk}").content.decode()
    assert "唐志远" not in body.partition("<main")[2]


def _three(seen: Any) -> Any:
    return seen.close, seen.scope, seen.words


def test_a_panel_of_two_is_not_even_told_in_sum(people: House, quarter: Period, looking: Looking) -> None:
    lines = leniency_of(*_three(looking(people.user("fang"), quarter)))
    assert [line.is_panel for line in lines] == [False]


@pytest.mark.parametrize(("who", "sheets"), [("xu", 6), ("fang", 6), ("qin", 3)])
def test_the_workbook_holds_what_the_asker_sees(
    people: House,
    quarter: Period,
    login: Callable[[User], Client],
    who: str,
    sheets: int,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = login(people.user(who))
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{PAGE}{quarter.pk}/excel/")
    job = Job.objects.get(kind="assessment.office.insight")
    assert answer["Location"] == f"/u/yunshan/jobs/{job.pk}/"
    assert job.state == Job.State.DONE, job.error
    book = load_workbook(BytesIO(job.file.read()))
    assert len(book.worksheets) == sheets
    if who == "qin":
        assert {next(iter(row.values())) for row in table(book.worksheets[0])} == {"综治办"}
    event = AuditEvent.objects.get(action="export.file")
    assert (event.actor, event.target) == (people.user(who), "insight 2026-Q3")


def test_a_right_withdrawn_in_the_meantime_makes_no_workbook(
    people: House, quarter: Period, login: Callable[[User], Client]
) -> None:
    client = login(people.user("xu"))
    client.post(f"{PAGE}{quarter.pk}/excel/")
    RoleGrant.objects.filter(user=people.user("xu")).delete()
    job = Job.objects.get(kind="assessment.office.insight")
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert not job.file


@pytest.mark.parametrize("page", ["", "clauses/", "trends/", "raters/"])
@pytest.mark.parametrize("who", ["xu", "qin"])
def test_statements_do_not_grow_with_the_people(
    people: House, quarter: Period, login: Callable[[User], Client], page: str, who: str
) -> None:
    client = login(people.user(who))
    client.get(PAGE + page)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE + page)
    for each in list(Result.objects.filter(close=quarter.current_close)):
        copied = {f.attname: getattr(each, f.attname) for f in each._meta.concrete_fields if f.name != "id"}
        for number in range(3):
            person = type(present(each.staff)).objects.create(
                unit=people.unit, number=f"{number}-{each.number}", name=each.name
            )
            Result.objects.create(**copied | {"staff_id": person.pk, "number": person.number})
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE + page)
    assert len(many) == len(few)
