"""Departments with grades: the cap on 优秀窗口 on both sides, who is told when, and that people's figures stay people's."""

from collections.abc import Callable
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from assessment.models import Period, Result
from assessment.office.exports.base import ExportSubject
from assessment.office.exports.rows import ordered_results
from assessment.office.insight.distribution import distribution_of
from assessment.office.insight.scope import scope_of
from assessment.office.periods.publish_period import publish_period
from assessment.results.selectors import current_results
from assessment.results.subject_rows import words_of
from assessment.results.verification import verify_period
from organization.models import Department
from organization.policy import access_to
from tests.cast import House
from tests.graded import WINDOWS, build_graded, graded_month, windows
from tests.narrowing import present

pytestmark = pytest.mark.django_db
Login = Callable[..., Client]
APART = {"desk": 0, "tax": 1, "land": 2, "social": 3, "office": 10}


@pytest.fixture
def graded(clock: time_machine.Traveller) -> House:  # noqa: ARG001  # for its effect
    return build_graded()


def grades(period: Period) -> dict[str, str | None]:
    found = windows(period)
    return {key: found[name].grade for key, name in WINDOWS.items()}


def test_two_of_five_windows_are_excellent_and_the_next_best_drop(graded: House) -> None:
    period = graded_month(graded, APART)
    assert grades(period) == {
        "desk": "excellent",
        "tax": "excellent",
        "land": "good",
        "social": "good",
        "office": "good",
    }
    assert windows(period)["国土窗口"].flags == ["quota_drop"]
    assert windows(period)["综合窗口"].bonus == Decimal(3000)
    assert verify_period(period) == []


def test_with_four_windows_there_is_one_seat(graded: House) -> None:
    """40 % of five are two seats, of four one and a half: what is no whole seat is none."""
    Department.objects.filter(pk=graded.departments["social"].pk).update(is_active=False)
    period = graded_month(graded, {"desk": 0, "tax": 1, "land": 2, "office": 10})
    assert [row.standing["quotas"][0]["base"] for row in windows(period).values() if row.standing] == [
        4,
        4,
        4,
    ]
    assert {name for name, row in windows(period).items() if row.grade == "excellent"} == {"综合窗口"}


def test_the_score_of_a_band_is_its_first_and_the_one_below_is_not(graded: House) -> None:
    period = graded_month(graded, {"desk": 0, "tax": 5, "land": 10, "social": 11, "office": 6})
    found = {name: (row.score, row.grade) for name, row in windows(period).items()}
    assert found["税务窗口"] == (Decimal("90.00"), "excellent")
    assert found["管理办公室"] == (Decimal("88.00"), "good")
    assert found["国土窗口"] == (Decimal("80.00"), "good")
    assert found["社保窗口"] == (Decimal("78.00"), "passed")


def test_a_ceiling_holds_from_its_figure_on(graded: House) -> None:
    period = graded_month(graded, APART, {"desk": 2, "tax": 1})
    found = windows(period)
    assert (found["综合窗口"].grade, found["综合窗口"].ceiling) == ("good", "good")
    assert found["综合窗口"].gates == ["w.complaints"]
    assert (found["税务窗口"].grade, found["税务窗口"].gates) == ("excellent", [])
    assert found["国土窗口"].grade == "excellent"


def test_grades_of_windows_are_no_part_of_what_is_told_of_people(graded: House) -> None:
    period = graded_month(graded, APART)
    close = present(period.current_close)
    people = len(graded.people)
    assert (close.people, current_results(period).count()) == (people, people)
    assert Result.objects.filter(close=close).count() == people + len(WINDOWS)
    access = access_to(graded.user("su"), graded.unit)
    told = distribution_of(close, present(scope_of(access)), words_of(close))
    assert sum(group.people for group in told.departments) == people
    sheet = ordered_results(ExportSubject.of(close, graded.user("su")), with_facts=False)
    assert {row.number for row in sheet} == {person.number for person in graded.people.values()}


def test_the_published_list_tells_grades_of_windows_and_no_scores(graded: House, login: Login) -> None:
    period = publish_period(actor=graded.user("su"), period=graded_month(graded, APART, {"land": 2}))
    text = login(graded.user("mei")).get(f"/u/graded/publication/{period.pk}/").content.decode()
    assert "窗口月度考核" in text
    assert "优秀窗口" in text
    assert "94.00" not in text
    assert "名额顺延" not in text
    assert "投诉较多" not in text


def test_until_it_is_published_a_chief_sees_scores_without_grades(graded: House, login: Login) -> None:
    period = graded_month(graded, APART)
    board = f"/u/graded/board/?period={period.pk}"
    told = login(graded.user("hu")).get(board).content.decode()
    assert "税务窗口" in told
    assert "优秀窗口" not in told
    assert "优秀窗口" in login(graded.user("su")).get(board).content.decode()
    publish_period(actor=graded.user("su"), period=period)
    assert "优秀窗口" in login(graded.user("hu")).get(board).content.decode()


def test_the_interface_tells_the_grade_with_its_title(graded: House, login: Login) -> None:
    period = graded_month(graded, APART)
    client = login(graded.user("su"))
    page = client.get(
        "/api/v1/units/graded/department-results/", {"grade": "excellent", "lang": "zh-hans"}
    ).json()
    rows = {row["department"]["code"]: row for row in page["results"]}
    assert set(rows) == {"G1", "G2"}
    row = rows["G1"]
    assert row["grade"] == {"code": "excellent", "title": "优秀窗口"}
    assert (row["computed_grade"], row["bonus"], row["ceiling"], row["gates"]) == (
        "excellent",
        "3000.00",
        None,
        [],
    )
    address = f"/api/v1/units/graded/results/?period={period.pk}"
    assert len(client.get(address).json()["results"]) == len(graded.people)


def test_the_page_of_a_window_tells_grade_and_why(graded: House, login: Login) -> None:
    period = graded_month(graded, APART)
    row = windows(period)["国土窗口"]
    text = login(graded.user("su")).get(f"/u/graded/department-results/{row.pk}/").content.decode()
    assert "良好窗口" in text
    assert "名额顺延" in text
    assert login(graded.user("hu")).get(f"/u/graded/department-results/{row.pk}/").status_code == 404
