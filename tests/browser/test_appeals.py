"""An appeal from filing to the new result: filed, taken up, everyone's differences seen, upheld, published, read."""

import re
from collections.abc import Callable

import pytest
import time_machine
from django.core.files.base import ContentFile
from playwright.sync_api import Page, expect

from assessment.appeals.file_appeal import appeal_entry, appeal_result
from assessment.appeals.handle_appeal import take_up
from assessment.models import Appeal, Entry, Period
from organization.models import StaffState
from tests.appeals.stages import closed_quarter, published
from tests.appeals.test_filing import PDF
from tests.cast import House
from tests.mine.conftest import month_of
from tests.periods.houses import office, result


@pytest.fixture
def quarter(street: House, clock: time_machine.Traveller) -> Period:  # noqa: ARG001  # for its effect
    """The published quarter in which 陈立新 lost the seat by one entry."""
    return published(street, closed_quarter(street))


def fits(page: Page) -> bool:
    """Whether nothing runs off the screen."""
    return not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


ANSWER = "经核实，当日确有防汛值守安排，扣分事项不成立，予以冲销。"


def test_appeal_uphold_recompute_and_read_the_new_result(
    page_as: Callable[..., Page], street: House, quarter: Period, shot: Callable[..., None]
) -> None:
    person = page_as(street.user("chen"))
    file_appeal(person, shot)
    uphold_appeal(page_as(street.user("tang")), quarter, shot)
    assert Appeal.objects.get().state == "upheld"
    person.goto("/u/yunshan/mine/?period=2026-Q3")
    expect(person.locator("main")).to_contain_text("新的结果公示后在此显示")
    shot(person, "appeal-mine-waiting")
    keeper = page_as(office(street))
    keeper.goto(f"/u/yunshan/periods/{quarter.pk}/")
    keeper.get_by_role("button", name="公示", exact=True).click()
    keeper.locator("[data-confirm-yes]").click()
    keeper.get_by_text(re.compile("已公示，至")).wait_for()
    phone = page_as(street.user("chen"), phone=True)
    phone.goto("/u/yunshan/mine/?period=2026-Q3")
    expect(phone.locator("main")).to_contain_text("您的结果已更正（第 2 次结算）")
    expect(phone.locator("main")).to_contain_text("良好 → 优秀")
    expect(phone.locator("main")).to_contain_text(ANSWER)
    assert fits(phone)
    shot(phone, "appeal-mine-after-phone")
    other = page_as(street.user("ma"))
    other.goto("/u/yunshan/mine/?period=2026-Q3")
    expect(other.locator("main")).to_contain_text("经复核更正")
    expect(other.locator("main")).not_to_contain_text("陈立新")
    shot(other, "appeal-mine-other")


def file_appeal(person: Page, shot: Callable[..., None]) -> None:
    """陈立新 files it; what was typed survives two refusals."""
    person.goto("/u/yunshan/mine/?period=2026-Q3")
    shot(person, "appeal-mine-before")
    person.get_by_role("link", name="对此事项申诉").click()
    shot(person, "appeal-form")
    person.get_by_role("button", name="提交申诉").click()
    expect(person.locator("#error-grounds")).to_contain_text("请写明申诉事项和理由")
    person.get_by_label("申诉理由").fill("8 月 11 日本人经批准外出参加防汛值守，并非无故缺席会议。")
    person.locator("#files").set_input_files(
        {"name": "值守安排.exe", "mimeType": "application/pdf", "buffer": b"MZ\x00\x01"}
    )
    person.get_by_role("button", name="提交申诉").click()
    expect(person.locator("#error-files")).to_contain_text("值守安排.exe")
    expect(person.get_by_label("申诉理由")).to_have_value(re.compile("防汛值守"))
    person.locator("#files").set_input_files(
        {"name": "值守安排.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    person.get_by_role("button", name="提交申诉").click()
    expect(person.get_by_role("heading", level=1)).to_contain_text("对考核事项的申诉")
    shot(person, "appeal-filed")


def uphold_appeal(judge: Page, quarter: Period, shot: Callable[..., None]) -> None:
    """唐志远 sees what would change for everyone, and confirms."""
    judge.goto("/u/yunshan/reviews/")
    shot(judge, "appeal-reminder")
    judge.get_by_role("link", name="查看申诉").click()
    shot(judge, "appeal-register")
    judge.get_by_role("link", name="陈立新").click()
    judge.get_by_role("button", name="受理", exact=True).click()
    judge.get_by_role("button", name=re.compile("查看影响")).click()
    expect(judge.locator("#error-answer")).to_contain_text("请填写书面答复")
    judge.get_by_label("书面答复").fill(ANSWER)
    shot(judge, "appeal-answer")
    judge.get_by_role("button", name=re.compile("查看影响")).click()
    row = judge.get_by_role("row").filter(has_text="马强")
    expect(row).to_contain_text("优秀 → 良好")
    expect(judge.get_by_role("row").filter(has_text="陈立新")).to_contain_text("良好 → 优秀")
    assert Period.objects.get(pk=quarter.pk).state == "published"
    shot(judge, "appeal-differences")
    judge.get_by_role("button", name="确认成立并重新结算").click()
    judge.locator("[data-confirm-yes]").click()
    expect(judge.locator(".appeal-answer")).to_contain_text("已重新结算（第 2 次）")
    expect(judge.locator("main")).to_contain_text("第 2 次结算的变化")
    shot(judge, "appeal-upheld")


def test_the_facts_change_between_the_differences_and_the_confirmation(
    page_as: Callable[..., Page], street: House, quarter: Period, shot: Callable[..., None]
) -> None:
    appeal = appeal_result(
        actor=street.user("chen"), result=result(quarter, street, "chen"), grounds="扣分与事实不符。"
    )
    take_up(actor=street.user("tang"), appeal=appeal)
    judge = page_as(street.user("tang"), phone=True)
    judge.goto(f"/u/yunshan/appeals/{appeal.pk}/")
    judge.get_by_label(re.compile("冲销")).check()
    judge.get_by_label("书面答复").fill("经核实，予以更正。")
    assert fits(judge)
    shot(judge, "appeal-answer-phone")
    judge.get_by_role("button", name=re.compile("查看影响")).click()
    expect(judge.locator("main")).to_contain_text("马强")
    assert fits(judge)
    shot(judge, "appeal-differences-phone")
    StaffState.objects.create(
        staff=street.people["wu"], kind="investigation", valid_from="2026-09-01", document="立案"
    )
    judge.get_by_role("button", name="确认成立并重新结算").click()
    judge.locator("[data-confirm-yes]").click()
    expect(judge.locator("main")).to_contain_text("在此期间事实发生变化")
    expect(judge.locator("main")).to_contain_text("吴桐")
    shot(judge, "appeal-changed-phone")
    judge.get_by_role("button", name="确认成立并重新结算").click()
    judge.locator("[data-confirm-yes]").click()
    expect(judge.locator(".appeal-answer")).to_contain_text("已重新结算（第 2 次）")
    shot(judge, "appeal-upheld-phone")


def test_not_upheld_and_withdrawn_on_a_phone(
    page_as: Callable[..., Page], bureau: House, clock: time_machine.Traveller, shot: Callable[..., None]
) -> None:
    month = published(bureau, month_of(bureau, clock))
    entries = list(Entry.objects.filter(period=month).order_by("pk"))
    for entry in entries[:2]:
        file = ContentFile(PDF, name="外出登记.pdf")
        appeal_entry(actor=bureau.user("li"), entry=entry, grounds="当日因公外出。", files=[file])
    first, second = Appeal.objects.order_by("pk")
    take_up(actor=bureau.user("qian"), appeal=first)
    judge = page_as(bureau.user("qian"))
    judge.goto(f"/u/minzheng/appeals/{first.pk}/")
    judge.get_by_label("书面答复").fill("经核实，登记时间与考勤记录不符，扣分成立。")
    judge.get_by_role("button", name="申诉不成立").click()
    judge.locator("[data-confirm-yes]").click()
    expect(judge.locator(".appeal-answer")).to_contain_text("扣分成立")
    shot(judge, "appeal-rejected")
    keeper = page_as(bureau.user("sun"), phone=True)
    keeper.goto("/u/minzheng/appeals/")
    assert fits(keeper)
    shot(keeper, "appeal-register-phone")
    person = page_as(bureau.user("li"), phone=True)
    person.goto("/u/minzheng/mine/?period=2026-10")
    expect(person.locator("main")).to_contain_text("申诉不成立")
    assert fits(person)
    shot(person, "appeal-mine-phone")
    person.goto(f"/u/minzheng/appeals/entry/{entries[2].pk}/")
    assert fits(person)
    shot(person, "appeal-form-phone")
    person.goto(f"/u/minzheng/appeals/{second.pk}/")
    assert fits(person)
    shot(person, "appeal-own-phone")
    person.get_by_role("button", name="撤回申诉").click()
    person.locator("[data-confirm-yes]").click()
    expect(person.locator("main")).to_contain_text("已撤回")
    assert Appeal.objects.get(pk=second.pk).state == "withdrawn"


def test_who_closed_the_result_sees_why_somebody_else_judges(
    page_as: Callable[..., Page], street: House, quarter: Period, shot: Callable[..., None]
) -> None:
    appeal = appeal_result(
        actor=street.user("chen"), result=result(quarter, street, "chen"), grounds="扣分与事实不符。"
    )
    keeper = page_as(office(street))
    keeper.goto(f"/u/yunshan/appeals/{appeal.pk}/")
    expect(keeper.locator(".note.warn")).to_contain_text("办理了该结果的结算，应当回避")
    expect(keeper.get_by_role("button", name="受理", exact=True)).to_have_count(0)
    shot(keeper, "appeal-partial")
    keeper.get_by_label("办理人").select_option(label="唐志远")
    keeper.get_by_role("button", name="转办").click()
    expect(keeper.locator("main")).to_contain_text("该申诉现由唐志远办理")
    assert Appeal.objects.get().handler == street.user("tang")
