"""Who may open which page of the organization room; everybody else does not find it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from organization.models import Role, RoleGrant, User
from organization.services import states, structure
from organization.unit_urls import urlpatterns
from tests.cast import House, build_outsiders, grant

pytestmark = pytest.mark.usefixtures("clock")

KEEPERS = {"zhou", "sun"}  # assessment office, HR
VIEWERS = KEEPERS | {"qian"}  # leading group
NOBODY: set[str] = set()
EVERYBODY = {"zhou", "sun", "qian", "wang", "li", "system", "security", "auditor"}

PAGES = {
    "people": VIEWERS,
    "people_options": VIEWERS,
    "person_new": KEEPERS,
    "roster_upload": KEEPERS,
    "roster_template": KEEPERS,
    "person": VIEWERS,
    "person_edit": KEEPERS,
    "person_transfer": KEEPERS,
    "person_leave": KEEPERS,
    "person_take_back": KEEPERS,
    "assignment_correct": KEEPERS,
    "state_new": KEEPERS,
    "state_correct": KEEPERS,
    "state_end": KEEPERS,
    "state_withdraw": KEEPERS,
    "departments": VIEWERS,
    "department_new": KEEPERS,
    "department_edit": KEEPERS,
    "post_new": KEEPERS,
    "post_edit": KEEPERS,
    "roles": {"security"},
    "role_new": {"security"},
    "role_revoke": {"security"},
    "accounts": {"system"},
    "login_options": {"system", "security"},
    "account_new": {"system"},
    "calendar": KEEPERS,
    "calendar_upload": KEEPERS,
    "calendar_year": KEEPERS,
    "calendar_template": KEEPERS,
    "audit": {"auditor"},
}
ONLY_POSTED = {"department_use", "roster_confirm", "roster_discard", "account_reset", "account_use"}
NEED_AN_UPLOAD = {"roster_preview", "roster_errors"}  # see test_roster_sheet


@pytest.fixture
def cast(bureau: House, street: House) -> dict[str, User]:  # noqa: ARG001  # for its effect
    people = build_outsiders(bureau)
    people |= {key: bureau.user(key) for key in ("zhou", "sun", "qian", "wang", "li")}
    return people


@pytest.fixture
def places(bureau: House, cast: dict[str, User]) -> Any:  # noqa: ARG001  # for its effect
    li = bureau.people["li"]
    state = states.record_state(
        actor=None, staff=li, kind="probation", valid_from=li.assignments.get().valid_from
    )
    post = structure.create_post(actor=None, department=bureau.departments["office"], name="文书岗")
    given = RoleGrant.objects.get(user=bureau.user("sun"))
    return {
        "person": [li.pk],
        "person_edit": [li.pk],
        "person_transfer": [li.pk],
        "person_leave": [li.pk],
        "person_take_back": [li.pk],
        "assignment_correct": [li.pk, li.assignments.get().pk],
        "state_new": [li.pk],
        "state_correct": [li.pk, state.pk],
        "state_end": [li.pk, state.pk],
        "state_withdraw": [li.pk, state.pk],
        "department_edit": [bureau.departments["office"].pk],
        "department_use": [bureau.departments["office"].pk],
        "post_edit": [post.pk],
        "role_revoke": [given.pk],
        "account_reset": [bureau.user("li").pk],
        "account_use": [bureau.user("li").pk],
        "calendar_year": [2026],
        "calendar_template": [2027],
    }


def test_every_page_of_the_room_is_in_the_table() -> None:
    assert {pattern.name for pattern in urlpatterns} == PAGES.keys() | ONLY_POSTED | NEED_AN_UPLOAD


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.usefixtures("bureau")
def test_a_page_opens_for_its_roles_and_is_not_found_by_others(
    name: Any, cast: dict[str, User], places: Any, login: Callable[[User], Client]
) -> None:
    url = reverse(name, args=["minzheng", *places.get(name, [])])
    for key, user in cast.items():
        expected = 200 if key in PAGES[name] else 404
        assert login(user).get(url).status_code == expected, key


@pytest.mark.parametrize("name", ["department_use", "account_reset", "account_use"])
@pytest.mark.usefixtures("bureau")
def test_what_is_only_posted_is_refused_to_others(
    name: str, cast: dict[str, User], places: Any, login: Callable[[User], Client]
) -> None:
    allowed = {"department_use": KEEPERS, "account_reset": {"system"}, "account_use": {"system"}}[name]
    url = reverse(name, args=["minzheng", *places[name]])
    for key, user in cast.items():
        assert login(user).get(url).status_code in (404, 405)
        if key not in allowed:
            assert login(user).post(url).status_code == 404, key


@pytest.mark.usefixtures("bureau")
def test_another_unit_does_not_exist(street: House, places: Any, login: Callable[[User], Client]) -> None:
    client = login(street.user("fang"))
    for name in PAGES:
        url = reverse(name, args=["minzheng", *places.get(name, [])])
        assert client.get(url).status_code == 404, name


@pytest.mark.usefixtures("bureau")
def test_a_row_of_another_unit_is_not_found_under_ones_own(
    street: House, places: Any, login: Callable[[User], Client]
) -> None:
    grant(street, "wu", Role.HR)
    grant(street, "ma", Role.SECURITY_ADMIN)
    hr, security = login(street.user("wu")), login(street.user("ma"))
    for name, args in places.items():
        if not name.startswith(("calendar", "account")):
            client = security if name == "role_revoke" else hr
            url = reverse(name, args=["yunshan", *args])
            ask = client.post if name in ONLY_POSTED else client.get
            assert ask(url).status_code == 404, name


@pytest.mark.usefixtures("bureau")
def test_without_a_login_one_is_led_to_the_login_page(client: Client) -> None:
    answer = client.get(reverse("people", args=["minzheng"]))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/")


def test_who_keeps_one_department_sees_and_edits_only_its_people(
    bureau: House, login: Callable[[User], Client]
) -> None:
    grant(bureau, "he", Role.HR, "relief")
    client = login(bureau.user("he"))
    page = client.get(reverse("people", args=["minzheng"])).content.decode()
    assert "李晓敏" in page
    assert "王建国" not in page
    assert client.get(reverse("person", args=["minzheng", bureau.people["wang"].pk])).status_code == 404
    assert client.get(reverse("person_edit", args=["minzheng", bureau.people["li"].pk])).status_code == 200
    for name in ("roster_upload", "department_new", "post_new"):
        assert client.get(reverse(name, args=["minzheng"])).status_code == 404


def test_options_are_limited_to_the_departments_of_the_action_named(
    bureau: House, login: Callable[[User], Client]
) -> None:
    url = reverse("people_options", args=["minzheng"])
    lin = login(bureau.user("lin"))
    page = lin.get(url, {"for": "assessment.record_entries", "q": ""}).content.decode()
    assert 'role="option"' in page
    assert "李晓敏" in page
    assert "王建国" not in page
    assert lin.get(url, {"q": ""}).status_code == 404
    assert lin.get(url, {"for": "no.such_action"}).status_code == 404
    assert login(bureau.user("li")).get(url, {"for": "assessment.record_entries"}).status_code == 404


def test_the_three_administrators_see_no_score_page(
    cast: dict[str, User], login: Callable[[User], Client]
) -> None:
    for key in ("system", "security", "auditor"):
        page = login(cast[key]).get("/u/minzheng/", follow=True)
        assert page.status_code == 200
        for word in ("people/", "departments/", "board", "results", "entries"):
            assert f"/u/minzheng/{word}" not in page.content.decode()


def test_the_list_takes_the_same_few_queries_however_many_people(
    bureau: House, login: Callable[[User], Client], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = login(bureau.user("sun"))
    url = reverse("people", args=["minzheng"])
    client.get(url)
    with django_assert_max_num_queries(20):
        client.get(url)


@pytest.mark.usefixtures("bureau")
def test_every_page_is_there_in_english_too(
    cast: dict[str, User], places: Any, login: Callable[[User], Client]
) -> None:
    for name, readers in PAGES.items():
        user = cast[sorted(readers)[0]]
        user.language = "en"
        user.save()
        answer = login(user).get(reverse(name, args=["minzheng", *places.get(name, [])]))
        assert answer.status_code == 200, name
