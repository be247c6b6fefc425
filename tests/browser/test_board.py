"""An admin reads the board, narrows it, opens somebody's entries, hands the department in and takes it back."""

import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page

from assessment.ledger.record_entries import record
from assessment.models import HandIn, Period, RatingTask
from assessment.periods.open_period import open_period
from tests.cast import House
from tests.narrowing import present


@pytest.fixture
def november(bureau: House, clock: time_machine.Traveller) -> Period:  # noqa: ARG001  # for its effect
    """November of the bureau; 李晓敏 was late twice."""
    period = open_period(actor=bureau.user("zhou"), unit=bureau.unit, scheme=bureau.scheme, key="2026-11")
    record(
        actor=bureau.user("lin"),
        unit=bureau.unit,
        staff=bureau.people["li"],
        clause="6.1a",
        occurred_on=date(2026, 11, 12),
        count=Decimal(2),
        idempotency_key="late-twice",
    )
    return period


def test_an_admin_narrows_the_board_opens_entries_and_hands_in(
    page_as: Callable[..., Page], bureau: House, november: Period, shot: Callable[..., None]
) -> None:
    page = page_as(bureau.user("lin"))
    page.goto("/u/minzheng/board/")
    page.get_by_text("目前平均得分").wait_for()
    assert page.locator("#overview .figure b").all_inner_texts() == ["4", "49.75", "1"]
    shot(page, "board-month")
    row = page.locator(".board-matrix tbody tr", has_text="李晓敏")
    assert "−1.00\n6.1a×2" in row.inner_text()
    assert row.locator(".keep-right").inner_text() == "49.00"

    page.get_by_label("只看有扣分的").check()
    page.wait_for_url("**deductions=1**")
    assert page.locator(".board-matrix tbody th").all_inner_texts() == ["李晓敏 0117"]

    page.get_by_role("link", name="李晓敏").click()
    page.wait_for_url("**/entries/**")
    assert page.get_by_text("无故迟到、早退").first.is_visible()

    page.goto("/u/minzheng/board/")
    page.get_by_role("button", name="报送", exact=True).click()
    page.locator("[data-confirm-yes]").click()
    page.get_by_role("button", name="撤回").wait_for()
    assert HandIn.objects.filter(period=november, withdrawn_at=None).count() == 1
    page.get_by_role("button", name="撤回").click()
    page.locator("[data-confirm-yes]").click()
    page.get_by_role("button", name="报送", exact=True).wait_for()
    assert not HandIn.objects.filter(period=november, withdrawn_at=None).exists()


def test_a_click_while_the_scripts_are_on_their_way_is_still_asked_about(
    page_as: Callable[..., Page], bureau: House, november: Period
) -> None:
    page = page_as(bureau.user("lin"))

    def late(route: Any) -> None:
        time.sleep(1)
        route.continue_()

    page.route("**/js/dialogs.js", late)
    page.goto("/u/minzheng/board/", wait_until="commit")
    page.get_by_role("button", name="报送", exact=True).click()
    page.locator("[data-confirm-yes]").wait_for()
    assert not HandIn.objects.filter(period=november).exists()


@pytest.mark.usefixtures("clock")
def test_head_and_names_stay_while_the_table_scrolls_on_a_phone(
    page_as: Callable[..., Page], street: House, shot: Callable[..., None]
) -> None:
    quarter = open_period(actor=street.user("xu"), unit=street.unit, scheme=street.scheme, key="2026-Q4")
    RatingTask.objects.create(
        period=quarter, staff=street.people["xu"], item="routine.section", rater=street.people["tang"]
    )
    page = page_as(street.user("hang"), phone=True)
    page.goto("/u/yunshan/board/")
    page.get_by_text("待唐志远评分").wait_for()
    shot(page, "board-quarter-phone")
    name = page.locator(".board-matrix tbody th").first
    before = present(name.bounding_box())
    page.locator(".matrix-wrap").evaluate("box => box.scrollLeft = 200")
    assert present(name.bounding_box())["x"] == before["x"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
