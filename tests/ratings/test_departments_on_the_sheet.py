"""Departments that somebody scores stand on the same sheet, below the people."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from assessment.data_entry.ratings.navigation_checks import has_scores_to_give
from assessment.facts.consistent_read import here
from assessment.facts.subjects import Gathering, Owed
from assessment.models import Period, RatingSheet, RatingTask
from assessment.periods.open_period import open_period
from assessment.ratings.assign_duties import set_panel
from assessment.schemes.install_schemes import adopt_scheme, install_version
from organization.models import User
from organization.policy import access_to
from tests.cast import START, House
from tests.hall import PACKS

SCORES = "/u/hall/scores/"


@pytest.fixture
def month(hall: House, clock: time_machine.Traveller) -> Period:  # noqa: ARG001  # for its effect
    """April: 严明 scores the looks of the three departments; without a score they count 0."""
    period = open_period(actor=hall.user("su"), unit=hall.unit, scheme=hall.scheme, key="2026-04")
    let_score(hall, period)
    return period


@pytest.fixture
def strict(hall: House, clock: time_machine.Traveller) -> Period:  # noqa: ARG001  # for its effect
    """The same by rules that say nothing of a department without a score."""
    text = (PACKS / "windows.yaml").read_text("utf-8")
    text = text.replace("id: windows", "id: windows-strict", 1).replace(", otherwise: 0}\n", "}\n")
    scheme = install_version(actor=None, text=text, file="windows-strict.yaml").scheme
    adopt_scheme(actor=None, unit=hall.unit, scheme=scheme, valid_from=START)
    period = open_period(actor=hall.user("su"), unit=hall.unit, scheme=scheme, key="2026-05")
    let_score(hall, period)
    return period


def let_score(hall: House, period: Period, *raters: str) -> None:
    people = [hall.people[name] for name in raters or ("yan",)]
    set_panel(actor=hall.user("su"), period=period, item="looks", raters=people, kind="department")


def task_of(period: Period, hall: House, department: str = "tax") -> RatingTask:
    return RatingTask.objects.get(period=period, department=hall.departments[department])


def give(client: Any, task: RatingTask, score: str) -> Any:
    return client.post(f"{SCORES}{task.pk}/", {"score": score})


@pytest.mark.usefixtures("month")
def test_whoever_scores_departments_only_has_a_sheet(hall: House, login: Callable[[User], Client]) -> None:
    page = login(hall.user("yan")).get(SCORES).content.decode()
    assert "环境" in page
    assert "税务窗口" in page
    assert has_scores_to_give(access_to(hall.user("yan"), hall.unit))


def test_a_score_is_saved_as_it_is_typed(month: Period, hall: House, login: Callable[[User], Client]) -> None:
    task = task_of(month, hall)
    answer = give(login(hall.user("yan")), task, "8.5")
    task.refresh_from_db()
    assert (answer.status_code, task.score) == (200, Decimal("8.5"))
    assert 'data-given="1" data-total="1"' in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "status"), [("10", 200), ("10.01", 422), ("0", 200), ("-1", 422), ("x", 422)]
)
def test_a_score_keeps_to_its_bounds(
    month: Period, hall: House, login: Callable[[User], Client], typed: str, status: int
) -> None:
    assert give(login(hall.user("yan")), task_of(month, hall), typed).status_code == status


def test_nobody_reaches_a_task_of_another(
    month: Period, hall: House, login: Callable[[User], Client]
) -> None:
    assert give(login(hall.user("guo")), task_of(month, hall), "8").status_code == 404


def test_a_sheet_is_handed_in_without_what_the_scheme_does_not_require(
    month: Period, hall: House, login: Callable[[User], Client]
) -> None:
    client = login(hall.user("yan"))
    assert client.post(f"{SCORES}hand-in/", {"period": month.pk}).status_code == 302
    assert give(client, task_of(month, hall), "8").status_code == 422, "it is handed in"


def test_a_department_that_must_be_scored_is_named(
    strict: Period, hall: House, login: Callable[[User], Client]
) -> None:
    client = login(hall.user("yan"))
    give(client, task_of(strict, hall, "desk"), "8")
    give(client, task_of(strict, hall, "office"), "8")
    refused = client.post(f"{SCORES}hand-in/", {"period": strict.pk})
    assert refused.status_code == 422
    assert "尚未评分的科室：税务窗口。" in refused.content.decode()
    give(client, task_of(strict, hall, "tax"), "8")
    assert client.post(f"{SCORES}hand-in/", {"period": strict.pk}).status_code == 302


def test_a_sheet_comes_back_when_one_more_item_is_to_be_scored(
    month: Period, hall: House, login: Callable[[User], Client]
) -> None:
    login(hall.user("yan")).post(f"{SCORES}hand-in/", {"period": month.pk})
    RatingTask.objects.filter(department=hall.departments["tax"]).delete()
    let_score(hall, month)
    assert RatingSheet.objects.get(rater=hall.people["yan"]).handed_in_at is None


def owed_in(period: Period) -> list[Owed]:
    gathering = Gathering(period, here())
    list(gathering)
    assert all(each.subject.is_department for each in gathering.owed)
    return gathering.owed


@pytest.mark.usefixtures("hall")
def test_a_score_that_the_scheme_can_do_without_does_not_hold_up_the_close(
    month: Period, strict: Period
) -> None:
    assert owed_in(month) == []
    assert len(owed_in(strict)) == 3
