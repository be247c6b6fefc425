"""A staff member reads why, on a desk and on a phone, and signs."""

import re
from collections.abc import Callable

import time_machine
from playwright.sync_api import Page, expect

from assessment.models import Acknowledgement
from assessment.office.periods.publish_period import publish_period
from tests.cast import House
from tests.mine.conftest import month_of, quarter_of
from tests.periods.houses import office


def test_a_staff_member_reads_why_not_excellent_and_signs(
    page_as: Callable[..., Page], street: House, shot: Callable[..., None]
) -> None:
    quarter = quarter_of(street)
    publish_period(actor=office(street), period=quarter)
    page = page_as(street.user("chen"))
    page.goto("/u/yunshan/mine/")
    main = page.locator("main")
    expect(main).to_contain_text("90.20")
    expect(page.locator(".note.why")).to_contain_text("为什么不是优秀")
    expect(page.locator(".note.why")).to_contain_text("1 个名额；您的得分在候选人中列第 2")
    row = page.locator("tr", has_text="常规工作").first
    expect(row).to_contain_text("高明")
    expect(row).to_contain_text("88.00")
    shot(page, "mine-why")
    page.get_by_role("button", name=re.compile("签收")).click()
    expect(main).to_contain_text(re.compile("已于 .* 签收"))
    expect(page.get_by_role("button", name=re.compile("签收"))).to_have_count(0)
    signed = Acknowledgement.objects.get()
    assert (signed.by, signed.result.staff) == (street.user("chen"), street.people["chen"])


def test_on_a_phone_the_entries_stand_below_their_item_and_nothing_runs_off_the_screen(
    page_as: Callable[..., Page], bureau: House, clock: time_machine.Traveller, shot: Callable[..., None]
) -> None:
    october = month_of(bureau, clock)
    publish_period(actor=office(bureau), period=october)
    page = page_as(bureau.user("li"), phone=True)
    page.goto("/u/minzheng/mine/?period=2026-10")
    row = page.locator("tr", has_text="制度建设").first
    expect(row).to_contain_text("−1.00")
    expect(row.locator(".basis-line")).to_contain_text("林秀梅")
    with page.expect_download() as download:
        row.get_by_role("link", name=re.compile("考勤记录")).click()
    assert download.value.suggested_filename.endswith(".pdf")
    shot(page, "mine-phone")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_the_form_opens_from_the_page_and_prints_on_one_sheet(
    page_as: Callable[..., Page], street: House, shot: Callable[..., None]
) -> None:
    publish_period(actor=office(street), period=quarter_of(street))
    page = page_as(street.user("chen"))
    page.goto("/u/yunshan/mine/")
    page.get_by_role("link", name="考核评定表").click()
    expect(page.locator(".form-a4")).to_contain_text("季度考核评定表")
    shot(page, "form")
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
