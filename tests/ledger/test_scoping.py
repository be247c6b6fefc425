"""Who sees which page and which entry: every address × role."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from assessment.ledger.selectors import entries_seen_by
from assessment.models import Entry, Period
from organization.models import User
from organization.policy import access_to
from tests.cast import House, build_outsiders

pytestmark = pytest.mark.django_db

# Name in the bureau → what the ledger's pages answer: entering, the list.
ROLES = {
    "zhou": (200, 200),  # assessment office
    "lin": (200, 200),  # admin of the relief section
    "wang": (200, 200),  # admin of the office
    "sun": (404, 200),  # HR
    "qian": (404, 200),  # leading group
    "li": (404, 404),  # staff
}
ENTERING = [
    "enter/",
    "enter/people/",
    "enter/people-field/",
    "enter/preview/",
    "import/",
]


@pytest.mark.parametrize("name", ROLES)
def test_pages_by_role(login: Callable[[User], Client], bureau: House, november: Period, name: Any) -> None:
    client = login(bureau.user(name))
    entering, listing = ROLES[name]
    for path in ENTERING:
        assert client.get(f"/u/minzheng/{path}").status_code == entering, path
    template = f"/u/minzheng/import/template/{november.pk}/"
    assert client.get(template).status_code == entering
    assert client.post("/u/minzheng/enter/", {}).status_code == (422 if entering == 200 else 404)
    for path in ("entries/", "entries/people/", "enter/clauses/"):
        assert client.get(f"/u/minzheng/{path}").status_code == listing, path


@pytest.mark.usefixtures("bureau")
def test_a_stranger_finds_nothing(login: Callable[[User], Client], november: Period, street: House) -> None:
    client = login(street.user("xu"))
    for path in [*ENTERING, "entries/", f"import/template/{november.pk}/"]:
        assert client.get(f"/u/minzheng/{path}").status_code == 404, path
    assert client.get(f"/u/yunshan/import/template/{november.pk}/").status_code == 404


@pytest.mark.parametrize("name", ["system", "security", "auditor"])
@pytest.mark.usefixtures("november")
def test_administrators_see_no_entries(login: Callable[[User], Client], bureau: House, name: str) -> None:
    client = login(build_outsiders(bureau)[name])
    for path in [*ENTERING, "entries/"]:
        assert client.get(f"/u/minzheng/{path}").status_code == 404, path


@pytest.mark.usefixtures("bureau")
def test_without_login_everything_leads_to_the_login(client: Client) -> None:
    response = client.get("/u/minzheng/enter/")
    assert response.status_code == 302
    assert "/login/" in response["Location"]


@pytest.fixture
def entries(late: Callable[..., Entry], bureau: House) -> dict[str, Entry]:
    return {
        "relief": late(),
        "office": late(actor=bureau.user("zhou"), staff=bureau.people["wang"]),
    }


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("zhou", {"relief", "office"}),
        ("sun", {"relief", "office"}),
        ("lin", {"relief"}),
        ("wang", {"office"}),
        ("li", {"relief"}),  # her own
        ("zhao", set()),
    ],
)
def test_entries_by_role(
    login: Callable[[User], Client], bureau: House, entries: dict[str, Entry], name: str, seen: set[Any]
) -> None:
    access = access_to(bureau.user(name), bureau.unit)
    assert {entry.pk for entry in entries_seen_by(access)} == {entries[key].pk for key in seen}
    client = login(bureau.user(name))
    for key, entry in entries.items():
        status = 200 if key in seen else 404
        assert client.get(f"/u/minzheng/entries/{entry.pk}/").status_code == status
        assert client.get(f"/u/yunshan/entries/{entry.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "status"), [("zhou", 200), ("lin", 200), ("wang", 404), ("sun", 404), ("li", 404)]
)
def test_taking_back_by_role(
    login: Callable[[User], Client], bureau: House, entries: dict[str, Entry], name: str, status: int
) -> None:
    client = login(bureau.user(name))
    address = f"/u/minzheng/entries/{entries['relief'].pk}/reverse/"
    assert client.get(address).status_code == status
    assert client.post(address, {"reason": "有误", "key": "a"}).status_code == status
    assert Entry.objects.filter(reverses=entries["relief"]).exists() == (status == 200)


@pytest.mark.usefixtures("entries")
def test_a_filter_shows_nothing_beyond_what_one_may_see(
    login: Callable[[User], Client], bureau: House
) -> None:
    client = login(bureau.user("lin"))
    stranger = bureau.people["wang"]
    response = client.get("/u/minzheng/entries/", {"person": stranger.pk})
    assert response.context["entries"] == []
    assert stranger.name not in response.content.decode()
    assert bureau.user("zhou") not in response.context["writers"]


def test_a_person_keeps_seeing_only_the_own_entries_after_a_transfer(
    late: Callable[..., Entry], bureau: House
) -> None:
    from organization.models import Assignment

    entry = late(occurred_on=date(2026, 11, 5))
    Assignment.objects.filter(staff=bureau.people["li"]).update(valid_to=date(2026, 11, 9))
    Assignment.objects.create(
        staff=bureau.people["li"],
        department=bureau.departments["office"],
        category="general",
        valid_from=date(2026, 11, 10),
    )
    assert entry in entries_seen_by(access_to(bureau.user("li"), bureau.unit))
    assert entry not in entries_seen_by(access_to(bureau.user("wang"), bureau.unit))
