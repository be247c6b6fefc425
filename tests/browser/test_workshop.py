"""A scheme is edited, an error of the analysis seen and mended, the draft tried out, and published by a second person."""

import re
from collections.abc import Callable

import pytest
import time_machine
from playwright.sync_api import Page, expect

from assessment.models import Draft, Period, SchemeVersion
from assessment.rules import load_scheme
from assessment.workshop.make_drafts import start_draft
from assessment.workshop.save_draft import save_draft
from tests.browser.conftest import Complaints
from tests.cast import House
from tests.mine.conftest import quarter_of

WORKSHOP = "/u/yunshan/workshop/"


@pytest.fixture
def quarter(clock: time_machine.Traveller, street: House) -> Period:  # noqa: ARG001  # for its effect
    """The closed third quarter of the street office."""
    return quarter_of(street)


@pytest.fixture
def draft(clock: time_machine.Traveller, street: House) -> Draft:  # noqa: ARG001  # for its effect
    version = SchemeVersion.objects.get(scheme=street.scheme)
    return start_draft(actor=street.user("xu"), unit=street.unit, version=version)


def tab(page: Page, name: str) -> None:
    page.locator(".tabs").get_by_role("link", name=name, exact=True).click()


def begin(page: Page) -> None:
    """A draft from the unit's own scheme."""
    page.goto(WORKSHOP)
    page.get_by_role("link", name="据此编制草案").first.click()
    page.get_by_role("button", name="建立草案").click()
    expect(page.get_by_text("草案已建立。")).to_be_visible()


def grade_excellent_from(page: Page, points: str) -> None:
    page.get_by_label(re.compile("不少于")).first.fill(points)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存。", exact=True)).to_be_visible()


def accept_warnings(page: Page) -> None:
    expect(page.locator('[data-findings="open"]')).to_be_visible()
    for tick in page.locator('[data-findings="open"] input[type=checkbox]').all():
        tick.check()
    page.get_by_label(re.compile("理由")).fill("各类别人数少，已报领导小组同意")
    page.get_by_role("button", name="接受所勾选的提示").click()
    expect(page.get_by_text("检查未发现影响发布的问题。")).to_be_visible()


@pytest.mark.usefixtures("quarter")
def test_a_scheme_is_edited_mended_tried_out_and_published_by_a_second_person(
    page_as: Callable[..., Page], street: House, shot: Callable[..., None]
) -> None:
    page = page_as(street.user("xu"))
    begin(page)
    page.get_by_role("link", name=re.compile("^分数段和等次")).first.click()
    grade_excellent_from(page, "103")
    tab(page, "检查")
    error = page.locator('[data-findings="errors"] [data-code="band_out_of_reach"]')
    expect(error).to_contain_text("103")
    shot(page, "workshop-error")
    error.get_by_role("link", name="表单").click()
    grade_excellent_from(page, "88")
    tab(page, "检查")
    accept_warnings(page)
    expect(page.locator('[data-findings="errors"]')).to_have_count(0)
    shot(page, "workshop-accepted")
    tab(page, "试算")
    page.get_by_role("button", name="试算").click()
    expect(page).to_have_url(re.compile(r"/try/\d+/"))
    shot(page, "workshop-try")
    tab(page, "发布")
    page.locator("[name=note]").fill("优秀分数线由 90 分调整为 88 分。")
    page.locator("[name=valid_from]").fill("2027-01-01")
    page.locator('form[action$="/propose/"] button').click()
    expect(page.locator("[name=note]")).to_have_count(0)
    draft = Draft.objects.get()
    assert draft.state == Draft.State.PROPOSED

    second = page_as(street.user("tang"))
    second.goto(f"{WORKSHOP}drafts/{draft.pk}/publish/")
    expect(second.get_by_text("88").first).to_be_visible()
    second.locator('form[action$="/approve/"] button').click()
    second.locator("#confirm [data-confirm-yes]").click()
    expect(second.get_by_text("已发布").first).to_be_visible()
    shot(second, "workshop-published")
    version = SchemeVersion.objects.get(unit=street.unit)
    assert load_scheme(version.text, file="").parts["quarter"].bands[0].at_least == 88
    assert version.published_by == street.user("tang")


def test_a_fault_leads_to_its_line_and_the_caret_stands_there(
    page_as: Callable[..., Page], street: House, draft: Draft, shot: Callable[..., None]
) -> None:
    page = page_as(street.user("xu"))
    page.goto(f"{WORKSHOP}drafts/{draft.pk}/yaml/")
    editor = page.locator("#pack-text")
    editor.fill(draft.text.replace("grade: good, at_least: 75", "grade: goood, at_least: 75"))
    expect(page.locator("[data-pack-state]")).to_have_text("尚未保存")
    page.get_by_role("button", name="保存").click()
    link = page.locator("[data-caret]").first
    line = draft.text[: draft.text.index("grade: good, at_least: 75")].count("\n") + 1
    expect(link).to_have_text(f"{line}:17")
    expect(page.locator("[data-gutter] b")).to_have_text([str(line)])
    shot(page, "workshop-fault")
    link.click()
    before = page.evaluate(
        "() => { const a = document.activeElement; return a.value.slice(0, a.selectionStart) }"
    )
    assert before.count("\n") == line - 1
    assert before.endswith("grade: ")
    page.keyboard.type("good #")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("已保存").first).to_be_visible()
    assert "grade: good #goood" in Draft.objects.get().text


def test_the_yaml_beside_a_form_shows_the_line_of_the_field(
    page_as: Callable[..., Page], street: House, draft: Draft
) -> None:
    page = page_as(street.user("xu"))
    page.goto(f"{WORKSHOP}drafts/{draft.pk}/?at=parts/quarter/gates")
    page.get_by_label("病事假累计").last.focus()
    here = page.locator(".pack-line.here")
    expect(here).to_contain_text("sick_personal_leave_days, more_than: 40")
    expect(here).to_be_in_viewport()


def test_who_saves_second_goes_on_with_both_texts(
    page_as: Callable[..., Page],
    complaints: Complaints,
    street: House,
    draft: Draft,
    shot: Callable[..., None],
) -> None:
    page = page_as(street.user("xu"))
    page.goto(f"{WORKSHOP}drafts/{draft.pk}/?at=parts/quarter/bonus")
    theirs = draft.text.replace("excellent: 2100", "excellent: 2111")
    save_draft(actor=street.user("xu"), draft=draft, text=theirs, revision=1)
    page.get_by_label("良好").fill("1888")
    complaints.allow("409")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".pack-line.differs")).to_contain_text("excellent: 2111")
    expect(page.locator("#pack-text")).to_have_value(re.compile("good: 1888"))
    shot(page, "workshop-conflict")
    mine = page.locator("#pack-text").input_value()
    page.locator("#pack-text").fill(mine.replace("excellent: 2100", "excellent: 2111"))
    page.get_by_role("button", name="保存我的内容").click()
    expect(page.get_by_text("已保存").first).to_be_visible()
    assert "excellent: 2111, good: 1888" in Draft.objects.get().text


def test_a_figure_is_changed_with_a_thumb(
    page_as: Callable[..., Page], street: House, draft: Draft, shot: Callable[..., None]
) -> None:
    page = page_as(street.user("xu"), phone=True)
    page.goto(f"{WORKSHOP}drafts/{draft.pk}/?at=parts/quarter/quotas")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("占比（%）").first.fill("20")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存。", exact=True)).to_be_visible()
    page.goto(f"{WORKSHOP}drafts/{draft.pk}/?at=parts/quarter/items/2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    shot(page, "workshop-phone")
    assert load_scheme(Draft.objects.get().text, file="").parts["quarter"].quotas[0].percent == 20
