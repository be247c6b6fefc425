"""A draft is tried out and the report read; the figures of a period are looked at and taken home."""

import re
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from assessment.models import Period, TryOut
from tests.cast import House
from tests.mine.conftest import quarter_of
from tests.periods.houses import office
from tests.workshop.trying import draft_of


def test_the_office_tries_a_draft_out_and_reads_why_somebody_falls(
    page_as: Callable[..., Page], street: House, shot: Callable[..., None]
) -> None:
    quarter = quarter_of(street)
    draft = draft_of(street, quarter, ("weight: 0.6", "weight: 0.5"))
    page = page_as(office(street))
    page.goto(f"/u/yunshan/workshop/drafts/{draft.pk}/try/")
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_role("heading", name="结果有变化的人员")).to_be_visible()
    shot(page, "tryout-report")
    report = TryOut.objects.get().report
    assert report["changes"]["people"] == 10
    page.get_by_role("link", name="马强").click()
    expect(page.get_by_text("总分权重或上下限变动")).to_be_visible()
    assert Period.objects.get(pk=quarter.pk).current_close_id == quarter.current_close_id


def test_the_report_fits_a_phone(
    page_as: Callable[..., Page], street: House, shot: Callable[..., None]
) -> None:
    quarter = quarter_of(street)
    draft = draft_of(street, quarter, ("percent: 25", "percent: 40"))
    page = page_as(office(street), phone=True)
    page.goto(f"/u/yunshan/workshop/drafts/{draft.pk}/try/")
    page.get_by_role("button", name="试算").click()
    expect(page.get_by_role("heading", name="结果有变化的人员")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shot(page, "tryout-report-phone")


def test_hr_looks_at_a_period_and_takes_the_figures_home(
    page_as: Callable[..., Page], street: House, tmp_path: Path, shot: Callable[..., None]
) -> None:
    quarter_of(street)
    page = page_as(street.user("fang"))
    page.goto("/u/yunshan/insight/")
    for tab in ("条款扣分", "变化趋势", "评分人"):
        page.get_by_role("navigation", name="考核分析").get_by_role("link", name=tab).click()
        expect(page.get_by_role("link", name=tab, exact=True)).to_have_attribute("aria-current", "page")
    shot(page, "insight-raters")
    page.get_by_role("button", name=re.compile("Excel")).click()
    link = page.get_by_role("link", name="下载")
    expect(link).to_be_visible()
    with page.expect_download() as waiting:
        link.click()
    target = tmp_path / "insight.xlsx"
    waiting.value.save_as(target)
    assert len(load_workbook(target).worksheets) == 6


def test_insight_fits_a_phone(page_as: Callable[..., Page], street: House, shot: Callable[..., None]) -> None:
    quarter_of(street)
    page = page_as(street.user("fang"), phone=True)
    for name in ("", "clauses/", "trends/", "raters/"):
        page.goto(f"/u/yunshan/insight/{name}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
    shot(page, "insight-phone")
