"""A real Chromium against a live server: ``page_as(user)`` is a page of somebody who is logged in.

    def test_something(page_as, bureau):
        page = page_as(bureau.user("lin"))                 # 1280 × 800
        phone = page_as(bureau.user("li"), phone=True)     # 390 × 844, touch
        page.goto("/u/minzheng/enter/")                    # relative to the live server

Afterwards the test fails on whatever the browser complained about: errors on the console, uncaught exceptions,
violations of the content security policy, answers with status 500. ``complaints.allow(r"ERR_INTERNET")`` expects one.
The server's clock stands at the test suite's day and runs on from there.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Response,
    ViewportSize,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from organization.models import User
from tests.conftest import NOW
from tests.detection import chromium

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 60_000  # milliseconds before something is taken for missing, also on a busy machine
expect.set_options(timeout=PATIENCE)
# A form with errors answers 422: that is an answer, not a failure. A request that a newer one replaces is aborted.
HARMLESS = re.compile(r"the server responded with a status of 422|htmx:(afterRequest|sendAbort)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser and a server of its own."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The clock starts at 10:30 on Friday, 20 November 2026 and runs: a browser waits in real time."""
    with time_machine.travel(NOW, tick=True) as coordinates:
        yield coordinates


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(_playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the whole run."""
    path = chromium()
    assert path is not None
    launched = _playwright.chromium.launch(
        executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"]
    )
    yield launched
    launched.close()


class Complaints:
    """What the browser complained about on the pages of a test."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.allowed: list[re.Pattern[str]] = [HARMLESS]

    def listen(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"exception: {error}"))
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self.heard.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.heard.append(f"status {response.status}: {response.url}")

    def allow(self, pattern: str) -> None:
        """A complaint that the test expects."""
        self.allowed.append(re.compile(pattern))

    @property
    def left(self) -> list[str]:
        """Complaints that nobody expected."""
        return [text for text in self.heard if not any(pattern.search(text) for pattern in self.allowed)]


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Collects complaints; fails the test at its end if any is left."""
    collected = Complaints()
    yield collected
    if collected.left:
        pytest.fail("The browser complained:\n" + "\n".join(collected.left), pytrace=False)


@pytest.fixture
def page_as(
    clock: time_machine.Traveller, live_server: LiveServer, browser: Browser, complaints: Complaints
) -> Iterator[Callable[..., Page]]:
    """``page_as(user, phone=False, language="")``: a page of that login (None: of nobody) on the live server."""
    contexts: list[BrowserContext] = []

    def enter(user: User | None, *, phone: bool = False, language: str = "") -> Page:
        if user is not None and language:
            User.objects.filter(pk=user.pk).update(language=language)
        context = browser.new_context(
            base_url=live_server.url,
            viewport=PHONE if phone else DESKTOP,
            device_scale_factor=2 if phone else 1,
            has_touch=phone,
            is_mobile=phone,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
        )
        contexts.append(context)
        if user is not None:
            _log_in(context, user, live_server.url)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        complaints.listen(page)
        return page

    yield enter
    for context in contexts:
        context.close()


def _log_in(context: BrowserContext, user: User, url: str) -> None:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])


@pytest.fixture
def shot(request: pytest.FixtureRequest) -> Callable[..., None]:
    """``shot(page, "enter")`` keeps a picture of the whole page in the folder named by ``SHOTS``, if it is set."""

    def take(page: Page, name: str) -> None:
        folder = os.environ.get("SHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)

    return take
