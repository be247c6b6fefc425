"""Session and token, languages, refusals, too many requests."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from organization.models import AuditEvent, User
from organization.services.accounts import deactivate_login, reset_password
from tests.api.conftest import BUREAU, late
from tests.cast import PASSWORD, House, build_outsiders

pytestmark = pytest.mark.django_db
TOKEN = "/api/v1/token/"


def ask(username: Any = "minzheng-lin", password: Any = PASSWORD, client: Any = None) -> Any:
    """Ask for a token."""
    return (client or APIClient()).post(TOKEN, {"username": username, "password": password}, format="json")


@pytest.mark.usefixtures("bureau")
def test_a_password_gives_a_token_and_the_token_gives_access() -> None:
    answer = ask()
    assert answer.status_code == 200
    assert ask().json() == answer.json()
    client = APIClient(headers={"Authorization": f"Token {answer.json()['token']}"})
    assert client.get(BUREAU).status_code == 200
    assert AuditEvent.objects.filter(action="token.create").count() == 1


def test_a_revoked_token_is_worth_nothing(bureau: House, program: Callable[..., APIClient]) -> None:
    client = program(bureau.user("lin"))
    assert client.delete(TOKEN).status_code == 204
    assert client.get(BUREAU).status_code == 401
    assert client.delete(TOKEN).status_code == 401
    assert not Token.objects.exists()


def test_a_new_password_and_a_closed_login_end_the_token(
    bureau: House, program: Callable[..., APIClient]
) -> None:
    for verb, name in ((reset_password, "lin"), (deactivate_login, "li")):
        client = program(bureau.user(name))
        verb(actor=None, unit=bureau.unit, user=bureau.user(name))
        assert client.get(BUREAU).status_code == 401


def test_a_first_password_gives_no_token(bureau: House) -> None:
    password = reset_password(actor=None, unit=bureau.unit, user=bureau.user("lin"))
    assert ask(password=password).status_code == 400
    assert not Token.objects.exists()


@pytest.mark.parametrize("body", [{}, {"username": "x"}, [], {"username": "minzheng-lin", "password": "no"}])
@pytest.mark.usefixtures("bureau")
def test_without_the_right_password_there_is_no_token(body: dict[str, Any] | list[Any]) -> None:
    answer = APIClient().post(TOKEN, body, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"]


@pytest.mark.usefixtures("bureau")
def test_after_five_wrong_passwords_the_login_is_locked_here_and_on_the_pages() -> None:
    statuses = [ask(password="wrong").status_code for _attempt in range(5)]
    assert statuses[:4] == [400] * 4
    locked = ask()
    assert locked.status_code == 429
    assert locked["Content-Type"] == "application/json"
    assert locked.json()["errors"][0]["message"]
    page = Client().post("/login/", {"username": "minzheng-lin", "password": PASSWORD})
    assert page.status_code == 429


@pytest.mark.usefixtures("bureau")
def test_a_right_password_forgets_the_wrong_ones() -> None:
    for _round in range(2):
        assert {ask(password="wrong").status_code for _attempt in range(4)} == {400}
        assert ask().status_code == 200


@pytest.mark.usefixtures("bureau")
def test_passwords_cannot_be_tried_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SimpleRateThrottle.THROTTLE_RATES, "token", "3/minute")
    assert [ask(username=f"x{n}", password="x").status_code for n in range(4)] == [400, 400, 400, 429]


def test_too_many_requests_are_told_when_to_come_back(
    bureau: House, program: Callable[..., APIClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SimpleRateThrottle.THROTTLE_RATES, "user", "2/minute")
    client = program(bureau.user("lin"))
    answers = [client.get(BUREAU) for _request in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert set(answers[2].json()) == {"errors"}


@pytest.mark.parametrize("path", ["units/", "units/minzheng/", "units/minzheng/entries/", "units/none/"])
@pytest.mark.usefixtures("bureau")
def test_without_a_login_nothing_is_told_not_even_what_exists(path: str) -> None:
    answer = APIClient().get("/api/v1/" + path)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Token"
    assert set(answer.json()) == {"errors"}


def test_a_session_is_a_way_in_but_writes_only_with_its_csrf_token(
    bureau: House, post: Callable[..., Any]
) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(bureau.user("lin"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(BUREAU).status_code == 200
    assert post(client, BUREAU + "entries/", late()).status_code == 403


def test_a_program_is_answered_in_the_language_it_accepts(
    bureau: House, program: Callable[..., APIClient]
) -> None:
    def told(**headers: Any) -> Any:
        answer = program(bureau.user("lin"), **headers).get(BUREAU + "entries/0/")
        assert answer.status_code == 404
        return answer["Content-Language"], answer.json()["errors"][0]["message"]

    chinese, english = told(), told(**{"Accept-Language": "en-GB,en;q=0.9"})
    assert (chinese[0], english) == ("zh-hans", ("en", "Not found."))
    assert chinese[1] != english[1]
    assert told(**{"Accept-Language": "fr"}) == chinese
    assert told(**{"Accept-Language": "zh-CN"}) == chinese
    bureau.user("lin").language = "en"
    user = bureau.user("lin")
    user.language = "en"
    user.save()
    assert told() == english
    assert told(**{"Accept-Language": "zh"}) == chinese


def test_a_browser_is_answered_in_the_language_of_its_login(
    bureau: House, login: Callable[[User], Client]
) -> None:
    answer = login(bureau.user("lin")).get(BUREAU, headers={"Accept-Language": "en"})
    assert answer["Content-Language"] == "zh-hans"
    assert login(bureau.user("lin")).get(BUREAU + "?lang=en")["Content-Language"] == "en"


def test_what_is_no_json_or_too_much_of_it_is_refused(
    bureau: House, program: Callable[..., APIClient], settings: Settings
) -> None:
    client, path = program(bureau.user("lin")), BUREAU + "entries/"

    def send(body: Any, kind: Any = "application/json") -> Any:
        return client.post(path, body, content_type=kind, headers={"Idempotency-Key": "k"})

    assert send("{").status_code == 400
    assert send("[" * 100_000).status_code == 400
    assert send('{"count": NaN}').status_code == 400
    assert send("a=b", "application/x-www-form-urlencoded").status_code == 415
    assert send(json.dumps({"\ud800": 1})).status_code == 400
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert send(json.dumps(late())).status_code == 413


def test_no_cache_keeps_an_answer(bureau: House, program: Callable[..., APIClient]) -> None:
    assert program(bureau.user("lin")).get(BUREAU)["Cache-Control"] == "private, no-store"


def test_an_auditor_reads_in_the_log_that_a_token_was_made_but_not_which(bureau: House) -> None:
    build_outsiders(bureau)
    token = ask().json()["token"]
    event = AuditEvent.objects.get(action="token.create")
    assert token not in f"{event.target}{event.before}{event.after}"


def test_an_address_with_a_line_break_is_not_found_in_the_interfaces_own_words(
    bureau: House, program: Callable[..., APIClient]
) -> None:
    answer = program(bureau.user("zhou")).post("/api/v1/units/a%0A/entries/bulk/")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("application/json")
