"""Where one's work begins after the login."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from organization.models import Role, User
from organization.navigation import home_among, split
from tests.cast import House


def item(name: str, order: int, *roles: Role) -> dict[str, object]:
    return {"name": name, "order": order, "home_of": frozenset(roles)}


ENTRIES = item("entries", 14)
PERIODS = item("periods", 40, Role.ASSESSMENT_OFFICE)
REVIEWS = item("reviews", 42, Role.LEADING_GROUP)
PEOPLE = item("people", 60, Role.HR)
ALL = [ENTRIES, PERIODS, REVIEWS, PEOPLE]


@pytest.mark.parametrize(
    ("roles", "page"),
    [
        ([Role.ASSESSMENT_OFFICE, Role.STAFF], PERIODS),
        ([Role.LEADING_GROUP, Role.HEAD], REVIEWS),
        ([Role.HR, Role.LEADING_GROUP], PEOPLE),
        ([Role.STAFF], ENTRIES),
    ],
)
def test_work_begins_on_the_page_of_the_weightiest_role(roles: Any, page: Any) -> None:
    assert home_among(ALL, roles) is page


def test_who_may_open_nothing_begins_nowhere() -> None:
    assert home_among([], [Role.HR]) is None


def test_the_page_one_begins_on_is_in_the_bar_and_not_under_more() -> None:
    many = [item(f"page-{n}", n) for n in range(8)] + [PEOPLE, item("calendar", 64)]
    bar, more = split(many, PEOPLE)
    assert PEOPLE in bar
    assert [each["name"] for each in more] == ["calendar"]


@pytest.mark.parametrize(("pages", "under_more"), [(9, []), (10, ["page-9"]), (11, ["page-9", "page-10"])])
def test_the_bar_holds_nine_pages_and_the_rest_stands_under_more(pages: int, under_more: list[Any]) -> None:
    bar, more = split([item(f"page-{n}", n) for n in range(pages)])
    assert len(bar) == 9
    assert [each["name"] for each in more] == under_more


def test_hr_comes_to_the_people(bureau: House, login: Callable[[User], Client]) -> None:
    assert login(bureau.user("sun")).get("/u/minzheng/")["Location"] == "/u/minzheng/people/"


@pytest.mark.usefixtures("bureau")
def test_a_form_with_a_stale_token_is_refused_in_the_words_of_the_house() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "请求被拒绝" in answer.content.decode()
