"""Fixtures for all tests: the cast, the clock, clients."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from organization.models import User
from tests.cast import House, build_bureau, build_street
from tests.snapshots import built_once

pytest_plugins = ["tests.services", "tests.skips", "tests.append_only", "tests.distribution", "tests.hall"]
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 20, 10, 30, tzinfo=SHANGHAI)  # a Friday
_bureau, _street = built_once(build_bureau), built_once(build_street)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The clock stands at 10:30 on Friday, 20 November 2026; ``clock.move_to`` moves it."""
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


@pytest.fixture(autouse=True)
def _embedded(settings: Settings, tmp_path: Path) -> None:
    """Files go to a folder of the test; jobs run before the request is answered unless a test says otherwise."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.JOBS_RUN_IN = "inline"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def bureau(db: None) -> House:
    """The civil-affairs bureau on ``shufu-50``."""
    return _bureau()


@pytest.fixture
def street(db: None) -> House:
    """The street office on ``meiling-quarterly``."""
    return _street()


@pytest.fixture
def login() -> Callable[[User], Client]:
    """A client logged in as somebody: ``login(bureau.user("zhou"))``."""

    def enter(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter
