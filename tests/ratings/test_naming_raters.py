"""The office names who votes in which round and role, and who scores departments, on the page of the duties."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from assessment.models import Period, RatingTask
from assessment.periods.open_period import open_period
from organization.models import User
from tests.cast import House

DUTIES = "/u/hall/duties/"


@pytest.fixture
def year(hall: House, clock: time_machine.Traveller) -> Period:  # noqa: ARG001  # for its effect
    return open_period(actor=hall.user("su"), unit=hall.unit, scheme=hall.scheme, key="2026")


def let_vote(
    client: Any, hall: House, period: Period, *names: str, number: int = 1, role: str = "head"
) -> Any:
    said = {"item": "leaders", "round": number, "role": role, "rater": [hall.people[n].pk for n in names]}
    return client.post(f"{DUTIES}{period.pk}/voters/", said)


@pytest.mark.usefixtures("year")
def test_every_round_and_role_has_its_field(hall: House, login: Callable[[User], Client]) -> None:
    page = login(hall.user("su")).get(DUTIES).content.decode()
    for field in ("voters-leaders-1-head", "voters-leaders-1-deputy", "voters-leaders-2-head"):
        assert f'id="{field}"' in page
    assert "分管领导" in page


def test_who_is_named_votes_on_everyone_else(
    year: Period, hall: House, login: Callable[[User], Client]
) -> None:
    client = login(hall.user("su"))
    assert let_vote(client, hall, year, "yan").status_code == 302
    tasks = RatingTask.objects.filter(rater=hall.people["yan"])
    assert {(task.round, task.role) for task in tasks} == {(1, "head")}
    assert tasks.count() == 5
    assert f'value="{hall.people["yan"].pk}"' in client.get(DUTIES).content.decode()


def test_nobody_votes_in_two_roles_of_a_round(
    year: Period, hall: House, login: Callable[[User], Client]
) -> None:
    client = login(hall.user("su"))
    let_vote(client, hall, year, "yan")
    refused = let_vote(client, hall, year, "yan", role="deputy")
    assert refused.status_code == 422
    assert "严明" in refused.content.decode()
    assert let_vote(client, hall, year, "yan", number=2, role="deputy").status_code == 302


@pytest.mark.parametrize(("number", "role"), [(0, "head"), (3, "head"), (1, "peer"), (1, "")])
def test_there_is_no_other_round_or_role(
    year: Period, hall: House, login: Callable[[User], Client], number: int, role: str
) -> None:
    assert let_vote(login(hall.user("su")), hall, year, "yan", number=number, role=role).status_code == 422


@pytest.mark.usefixtures("clock")
def test_raters_of_departments_are_named_and_taken_away(hall: House, login: Callable[[User], Client]) -> None:
    month = open_period(actor=hall.user("su"), unit=hall.unit, scheme=hall.scheme, key="2026-04")
    client, yan = login(hall.user("su")), hall.people["yan"]
    assert 'id="departments-looks"' in client.get(DUTIES).content.decode()
    address, said = f"{DUTIES}{month.pk}/panel/", {"item": "looks", "kind": "department"}
    client.post(address, said | {"rater": [yan.pk]})
    assert RatingTask.objects.filter(rater=yan, department__isnull=False).count() == 3
    client.post(address, said)
    assert not RatingTask.objects.exists()


def test_only_who_assigns_duties_in_the_whole_unit_names_voters(
    year: Period, hall: House, login: Callable[[User], Client]
) -> None:
    client = login(hall.user("ding"))
    assert let_vote(client, hall, year, "yan").status_code == 404
    assert "voters-leaders" not in client.get(DUTIES).content.decode()
