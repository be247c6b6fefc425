"""The office confirms what rooms propose, on a desk and on a phone; nothing runs off the screen."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect

from assessment.facade import withdraw_proposal
from assessment.ledger.decide_proposals import confirm_proposal, dismiss_proposal
from assessment.models import Entry, ProposedEntry
from tests.cast import House
from tests.ledger.proposing import proposed
from tests.periods.houses import opened

ADDRESS = "/u/minzheng/proposals/"


@pytest.fixture
def waiting(bureau: House, clock: time_machine.Traveller) -> None:  # noqa: ARG001  # for its effect
    """Three wait in November, one of them about the office itself; one was confirmed, one not, one no longer holds."""
    opened(bureau, "2026-11")
    office = bureau.user("zhou")
    proposed(bureau, note="大厅考勤机")
    proposed(
        bureau, "he", "2026-11-18/he", clause="6.2", occurred_on=date(2026, 11, 18), reason="全天无打卡记录"
    )
    proposed(bureau, "zhou", "2026-11-19/zhou")
    for who in ("lin", "zhao", "wang"):
        row = proposed(bureau, who, f"2026-11-17/{who}", occurred_on=date(2026, 11, 17), count=Decimal(2))
        if who == "zhao":
            dismiss_proposal(actor=office, proposal=row, reason="考勤机故障，补登无误")
        else:
            confirm_proposal(actor=office, proposal=row, reason="属实")
    withdraw_proposal(unit=bureau.unit, room="attendance", reference="2026-11-17/wang", reason="补卡已批准")


def fits(page: Any) -> bool:
    return not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.usefixtures("waiting")
def test_the_chosen_are_confirmed_on_a_desk(
    page_as: Callable[..., Page], bureau: House, shot: Callable[..., None]
) -> None:
    page = page_as(bureau.user("zhou"))
    page.goto(ADDRESS)
    shot(page, "proposals")
    assert fits(page)
    page.locator("[data-choose]").check()
    assert page.locator("input[name=proposal]:checked").count() == 2
    page.get_by_role("button", name="确认所选", exact=True).click()
    expect(page.locator("body")).to_contain_text("已登记 2 项")
    assert Entry.objects.counting().count() == 4
    assert ProposedEntry.objects.filter(state="proposed").count() == 1


@pytest.mark.usefixtures("waiting")
def test_one_is_not_confirmed_on_a_phone(
    page_as: Callable[..., Page], bureau: House, shot: Callable[..., None]
) -> None:
    page = page_as(bureau.user("zhou"), phone=True)
    page.goto(ADDRESS)
    shot(page, "proposals-phone")
    assert fits(page)
    page.get_by_label("李晓敏").check()
    page.get_by_label("不予确认的理由").fill("当日外出办事")
    page.get_by_role("button", name="所选不予确认").click()
    expect(page.locator("body")).to_contain_text("不予确认 1 项")
    assert ProposedEntry.objects.get(decision_reason="当日外出办事").about == "李晓敏"


@pytest.mark.usefixtures("waiting")
def test_in_english_it_reads_english(
    page_as: Callable[..., Page], bureau: House, shot: Callable[..., None]
) -> None:
    page = page_as(bureau.user("zhou"), language="en")
    page.goto(ADDRESS)
    shot(page, "proposals-en")
    expect(page.locator("h1")).to_contain_text("Proposed entries")
    expect(page.locator("main")).to_contain_text("about yourself: somebody else decides")
    assert fits(page)
