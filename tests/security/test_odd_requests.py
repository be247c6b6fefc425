"""Whatever somebody types into an address or sends as a form: an answer, never a failure of ours."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from organization.client_address import client_address
from tests.cast import House

# NUL is refused as a whole; the others pass through to whoever reads the field.
ODD = ["²", "9" * 5000, "-1e400'\"<b>"]
NAMES: tuple[str, ...] = ("q", "page", "period", "department", "person", "by", "clause", "first", "last")
NAMES += ("source", "standing")
NAMES += ("people", "chosen", "occurred_on", "count", "points", "act", "grade", "category", "only", "show")
NAMES += ("file", "next", "user", "staff", "rater", "item", "title", "username", "display_name", "role")
NAMES += ("departments", "reason", "note", "subject", "seat", "value", "score", "token", "key", "scheme")
NAMES += ("number", "name", "valid_from", "post", "stand_in", "position", "code", "grade_²")
PARTS: dict[str, Any] = {"kind": "close", "name": "x", "year": 2026, "revision": 1}


def routes() -> Iterator[tuple[str, list[str]]]:
    """Name and parts of every address of the pages."""

    def walk(patterns: list[Any]) -> Iterator[str]:
        for each in patterns:
            if isinstance(each, URLResolver) and each.app_name != "admin":
                yield from walk(each.url_patterns)
            elif isinstance(each, URLPattern) and each.name and not each.name.startswith("api_"):
                yield each.name

    for name in sorted(set(walk(get_resolver().url_patterns)) - {"logout"}):
        yield name, get_resolver().reverse_dict.getlist(name)[0][0][0][1]


def address(house: House, name: str, parts: list[str]) -> str:
    """The address with parts that mean something where they can."""
    period = house.unit.periods.get().pk
    values: dict[str, Any] = {"unit_code": house.unit.code, "staff_id": house.people["li"].pk, **PARTS}
    values |= {"period_id": period, "pk": period, "job_id": "00000000-0000-4000-8000-000000000000"}
    values |= {"subject": f"s{house.people['li'].pk}"}
    return reverse(name, kwargs={part: values.get(part, 1) for part in parts})


@pytest.mark.parametrize("odd", ODD, ids=["superscript", "endless", "sign"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_odd_value_makes_a_page_fail(bureau: House, everything: Client, method: str, odd: str) -> None:
    said = dict.fromkeys(NAMES, odd)
    failed = []
    for name, parts in routes():
        response = getattr(everything, method)(address(bureau, name, parts), said)
        if response.status_code >= 500:
            failed.append((name, repr(response.exc_info[1])[:90]))
    assert failed == []


@pytest.mark.parametrize("name", ["people", "accounts", "entries", "enter_people", "login_options"])
def test_a_nul_in_a_search_is_a_bad_request(bureau: House, everything: Client, name: str) -> None:
    page = reverse(name, args=[bureau.unit.code])
    assert everything.get(page, {"q": "李\x00"}).status_code == 400
    assert everything.post(page, {"q": "李\x00"}).status_code == 400


def test_a_body_larger_than_any_page_takes_is_refused_before_it_is_read(
    client: Client, settings: Settings
) -> None:
    settings.LARGEST_REQUEST = 1000
    assert client.post(reverse("login"), {"username": "x" * 1001}).status_code == 413


def test_five_thousand_and_one_fields_are_a_bad_request(bureau: House, everything: Client) -> None:
    said = {f"grade_{number}": "x" for number in range(5001)}
    period = bureau.unit.periods.get().pk
    response = everything.post(reverse("review_decide", args=[bureau.unit.code, period]), said)
    assert response.status_code == 400


@pytest.mark.usefixtures("client")
def test_pages_of_a_login_are_kept_by_no_cache(bureau: House, everything: Client) -> None:
    page = reverse("people", args=[bureau.unit.code])
    assert everything.get(page).headers["Cache-Control"] == "private, no-store"


def test_only_what_our_own_proxy_says_about_an_address_is_believed(settings: Settings) -> None:
    asked = RequestFactory().get("/", REMOTE_ADDR="10.0.0.2", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.1.2.3")
    settings.PROXIES = 1
    assert client_address(asked) == "10.1.2.3"
    settings.PROXIES = 0
    assert client_address(asked) == "10.0.0.2"


def test_the_log_of_requests_holds_no_search_and_no_values_of_variables(
    bureau: House, everything: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_said: object) -> None:
        secret = "hunter2-in-a-variable"  # noqa: F841 - must not be found in the log
        raise RuntimeError("broken")

    monkeypatch.setattr("organization.views.roster.people_matching", fail)
    with caplog.at_level("INFO"):
        page = reverse("people_options", args=[bureau.unit.code])
        assert everything.get(page, {"q": "李晓敏"}).status_code == 500
    assert "request_failed" in caplog.text
    assert "李晓敏" not in caplog.text
    assert "%E6" not in caplog.text
    assert caplog.text.count("hunter2-in-a-variable") == caplog.text.count('secret = "hunter2')
