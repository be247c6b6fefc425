"""Votes by level on a rater's sheet: one column for each round, saved as they are chosen."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from assessment.models import Period, RatingTask
from assessment.periods.open_period import open_period
from assessment.ratings.assign_duties import carry_over
from assessment.ratings.set_voters import set_voters
from organization.models import User
from tests.cast import House

SCORES = "/u/hall/scores/"


@pytest.fixture
def year(hall: House, clock: time_machine.Traveller) -> Period:  # noqa: ARG001  # for its effect
    """严明 votes as the head, 郭靖 as a deputy, in the first of two rounds."""
    period = open_period(actor=hall.user("su"), unit=hall.unit, scheme=hall.scheme, key="2026")
    for who, role in (("yan", "head"), ("guo", "deputy")):
        people = [hall.people[who]]
        set_voters(actor=hall.user("su"), period=period, item="leaders", round=1, role=role, voters=people)
    return period


def task_of(year: Period, hall: House, rater: str, staff: str = "ding") -> RatingTask:
    return RatingTask.objects.get(period=year, rater=hall.people[rater], staff=hall.people[staff])


def give(client: Any, task: RatingTask, level: str) -> Any:
    return client.post(f"{SCORES}{task.pk}/", {"score": level})


@pytest.mark.usefixtures("year")
def test_a_vote_is_a_choice_among_the_levels_of_the_scheme(
    hall: House, login: Callable[[User], Client]
) -> None:
    page = login(hall.user("yan")).get(SCORES).content.decode()
    assert "领导测评" in page
    assert '<option value="excellent">好</option><option value="fair">一般</option>' in page
    assert '<option value="abstain">弃权</option>' in page
    assert 'inputmode="decimal"' not in page


def test_a_level_that_is_chosen_is_kept_and_counted(
    year: Period, hall: House, login: Callable[[User], Client]
) -> None:
    task = task_of(year, hall, "yan")
    answer = give(login(hall.user("yan")), task, "fair")
    task.refresh_from_db()
    assert answer.status_code == 200
    assert 'data-given="1" data-total="5"' in answer.content.decode()
    assert task.level == "fair"


def test_a_level_can_be_taken_back(year: Period, hall: House, login: Callable[[User], Client]) -> None:
    task, client = task_of(year, hall, "yan"), login(hall.user("yan"))
    give(client, task, "fair")
    give(client, task, "")
    task.refresh_from_db()
    assert (task.level, task.given_at) == ("", None)


def test_an_answer_that_is_no_level_is_refused_beside_its_cell(
    year: Period, hall: House, login: Callable[[User], Client]
) -> None:
    task = task_of(year, hall, "yan")
    answer = give(login(hall.user("yan")), task, "7")
    assert answer.status_code == 422
    assert f'id="why-{task.pk}"' in answer.content.decode()
    assert "没有这一等次" in answer.content.decode()


def test_a_voter_sees_nothing_of_another_voter(
    year: Period, hall: House, login: Callable[[User], Client]
) -> None:
    theirs = task_of(year, hall, "guo")
    give(login(hall.user("guo")), theirs, "excellent")
    client = login(hall.user("yan"))
    page = client.get(SCORES).content.decode()
    assert "selected" not in page
    assert "郭靖" in page, "as one who is voted on"
    assert page.count("郭靖") == page.count("丁楠")
    assert give(client, theirs, "fair").status_code == 404


def test_what_was_voted_is_read_in_words_after_the_hand_in(
    year: Period, hall: House, login: Callable[[User], Client]
) -> None:
    client = login(hall.user("yan"))
    for task in RatingTask.objects.filter(rater=hall.people["yan"]):
        give(client, task, "excellent")
    page = client.post(f"{SCORES}hand-in/", {"period": year.pk}, follow=True).content.decode()
    assert page.count("<b>好</b>") == 5
    assert "excellent" not in page


def test_the_hand_in_names_those_without_a_vote(
    year: Period, hall: House, login: Callable[[User], Client]
) -> None:
    refused = login(hall.user("yan")).post(f"{SCORES}hand-in/", {"period": year.pk})
    assert refused.status_code == 422
    assert "丁楠" in refused.content.decode()


@pytest.mark.usefixtures("year")
def test_votes_are_carried_over_with_their_round_and_role(hall: House) -> None:
    later = open_period(actor=hall.user("su"), unit=hall.unit, scheme=hall.scheme, key="2027")
    assert carry_over(actor=hall.user("su"), period=later).made == 10
    asked = {(task.rater_id, task.round, task.role) for task in RatingTask.objects.filter(period=later)}
    assert asked == {(hall.people["yan"].pk, 1, "head"), (hall.people["guo"].pk, 1, "deputy")}
    assert carry_over(actor=hall.user("su"), period=later).made == 0
