"""The OpenAPI description: complete, true, and readable without the internet."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
)

from organization.models import User
from tests.api.conftest import BUREAU, late
from tests.cast import House

pytestmark = pytest.mark.django_db
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    ignored_auth,
]
EXAMPLES = 12


@pytest.fixture
def description(tmp_path: Path) -> Any:
    """The description as the command writes it; a warning is an error."""
    file = tmp_path / "schema.yml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(file), color=False)
    return yaml.safe_load(file.read_text("utf-8"))


def test_every_operation_says_what_it_refuses_with(description: Any) -> None:
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            answers = operation["responses"]
            name = f"{method} {path}"
            assert {"400", "429"} <= set(answers), name
            assert ("401" in answers) == (operation["operationId"] != "make_token"), name
            assert ("404" in answers) or "{" not in path, name
            if method == "post" and "{" in path:
                assert {"403", "409", "413", "415"} <= set(answers), name
                headers = [each["name"] for each in operation["parameters"] if each["in"] == "header"]
                assert headers == ["Idempotency-Key"], name
            for status, answer in answers.items():
                if status >= "400":
                    shape = answer["content"]["application/json"]["schema"]
                    assert shape == {"$ref": "#/components/schemas/Errors"}, name


def test_no_figure_is_described_as_a_number(description: Any) -> None:
    found = [
        (name, field)
        for name, shape in description["components"]["schemas"].items()
        for field, what in shape.get("properties", {}).items()
        if what.get("type") == "number"
    ]
    assert found == []


def test_the_description_asks_for_a_login_and_the_page_too(
    bureau: House, login: Callable[[User], Client]
) -> None:
    assert Client().get("/api/v1/schema/").status_code == 401
    assert Client().get("/api/v1/docs/").status_code == 302
    assert login(bureau.user("li")).get("/api/v1/schema/").status_code == 200


def test_the_page_of_the_description_needs_nothing_from_elsewhere(
    bureau: House, login: Callable[[User], Client]
) -> None:
    answer = login(bureau.user("li")).get("/api/v1/docs/")
    page = answer.content.decode()
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(addresses) >= 4
    assert all(address.startswith("/") and not address.startswith("//") for address in addresses)
    assert not re.search(r"<script(?![^>]*src=)|<style|style=|\son\w+=", page)
    assert "'unsafe" not in answer["Content-Security-Policy"]
    script = login(bureau.user("li")).get("/api/v1/docs/?script")
    assert script["Content-Type"].startswith("application/javascript")
    assert "://" not in script.content.decode()


@contextmanager
def _one_connection() -> Iterator[Any]:
    """Requests to the bare application stay on the connection of the test, as the test client's do."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def _real_ids(case: Any, ids: Any) -> None:
    """Half of the time an address that exists: chance alone would find none."""
    for name, values in ids.items():
        if name in case.path_parameters and str(case.path_parameters[name])[-1:] in "02468":
            case.path_parameters[name] = values


@pytest.mark.slow
@pytest.mark.parametrize("name", ["zhou"])
@pytest.mark.usefixtures("november", "august")
def test_no_request_that_the_description_allows_breaks_anything(
    name: str, bureau: House, program: Callable[..., APIClient], post: Callable[..., Any], description: Any
) -> None:
    lin = program(bureau.user("lin"))
    entry = post(lin, BUREAU + "entries/", late()).json()["id"]
    token, _created = Token.objects.get_or_create(user=bureau.user(name))
    from config.wsgi import application

    schema = schemathesis.openapi.from_dict(description)
    schema.app = application
    tried = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        if operation.definition.raw["operationId"] in ("revoke_token", "make_token"):
            continue

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def probe(case: Any) -> None:
            nonlocal tried
            tried += 1
            _real_ids(case, {"unit_code": "minzheng", "id": entry, "staff_id": bureau.people["li"].pk})
            case.call_and_validate(headers={"Authorization": f"Token {token.key}"}, checks=CHECKS)

        with _one_connection():
            probe()
    assert tried > 100
