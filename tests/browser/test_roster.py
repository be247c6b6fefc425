"""HR uploads the roster in the browser: sees what would change, confirms, watches the work end."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pytest_django import Settings

from organization.models import StaffMember
from organization.roster.columns import template_workbook
from tests.cast import House, build_outsiders


@pytest.fixture
def sheet(bureau: House, tmp_path: Path) -> Any:
    workbook = load_workbook(BytesIO(template_workbook(bureau.unit)))
    for row in (
        ["0117", "李晓敏", "办公室", "一般人员"],
        ["0301", "范晓东", "社会救助科", "一般人员", None, "科员"],
    ):
        workbook.worksheets[0].append(row)
    path = tmp_path / "名册.xlsx"
    workbook.save(path)
    return path


def test_a_roster_is_uploaded_looked_at_and_applied_by_a_thread(
    page_as: Callable[..., Page], bureau: House, sheet: Any, settings: Settings
) -> None:
    settings.JOBS_RUN_IN = "thread"
    page = page_as(bureau.user("sun"))
    page.goto("/u/minzheng/people/sheet/")
    page.set_input_files("#id_file", sheet)
    page.get_by_role("button", name="与名册比对").click()
    expect(page.get_by_role("cell", name="范晓东")).to_be_visible()
    expect(page.get_by_text("新增 1")).to_be_visible()
    assert not StaffMember.objects.filter(number="0301").exists()
    page.get_by_role("button", name="确认变更 2 项").click()
    expect(page.get_by_text("已按名册表变更 2 项")).to_be_visible()
    page.get_by_role("link", name="查看人员").click()
    expect(page.get_by_role("link", name="范晓东")).to_be_visible()


def test_a_person_is_found_by_initials_and_a_role_is_given(
    page_as: Callable[..., Page], bureau: House
) -> None:
    page = page_as(build_outsiders(bureau)["security"])
    page.goto("/u/minzheng/roles/new/")
    page.get_by_role("combobox", name="账号").fill("hj")
    page.get_by_role("option", name="何静").click()
    page.get_by_label("角色").select_option(label="督查组")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("cell", name="何静 minzheng-he")).to_be_visible()


def test_a_refused_transfer_keeps_what_was_typed_on_a_phone(
    page_as: Callable[..., Page], bureau: House
) -> None:
    page = page_as(bureau.user("sun"), phone=True)
    page.goto(f"/u/minzheng/people/{bureau.people['li'].pk}/transfer/")
    page.get_by_label("科室").select_option(label="办公室")
    page.get_by_label("起始日期").fill("2025-01-01")
    page.get_by_role("button", name="记录调动").click()
    expect(page.get_by_label("起始日期")).to_have_value("2025-01-01")
    expect(page.locator(".field.bad .error")).to_contain_text("2025-01-01")
