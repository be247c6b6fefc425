"""An admin at the Enter page: enters, enters for several, takes back, imports; on a desk and on a phone."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from assessment.models import Entry, Period
from assessment.periods.open_period import open_period
from tests.browser.conftest import Complaints
from tests.cast import House
from tests.narrowing import present

ENTER = "/u/minzheng/enter/"


@pytest.fixture
def november(clock: time_machine.Traveller, bureau: House) -> Period:  # noqa: ARG001  # for its effect
    return open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-11")


def pick(page: Page, box: str, text: str) -> None:
    """Type into a search box and press Enter; over when the line is chosen."""
    field = page.locator(f"#{box}")
    chips = page.locator(f"[data-combobox]:has(#{box}) .chip")
    before = chips.count()
    field.press_sequentially(text, delay=20)
    page.keyboard.press("Enter")
    if page.locator(f"[data-combobox][data-multiple]:has(#{box})").count():
        expect(chips).to_have_count(before + 1)
    else:
        expect(page.locator(f"[data-combobox]:has(#{box}) [data-combo-value]")).not_to_have_value("")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


@pytest.mark.usefixtures("november")
def test_by_keyboard_alone_an_entry_takes_three_strokes_of_enter(
    page_as: Callable[..., Page], bureau: House, shot: Callable[..., None]
) -> None:
    page = page_as(bureau.user("lin"))
    page.goto(ENTER)
    expect(page.locator("#people")).to_be_focused()
    page.keyboard.type("lxm", delay=20)
    page.keyboard.press("Enter")
    expect(page.locator("#clause")).to_be_focused()
    expect(page.locator("#people")).to_have_value("李晓敏 0117")
    page.keyboard.type("6.1a", delay=20)
    page.keyboard.press("Enter")
    expect(page.locator("#id_count")).to_be_focused()
    page.keyboard.type("2")
    expect(page.locator("#preview")).to_contain_text("50.00")
    expect(page.locator("#preview")).to_contain_text("49.00")
    expect(page.locator("#preview")).to_contain_text("−1.00")
    shot(page, "enter-before")
    page.keyboard.press("Enter")
    expect(page.locator("#today tbody tr")).to_have_count(1)
    expect(page.locator("#people")).to_be_focused()
    expect(page.locator("#people")).to_have_value("")
    expect(page.locator("#month")).to_contain_text("−1.00")
    assert page.url.endswith(ENTER)
    entry = Entry.objects.get()
    assert (entry.staff, entry.effect) == (bureau.people["li"], Decimal("-1.00"))
    shot(page, "enter-after")


@pytest.mark.usefixtures("november")
def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(
    page_as: Callable[..., Page], bureau: House, tmp_path: Path, shot: Callable[..., None]
) -> None:
    proof = tmp_path / "记录.txt"
    proof.write_text("上午 8:41 到岗", "utf-8")
    page = page_as(bureau.user("lin"))
    page.goto(ENTER)
    pick(page, "people", "lxm")
    pick(page, "clause", "6.1a")
    page.fill("#id_count", "1.5")
    page.fill("#id_note", "上午 8:41 到岗")
    page.set_input_files("#evidence", str(proof))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#error-count")).to_contain_text("整数")
    expect(page.locator("#id_count")).to_be_focused()
    shot(page, "enter-error")
    assert page.input_value("#id_note") == "上午 8:41 到岗"
    page.fill("#id_count", "1")
    expect(page.locator("#error-count")).to_be_empty()
    page.keyboard.press("Enter")
    expect(page.locator("#today tbody tr")).to_have_count(1)
    assert Entry.objects.get().evidence.get().name == "记录.txt"


@pytest.mark.usefixtures("november")
def test_enter_on_an_empty_form_asks_for_a_person(page_as: Callable[..., Page], bureau: House) -> None:
    page = page_as(bureau.user("lin"))
    page.goto(ENTER)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#error-people")).to_have_text("请选择人员。")


@pytest.mark.usefixtures("november")
def test_a_session_that_has_ended_leads_from_the_search_box_to_the_login(
    page_as: Callable[..., Page], bureau: House
) -> None:
    page = page_as(bureau.user("lin"))
    page.goto(ENTER)
    page.context.clear_cookies(name="sessionid")
    page.locator("#people").press_sequentially("lxm")
    page.wait_for_url("**/login/?next=%2Fu%2Fminzheng%2Fenter%2F")


@pytest.mark.usefixtures("november")
def test_two_strokes_of_enter_record_once(page_as: Callable[..., Page], bureau: House) -> None:
    page = page_as(bureau.user("lin"))
    page.goto(ENTER)
    pick(page, "people", "lxm")
    pick(page, "clause", "6.1a")
    page.locator("#id_count").focus()
    page.evaluate(
        "() => { const f = document.getElementById('enter-form'); f.requestSubmit(); f.requestSubmit(); }"
    )
    expect(page.locator("#today tbody tr")).to_have_count(1)
    assert Entry.objects.count() == 1


@pytest.mark.usefixtures("november")
def test_several_people_in_one_go(
    page_as: Callable[..., Page], bureau: House, shot: Callable[..., None]
) -> None:
    page = page_as(bureau.user("lin"))
    page.goto(ENTER)
    page.keyboard.press("Alt+m")
    expect(page.locator("#people-field [data-multiple]")).to_be_visible()
    for name in ("lxm", "zyl", "0134"):
        pick(page, "people", name)
    expect(page.locator(".chip")).to_have_count(3)
    pick(page, "clause", "无故迟到")
    expect(page.locator("#preview li")).to_have_count(3)
    expect(page.locator("#preview li").first).to_contain_text("→")
    shot(page, "enter-several")
    page.locator("#id_note").fill("早会无故迟到")
    page.keyboard.press("Enter")
    expect(page.locator("#today tbody tr")).to_have_count(3)
    expect(page.locator(".chip")).to_have_count(0)
    assert {present(entry.staff).name for entry in Entry.objects.all()} == {"李晓敏", "赵玉兰", "何静"}


@pytest.mark.usefixtures("november")
def test_what_was_entered_is_taken_back_with_a_reason(
    page_as: Callable[..., Page], bureau: House, shot: Callable[..., None]
) -> None:
    page = page_as(bureau.user("lin"))
    page.goto(ENTER)
    pick(page, "people", "lxm")
    pick(page, "clause", "6.1a")
    expect(page.locator("#id_count")).to_be_focused()
    page.keyboard.press("Enter")
    page.click("#today button.take")
    page.click("#modal button.take")
    expect(page.locator("#modal .error")).to_be_visible()
    page.fill("#modal input[name=reason]", "人员有误")
    shot(page, "enter-reverse")
    page.keyboard.press("Enter")
    expect(page.locator("#today tr.void")).to_contain_text("人员有误")
    expect(page.locator("#modal")).to_be_hidden()
    expect(page.locator("#people")).to_be_focused()
    reversal = Entry.objects.get(reverses__isnull=False)
    assert (reversal.effect, reversal.reason) == (Decimal("0.50"), "人员有误")
    shot(page, "enter-reversed")


@pytest.mark.usefixtures("november")
def test_without_a_connection_nothing_typed_is_lost(
    page_as: Callable[..., Page], complaints: Complaints, bureau: House
) -> None:
    page = page_as(bureau.user("lin"))
    complaints.allow(r"ERR_INTERNET_DISCONNECTED|htmx:sendError")
    page.goto(ENTER)
    pick(page, "people", "lxm")
    pick(page, "clause", "6.1a")
    page.fill("#id_note", "上午 8:41 到岗")
    page.context.set_offline(True)
    page.click("#enter-record")
    expect(page.locator("#enter-note")).to_contain_text("未记录")
    assert page.input_value("#id_note") == "上午 8:41 到岗"
    page.context.set_offline(False)
    page.click("#enter-record")
    expect(page.locator("#today tbody tr")).to_have_count(1)
    assert Entry.objects.count() == 1


@pytest.mark.usefixtures("november")
def test_on_a_phone_with_a_thumb(
    page_as: Callable[..., Page], bureau: House, shot: Callable[..., None]
) -> None:
    page = page_as(bureau.user("lin"), phone=True)
    page.goto(ENTER)
    page.tap("#people")
    page.locator("#people").press_sequentially("lx", delay=20)
    page.locator("#people-list [role=option]").first.tap()
    page.tap("#clause")
    page.locator("#clause-list [role=option]", has_text="无故迟到、早退").or_(
        page.locator("#clause-list [role=option]", has_text="6.1a")
    ).first.tap()
    expect(page.locator("#preview")).to_contain_text("49.50")
    shot(page, "enter-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.tap("#enter-record")
    expect(page.locator("#today tbody tr")).to_have_count(1)
    shot(page, "enter-phone-after")


@pytest.mark.usefixtures("clock")
def test_points_are_asked_for_where_the_clause_asks_for_them(
    page_as: Callable[..., Page], street: House, shot: Callable[..., None]
) -> None:
    open_period(actor=None, unit=street.unit, scheme=street.scheme, key="2026-Q4")
    page = page_as(street.user("xu"), language="en")
    page.goto("/u/yunshan/enter/")
    pick(page, "people", "wt")
    pick(page, "clause", "merit")
    expect(page.locator("#id_points")).to_be_focused()
    expect(page.locator("#id_count")).to_be_hidden()
    page.keyboard.type("3.5")
    expect(page.locator("#preview")).to_contain_text("3.50")
    shot(page, "enter-points")
    page.keyboard.press("Enter")
    expect(page.locator("#today tbody tr")).to_have_count(1)
    assert Entry.objects.get().points == Decimal("3.5")


def _fill_in(template: Path, rows: list[tuple[Any, ...]]) -> Path:
    workbook = load_workbook(template)
    sheet = workbook.worksheets[0]
    for place, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            sheet.cell(row=place, column=column, value=value)
    filled = template.with_name("filled.xlsx")
    workbook.save(filled)
    return filled


@pytest.mark.usefixtures("november")
def test_a_sheet_is_checked_corrected_and_recorded(
    page_as: Callable[..., Page], bureau: House, tmp_path: Path, shot: Callable[..., None]
) -> None:
    page = page_as(bureau.user("lin"))
    page.goto("/u/minzheng/import/")
    with page.expect_download() as download:
        page.click("a[href*='/import/template/']")
    template = tmp_path / "template.xlsx"
    download.value.save_as(template)
    good = ("0117", "李晓敏", "6.1a", "2026-11-05", 1, "上午 8:41 到岗")
    bad = _fill_in(
        template, [good, ("0133", "赵玉兰", "9.9", "2026-11-06", 1, ""), ("0102", "", "6.1a", "2026-11-06")]
    )
    shot(page, "import")
    page.set_input_files("#file", str(bad))
    page.click("button.primary")
    expect(page.locator("main")).to_contain_text("9.9")
    shot(page, "import-errors")
    with page.expect_download() as download:
        page.click("a[href*='/import/errors/']")
    assert re.search(r"\.xlsx$", download.value.suggested_filename)
    assert not Entry.objects.exists()
    page.goto("/u/minzheng/import/")
    page.set_input_files("#file", str(_fill_in(template, [good, ("0133", "", "6.2", "2026-11-06", 0.5, "")])))
    page.click("button.primary")
    shot(page, "import-check")
    checked = page.url
    page.click("main form button.primary")
    expect(page.locator("#import-progress .note.ok")).to_be_visible()
    shot(page, "import-done")
    assert Entry.objects.filter(source="import").count() == 2
    page.goto(checked)
    expect(page.locator(".note.ok")).to_be_visible()
    page.goto("/u/minzheng/entries/")
    expect(page.locator("main table tbody tr")).to_have_count(2)
    shot(page, "entries")
    page.click("main table tbody tr a")
    shot(page, "entry")
