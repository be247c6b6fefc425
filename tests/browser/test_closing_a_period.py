"""The office closes a quarter, the leading group decides a tie, the office publishes, everybody reads the list."""

from collections.abc import Callable
from decimal import Decimal

import pytest
import time_machine
from playwright.sync_api import Page

from assessment.models import Decision, Period, RatingTask
from assessment.periods.open_period import open_period
from tests.cast import House
from tests.narrowing import present


@pytest.fixture
def quarter(street: House, clock: time_machine.Traveller) -> Period:  # noqa: ARG001  # for its effect
    """The street's third quarter with every score given; 马强 and 陈立新 are equal at the one excellent seat."""
    period = open_period(actor=street.user("xu"), unit=street.unit, scheme=street.scheme, key="2026-Q3")
    scores = {"ma": ("90", "96"), "chen": ("90", "96"), "xu": ("84", "88"), "qin": ("88", "93")}
    for key, person in street.people.items():
        routine, leaders = scores.get(key, ("72", "75"))
        for item, rater, score in (
            ("routine.section", "gao" if key != "gao" else "tang", routine),
            ("leaders", "tang" if key != "tang" else "luo", leaders),
        ):
            RatingTask.objects.create(
                period=period,
                staff=person,
                item=item,
                rater=street.people[rater],
                score=Decimal(score),
            )
    return period


def sign_first_matter(leader: Page, reason: str) -> None:
    """Sign the decision on the first open matter of the review page."""
    matter = leader.locator("section.matter").first
    matter.get_by_label("决定理由").fill(reason)
    matter.get_by_role("button", name="签署决定").click()
    with leader.expect_navigation():
        leader.locator("[data-confirm-yes]").click()
    leader.get_by_text("决定已签署并留存").wait_for()


def test_the_office_closes_the_leading_group_decides_a_tie_and_the_list_is_published(
    page_as: Callable[..., Page], street: House, quarter: Period, shot: Callable[..., None]
) -> None:
    office = page_as(street.user("xu"))
    office.goto("/u/yunshan/periods/")
    shot(office, "periods-list")
    office.get_by_role("link", name="2026年第三季度").click()
    office.locator("#blockers dd").first.wait_for()
    shot(office, "board-open")
    office.get_by_role("button", name="代报未报科室并提交").click()
    office.get_by_label("理由").first.fill("季末集中报送")
    with office.expect_navigation():
        office.locator("#submit button.primary").click()
    office.get_by_role("button", name="结算", exact=True).click()
    office.locator("[data-confirm-yes]").click()
    office.get_by_text("1 名额待定 · 2 人同分").wait_for()
    quarter.refresh_from_db()
    assert quarter.state == "closed"
    shot(office, "board-closed")

    leader = page_as(street.user("tang"))
    leader.goto("/u/yunshan/reviews/")
    leader.get_by_role("link", name="2026年第三季度").click()
    shot(leader, "review-tie")
    leader.locator("section.matter").first.get_by_label("马强").check()
    sign_first_matter(leader, "牵头完成防汛值守，经领导小组会议研究决定")
    while leader.get_by_role("button", name="签署决定").count():
        sign_first_matter(leader, "名额空缺")
    shot(leader, "review-decided")
    with leader.expect_navigation():
        leader.get_by_role("button", name="完成评定").click()

    office.reload()
    office.get_by_role("button", name="公示", exact=True).click()
    office.locator("[data-confirm-yes]").click()
    office.get_by_text("已公示，至2026年11月27日止。").wait_for()
    shot(office, "board-published")
    quarter.refresh_from_db()
    assert quarter.state == "published"
    assert present(Decision.objects.filter(kind="tie").first()).decided_by == street.user("tang")

    member = page_as(street.user("wu"), phone=True)
    member.goto("/u/yunshan/publication/")
    member.get_by_role("link", name="2026年第三季度").click()
    row = member.get_by_role("row").filter(has_text="马强")
    assert "优秀" in row.inner_text()
    shot(member, "publication-phone")


def test_the_office_reopens_with_a_reason(
    page_as: Callable[..., Page], street: House, quarter: Period, shot: Callable[..., None]
) -> None:
    from assessment.closing.start_close import start_close
    from assessment.periods.hand_in import submit_period

    submit_period(actor=street.user("xu"), period=quarter, reason="季末集中报送")
    start_close(actor=street.user("xu"), period=quarter)
    page = page_as(street.user("xu"))
    page.goto(f"/u/yunshan/periods/{quarter.pk}/")
    page.get_by_role("button", name="重开").first.click()
    shot(page, "reopen-dialog")
    page.locator("#reopen-reason").fill("申诉成立，须更正一项评分")
    page.locator("#reopen button.take").click()
    page.get_by_text("已重开；再次结算将生成新的结果").wait_for()
    quarter.refresh_from_db()
    assert quarter.state == "open"
    RatingTask.objects.filter(period=quarter, staff=street.people["chen"], item="routine.section").update(
        score=Decimal("85")
    )
    with page.expect_navigation():
        page.get_by_role("button", name="提交", exact=True).click()
    page.get_by_role("button", name="结算", exact=True).click()
    page.locator("[data-confirm-yes]").click()
    page.get_by_text("第 2 次与第 1 次结算的差异").wait_for()
    shot(page, "board-second-revision")
    phone = page_as(street.user("xu"), phone=True)
    phone.goto(f"/u/yunshan/periods/{quarter.pk}/")
    shot(phone, "board-phone")
    leader = page_as(street.user("tang"), phone=True)
    leader.goto(f"/u/yunshan/reviews/{quarter.pk}/")
    shot(leader, "review-phone")
