"""A leader gives scores with the keyboard and hands in; one rates with a thumb; the office assigns and keeps figures."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect

from assessment.models import Figure, Period, RatingSheet, RatingTask
from assessment.periods.open_period import open_period
from assessment.ratings.assign_duties import DutyRow, assign_duties, set_panel
from assessment.ratings.give_scores import give_score
from tests.browser.conftest import Complaints
from tests.cast import House
from tests.narrowing import present

SCORES = "/u/yunshan/scores/"


@pytest.fixture
def quarter(clock: time_machine.Traveller, street: House) -> Period:  # noqa: ARG001  # for its effect
    """An open quarter: 高明 scores three people on routine work, the two party leaders score everyone."""
    period = open_period(actor=street.user("xu"), unit=street.unit, scheme=street.scheme, key="2026-Q4")
    people = street.people
    rows = [
        DutyRow(people["ma"], "routine.section", people["gao"]),
        DutyRow(people["chen"], "routine.section", people["gao"]),
        DutyRow(people["chen"], "key.1", people["gao"], "老旧小区改造"),
        DutyRow(people["wu"], "routine.community", people["gao"], "南苑社区"),
        DutyRow(people["wu"], "routine.section", people["luo"]),
    ]
    assign_duties(actor=street.user("xu"), period=period, rows=rows)
    set_panel(actor=street.user("xu"), period=period, item="leaders", raters=[people["tang"], people["luo"]])
    return period


def saved(page: Page, count: Any) -> None:
    """Wait until so many cells say that they are saved."""
    expect(page.locator('.saving[data-state="saved"]')).to_have_count(count)


@pytest.mark.usefixtures("quarter")
def test_a_leader_gives_scores_with_the_keyboard_and_hands_in(
    page_as: Callable[..., Page], street: House, shot: Callable[..., None]
) -> None:
    page = page_as(street.user("gao"))
    page.goto(SCORES)
    expect(page.locator("#counter")).to_have_attribute("data-total", "4")
    page.locator("input[name=score]").first.focus()
    page.keyboard.type("44.5")  # 吴桐: one of two routine duties
    page.keyboard.press("Enter")
    saved(page, 1)
    page.get_by_role("textbox", name=re.compile("马强")).focus()
    page.keyboard.type("95")  # over the 90 of somebody without a key duty
    page.keyboard.press("ArrowDown")
    why = page.locator(".error:visible")
    expect(why).to_have_text(re.compile("90"))
    expect(page.get_by_role("textbox", name=re.compile("马强"))).to_have_value("95")
    shot(page, "scores-error")
    page.keyboard.type("48")  # 陈立新, section work
    page.keyboard.press("Enter")  # at the foot of the column: on to community work, which is done
    page.keyboard.press("Enter")
    page.keyboard.type("39.5")  # 陈立新, key project
    page.keyboard.press("Enter")
    saved(page, 3)
    expect(page.locator("#counter")).to_have_attribute("data-given", "3")

    page.keyboard.press("Control+Enter")  # leads back to the refused score
    wrong = page.get_by_role("textbox", name=re.compile("马强"))
    expect(wrong).to_be_focused()
    expect(wrong).to_have_value("95")
    wrong.fill("")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").first).to_contain_text("马强")
    assert not RatingSheet.objects.filter(handed_in_at__isnull=False).exists()

    page.wait_for_load_state()
    page.get_by_role("textbox", name=re.compile("马强")).focus()
    page.keyboard.type("88")
    page.keyboard.press("Control+Enter")  # the cell has not even been left: it is sent first
    expect(page.locator("input[name=score]")).to_have_count(0)
    shot(page, "scores-handed-in")
    assert RatingSheet.objects.get().handed_in_at is not None
    scores = {
        (present(t.staff).name, t.item): t.score
        for t in RatingTask.objects.filter(rater=street.people["gao"])
    }
    assert scores == {
        ("马强", "routine.section"): Decimal("88"),
        ("陈立新", "routine.section"): Decimal("48"),
        ("陈立新", "key.1"): Decimal("39.5"),
        ("吴桐", "routine.community"): Decimal("44.5"),
    }


@pytest.mark.usefixtures("quarter")
def test_a_party_leader_rates_with_a_thumb(
    page_as: Callable[..., Page], street: House, shot: Callable[..., None]
) -> None:
    page = page_as(street.user("tang"), phone=True)
    page.goto(SCORES)
    shot(page, "scores-phone")
    cells = page.locator("input[name=score]")
    expect(cells).to_have_count(9)
    for place in range(9):
        cells.nth(place).fill(str(80 + place))
    saved(page, 9)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator("[data-after-saving] button").tap()
    expect(cells).to_have_count(0)
    assert RatingTask.objects.filter(rater=street.people["tang"], score__isnull=True).count() == 0


@pytest.mark.usefixtures("quarter")
def test_a_score_that_could_not_be_sent_stays_and_is_sent_again(
    page_as: Callable[..., Page], complaints: Complaints, street: House
) -> None:
    page = page_as(street.user("gao"))
    complaints.allow(r"ERR_INTERNET|htmx:sendError")
    page.goto(SCORES)
    page.context.set_offline(True)
    cell = page.get_by_role("textbox", name=re.compile("马强"))
    cell.fill("70")
    cell.press("ArrowDown")
    expect(page.locator('.saving[data-state="failed"]')).to_have_count(1)
    expect(cell).to_have_value("70")
    page.context.set_offline(False)
    saved(page, 1)
    assert RatingTask.objects.get(staff=street.people["ma"], item="routine.section").score == 70


@pytest.mark.usefixtures("quarter")
def test_the_office_assigns_duties_and_keeps_figures(
    page_as: Callable[..., Page], street: House, shot: Callable[..., None]
) -> None:
    task = RatingTask.objects.get(staff=street.people["ma"], item="routine.section")
    give_score(actor=street.user("gao"), task=task, score="88")
    page = page_as(street.user("xu"))
    page.goto("/u/yunshan/duties/")
    shot(page, "duties")
    for name in ("方圆", "周航"):
        page.locator("#staff").fill(name)
        page.locator("#staff-list [role=option]").first.click()
    page.locator("#item").select_option("routine.section")
    page.locator("#rater").fill("qinlan")
    page.locator("#rater-list [role=option]").first.click()
    page.get_by_role("button", name="分配", exact=True).click()
    expect(page.get_by_role("row", name=re.compile("方圆"))).to_contain_text("秦岚")
    assert RatingTask.objects.filter(rater=street.people["qin"], item="routine.section").count() == 2

    page.goto("/u/yunshan/figures/")
    first = page.locator("input[name=value]").first
    first.focus()
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    page.keyboard.type("1.5")
    page.keyboard.press("Enter")
    expect(page.locator(".error:visible")).to_have_count(1)  # late arrivals are whole
    shot(page, "figures")
    assert [figure.value for figure in Figure.objects.all()] == [2]


def test_the_pages_of_ratings_fit_a_phone(
    page_as: Callable[..., Page], street: House, quarter: Period, shot: Callable[..., None]
) -> None:
    page = page_as(street.user("xu"), phone=True)
    paths = {
        "duties": "duties/",
        "figures": "figures/",
        "duties-import": f"duties/{quarter.pk}/import/",
        "figures-import": f"figures/{quarter.pk}/import/",
    }
    for name, path in paths.items():
        page.goto(f"/u/yunshan/{path}")
        shot(page, f"{name}-phone")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
