"""A long sheet: people by department, narrowed, while the counter stays that of the whole sheet."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assessment.models import Period, RatingSheet
from assessment.ratings.assign_duties import set_panel
from assessment.ratings.give_scores import give_score, hand_in_sheet
from organization.models import User
from tests.cast import House
from tests.ratings.conftest import Duty

SCORES = "/u/yunshan/scores/"


@pytest.fixture
def client(street: House, quarter: Period, login: Callable[[User], Client]) -> Any:
    """唐志远, who scores everybody but himself."""
    raters = [street.people["tang"]]
    set_panel(actor=street.user("xu"), period=quarter, item="leaders", raters=raters)
    return login(street.user("tang"))


def shown(response: Any) -> list[str]:
    return [row.about.name for row in response.context["sheet"].rows]


def test_people_stand_under_their_departments(client: Any) -> None:
    page = client.get(SCORES).content.decode()
    groups = re.findall(r'<tr class="group"><th[^>]*>(.*?)</th>', page)
    assert groups == ["党政办", "综治办", "城管中队"]


def test_one_department_is_shown_and_the_counter_stays_that_of_the_whole_sheet(client: Any) -> None:
    response = client.get(SCORES, {"department": "城管中队"})
    assert shown(response) == ["马强", "陈立新"]
    assert 'data-given="0" data-total="9"' in response.content.decode()


def test_only_what_is_still_to_score(client: Any, street: House, quarter: Period) -> None:
    for task in quarter.rating_tasks.exclude(staff=street.people["ma"]):
        give_score(actor=street.user("tang"), task=task, score="80")
    assert shown(client.get(SCORES, {"missing": "1"})) == ["马强"]
    give_score(actor=street.user("tang"), task=quarter.rating_tasks.get(score=None), score="80")
    assert "已全部评分" in client.get(SCORES, {"missing": "1"}).content.decode()


@pytest.mark.usefixtures("street")
def test_the_hand_in_needs_those_whom_the_filter_hides(client: Any, quarter: Period) -> None:
    client.get(SCORES, {"department": "城管中队"})
    refused = client.post(f"{SCORES}hand-in/", {"period": quarter.pk})
    assert refused.status_code == 422
    assert "徐海燕" in refused.content.decode()


def test_a_sheet_comes_back_when_somebody_is_added_to_it(street: House, quarter: Period, duty: Duty) -> None:
    task = duty("ma", "routine.section", "gao")
    give_score(actor=street.user("gao"), task=task, score="80")
    hand_in_sheet(actor=street.user("gao"), period=quarter, rater=street.people["gao"])
    duty("chen", "routine.section", "gao")
    assert RatingSheet.objects.get(rater=street.people["gao"]).handed_in_at is None
