"""The frame of the pages in a browser: the login page comes up, and the browser has nothing to complain about."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.cast import House


@pytest.mark.usefixtures("bureau")
def test_who_is_not_logged_in_is_asked_to(page_as: Callable[..., Page], shot: Callable[..., None]) -> None:
    page = page_as(None)
    page.goto("/u/minzheng/")
    assert "/login/" in page.url
    assert page.locator("input[name=username]").is_visible()
    shot(page, "login")


def test_who_is_logged_in_comes_to_a_page_of_the_unit(page_as: Callable[..., Page], bureau: House) -> None:
    page = page_as(bureau.user("zhou"))
    page.goto("/")
    assert "/u/minzheng/" in page.url
