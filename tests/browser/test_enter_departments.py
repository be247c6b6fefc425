"""A window at the Enter page: found beside the people, with the fields of the clause chosen; on a desk and on a phone."""

from collections.abc import Callable
from decimal import Decimal

import pytest
import time_machine
from playwright.sync_api import Page, expect

from assessment.models import Entry, Period
from assessment.periods.open_period import open_period
from tests.cast import House

ENTER = "/u/hall/enter/"


@pytest.fixture
def november(clock: time_machine.Traveller, hall: House) -> Period:  # noqa: ARG001  # for its effect
    return open_period(actor=None, unit=hall.unit, scheme=hall.scheme, key="2026-11")


def choose(page: Page, whom: str, clause: str) -> None:
    """Type whom and the clause, each with Enter."""
    page.keyboard.type(whom, delay=20)
    page.keyboard.press("Enter")
    expect(page.locator("#clause")).to_be_focused()
    page.keyboard.type(clause, delay=20)
    page.keyboard.press("Enter")


@pytest.mark.usefixtures("november")
def test_a_window_is_praised_by_keyboard_alone(
    page_as: Callable[..., Page], hall: House, shot: Callable[..., None]
) -> None:
    page = page_as(hall.user("su"))
    page.goto(ENTER)
    expect(page.locator("#people")).to_be_focused()
    choose(page, "swck", "w2")
    level = page.locator("#more_level")
    expect(level).to_be_focused()
    expect(page.locator("[data-count-field]")).to_be_hidden()
    level.select_option("media|nation")
    expect(page.locator("#preview")).to_contain_text("109.00")
    page.locator("#more_matter").fill("m1")
    shot(page, "enter-window")
    page.keyboard.press("Enter")
    expect(page.locator("#today tbody tr")).to_have_count(1)
    expect(page.locator("#today")).to_contain_text("媒体 · 国家级")
    expect(page.locator("[data-particulars]")).to_be_hidden()
    entry = Entry.objects.get()
    assert (entry.about, entry.effect) == ("税务窗口", Decimal(9))
    assert entry.attributes == {"kind": "media", "level": "nation", "matter": "m1"}


@pytest.mark.usefixtures("november")
def test_a_level_that_is_missing_is_asked_for_at_its_field(
    page_as: Callable[..., Page], hall: House, shot: Callable[..., None]
) -> None:
    page = page_as(hall.user("su"), phone=True)
    page.goto(ENTER)
    choose(page, "3004", "s2")
    page.locator("#more_authors").fill("3")
    page.locator("input[name=more_written]").check()
    page.locator("#enter-record").click()
    expect(page.locator("#error-particulars")).to_contain_text("档次")
    expect(page.locator("#more_level")).to_be_focused()
    shot(page, "enter-particulars-phone")
    page.locator("#more_level").select_option("city")
    expect(page.locator("#error-particulars")).to_have_text("")
    page.locator("#enter-record").click()
    expect(page.locator("#today tbody tr")).to_have_count(1)
    assert Entry.objects.get().effect == Decimal("0.33")
