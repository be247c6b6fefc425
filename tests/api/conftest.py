"""Fixtures of the interface's tests: programs with a token, periods in different states."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from assessment.models import Period
from assessment.periods.open_period import open_period
from organization.models import User
from tests.cast import House
from tests.periods import houses

FRIDAY = "2026-11-20"
BUREAU = "/api/v1/units/minzheng/"
STREET = "/api/v1/units/yunshan/"


@pytest.fixture(autouse=True)
def _fresh(clock: time_machine.Traveller) -> Iterator[None]:
    """Every test here stands on Friday, 20 November 2026, and nobody has asked too often yet."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def program() -> Callable[..., APIClient]:
    """A program with somebody's token: ``program(bureau.user("lin"))``."""

    def enter(user: User, **headers: str) -> APIClient:
        token, _created = Token.objects.get_or_create(user=user)
        return APIClient(headers={"Authorization": f"Token {token.key}", **headers})

    return enter


@pytest.fixture
def november(bureau: House) -> Period:
    """November 2026 of the bureau, open."""
    return open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-11")


@pytest.fixture
def quarter(street: House) -> Period:
    """The fourth quarter of 2026 of the street office, open."""
    return open_period(actor=None, unit=street.unit, scheme=street.scheme, key="2026-Q4")


@pytest.fixture
def september(bureau: House) -> Period:
    """September 2026 of the bureau, closed and not yet published."""
    return houses.closed(bureau, "2026-09", {})


@pytest.fixture
def august(bureau: House) -> Period:
    """August 2026 of the bureau, published."""
    period = houses.closed(bureau, "2026-08", {})
    Period.objects.filter(pk=period.pk).update(state=Period.State.PUBLISHED)
    period.refresh_from_db()
    return period


@pytest.fixture
def post() -> Callable[..., Any]:
    """Post JSON with a key (a new one unless given): ``post(client, BUREAU + "entries/", body)``."""
    numbers = count(1)

    def send(client: APIClient, path: str, body: Any, key: str | None = "") -> Any:
        headers = {} if key is None else {"Idempotency-Key": key or f"key-{next(numbers)}"}
        return client.post(path, body, format="json", headers=headers)

    return send


def late(**said: Any) -> dict[str, Any]:
    """«Late or left early» for 李晓敏 of the relief section."""
    return {"staff_number": "0117", "clause": "6.1a", "occurred_on": FRIDAY, **said}


def errors(answer: Any) -> list[tuple[Any, ...]]:
    """Row (where there is one) and path of each error."""
    return [
        (each["row"], each["path"]) if "row" in each else (each["path"],) for each in answer.json()["errors"]
    ]
