"""HR downloads a sheet; every figure in it is the result's."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from assessment.results.selectors import results_of
from organization.models import AuditEvent
from tests.cast import House
from tests.exports.conftest import exact, table
from tests.mine.conftest import quarter_of
from tests.narrowing import present
from tests.periods.houses import closed, past


def download(page: Page, button: str) -> Any:
    """Ask for a sheet, wait for its job, take the file."""
    page.goto("/u/yunshan/exports/")
    page.get_by_role("button", name=button).first.click()
    link = page.get_by_role("link", name="下载")
    expect(link).to_be_visible()
    with page.expect_download() as waiting:
        link.click()
    return waiting.value


def test_hr_downloads_the_quarter_and_every_figure_is_the_results(
    page_as: Callable[..., Page], street: House, tmp_path: Path, shot: Callable[..., None]
) -> None:
    quarter = quarter_of(street)
    page = page_as(street.user("fang"))
    got = download(page, "考核结果表")
    shot(page, "export-done")
    assert got.suggested_filename.startswith("青溪县云山街道_2026-Q3_")
    target = tmp_path / "sheet.xlsx"
    got.save_as(target)
    book = load_workbook(target)
    rows = {row["工号"]: row for row in table(book.worksheets[0])}
    results = {each.number: each for each in results_of(present(quarter.current_close))}
    assert rows.keys() == results.keys()
    titles = {"常规工作": "routine", "考勤": "attendance", "奖惩附加分": "merit", "党政领导测评": "leaders"}
    for number, each in results.items():
        row = rows[number]
        assert exact(row["得分"]) == each.score
        assert exact(row["奖金（元）"]) == each.final_bonus
        for title, item in titles.items():
            assert exact(row[title]) == Decimal(each.items[item])
    assert AuditEvent.objects.get(action="export.file").actor == street.user("fang")


def test_hr_downloads_the_year_with_its_three_sheets(
    page_as: Callable[..., Page], street: House, tmp_path: Path
) -> None:
    facts = {"ma": past(Q1="95.00 excellent", Q2="91.50 excellent", Q3="96.00 excellent")}
    year = closed(street, "2026", facts, past(Q1="80.00 qualified", Q2="77.30 good"))
    target = tmp_path / "year.xlsx"
    download(page_as(street.user("fang")), "年度等次表").save_as(target)
    book = load_workbook(target)
    assert len(book.worksheets) == 3
    rows = {row["工号"]: row for row in table(book.worksheets[0])}
    for each in results_of(present(year.current_close)):
        row = rows[each.number]
        assert exact(row["得分"]) == each.score
        for key, score, _grade in each.facts["history"]:
            assert exact(row[f"{key} 得分"]) == Decimal(score)
    assert present(year.current_close).scheme_hash in {
        cell.value for row in book.worksheets[2] for cell in row
    }
