"""The page of publication: what is in the way, what changes in words, which periods will use it; who takes which step."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.test import Client

from assessment.models import Draft, SchemeVersion, UnitScheme
from assessment.periods.open_period import open_period
from organization.models import AuditEvent, User
from tests.cast import House
from tests.workshop.test_publishing import DECEMBER, NOTE, STRICTER, drafted, proposed, published, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock: time_machine.Traveller) -> None:
    """Every test here stands on Friday, 20 November 2026."""


def address(draft: Draft, step: str = "") -> str:
    return f"/u/{draft.unit.code}/workshop/drafts/{draft.pk}/publish/{step}"


def test_the_drafter_reads_the_changes_and_the_earliest_day_and_proposes(
    bureau: House, login: Callable[[User], Client]
) -> None:
    open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-11")
    draft = drafted(bureau, "zhou")
    client = login(bureau.user("zhou"))
    page = client.get(address(draft)).content.decode()
    for words in (
        "与现行版本相比的修订",
        "−0.5 / 次 → −1 / 次",
        "最早自2026年12月1日起",
        "自2026年12月起适用",
    ):
        assert words in page
    answer = client.post(address(draft, "propose/"), {"note": NOTE, "valid_from": "2026-12-01"}, follow=True)
    draft.refresh_from_db()
    assert draft.state == "proposed"
    assert draft.valid_from == DECEMBER
    page = answer.content.decode()
    assert "等待第二人审批" in page
    assert "须由第二人审批" in page
    assert "审批并发布" not in page


def test_a_day_inside_an_open_period_is_refused_at_its_field_and_nothing_typed_is_lost(
    bureau: House, login: Callable[[User], Client]
) -> None:
    open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-11")
    draft = drafted(bureau, "zhou")
    answer = login(bureau.user("zhou")).post(
        address(draft, "propose/"), {"note": NOTE, "valid_from": "2026-11-15"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "2026年11月至2026年11月30日结束" in page
    assert "最早可自2026年12月1日起" in page
    assert NOTE in page


def test_the_second_person_approves_what_was_read_and_staff_read_what_changed(
    bureau: House, login: Callable[[User], Client]
) -> None:
    draft = proposed(bureau)
    client = login(bureau.user("qian"))
    page = client.get(address(draft)).content.decode()
    assert "审批并发布" in page
    assert NOTE in page
    answer = client.post(address(draft, "approve/"), {"revision": draft.revision}, follow=True)
    version = SchemeVersion.objects.get(unit=bureau.unit)
    assert "第 2 版已发布" in answer.content.decode()
    read = login(bureau.user("li")).get(f"/u/minzheng/schemes/{version.pk}/").content.decode()
    for words in ("本版修订内容", NOTE, "−0.5 / 次 → −1 / 次", "尚未施行"):
        assert words in read


def test_the_office_reads_which_warnings_were_accepted_and_why_and_staff_do_not(
    bureau: House, login: Callable[[User], Client]
) -> None:
    version = published(bureau, ("points: -0.5", "points: -100"))
    address_of = f"/u/minzheng/schemes/{version.pk}/"
    assert any(each["severity"] == "warning" for each in version.lint["findings"])
    assert "已核对原文" in login(bureau.user("zhou")).get(address_of).content.decode()
    assert "已核对原文" not in login(bureau.user("li")).get(address_of).content.decode()


def test_an_approver_who_read_an_older_revision_is_told(
    bureau: House, login: Callable[[User], Client]
) -> None:
    draft = proposed(bureau)
    answer = login(bureau.user("qian")).post(address(draft, "approve/"), {"revision": draft.revision + 1})
    assert answer.status_code == 422
    assert "草案已有改动" in answer.content.decode()


def test_the_approver_returns_the_draft_and_the_drafter_reads_why(
    bureau: House, login: Callable[[User], Client]
) -> None:
    draft = proposed(bureau)
    client = login(bureau.user("qian"))
    assert client.post(address(draft, "return/"), {"reason": " "}).status_code == 422
    client.post(address(draft, "return/"), {"reason": "分值过重，请再议"})
    assert "分值过重，请再议" in login(bureau.user("zhou")).get(address(draft)).content.decode()


def test_the_drafter_takes_the_proposal_back(bureau: House, login: Callable[[User], Client]) -> None:
    draft = proposed(bureau)
    login(bureau.user("zhou")).post(address(draft, "take-back/"))
    draft.refresh_from_db()
    assert draft.state == "editing"


def test_a_draft_that_cannot_be_loaded_says_so_and_offers_no_document(
    bureau: House, login: Callable[[User], Client]
) -> None:
    draft = drafted(bureau, "zhou", text="id: broken\n")
    client = login(bureau.user("zhou"))
    page = client.get(address(draft)).content.decode()
    assert "还不是有效的方案" in page
    assert "disabled" in page
    assert client.get(f"/u/minzheng/workshop/drafts/{draft.pk}/document/word/").status_code == 404


def test_a_draft_that_says_nothing_new_is_told_so_before_it_is_proposed(
    bureau: House, login: Callable[[User], Client]
) -> None:
    draft = drafted(bureau, "zhou", text=text_of())
    assert "完全相同" in login(bureau.user("zhou")).get(address(draft)).content.decode()


def test_a_year_not_open_yet_will_still_take_the_version_of_its_first_day(
    street: House, login: Callable[[User], Client]
) -> None:
    draft = drafted(street, "xu", ("at_least: 90", "at_least: 85"), code="meiling-quarterly")
    Draft.objects.filter(pk=draft.pk).update(valid_from=date(2026, 10, 1))
    page = login(street.user("xu")).get(address(draft)).content.decode()
    assert "自2026年第四季度起适用" in page
    assert "2026年度尚未开启，开启时仍按其首日有效的第 1 版考核" in page


def test_two_versions_are_compared_where_the_draft_was_made_from_another_than_the_one_in_force(
    bureau: House, login: Callable[[User], Client]
) -> None:
    published(bureau)
    draft = drafted(bureau, "zhou", STRICTER, ("points: -2", "points: -3"))
    Draft.objects.filter(pk=draft.pk).update(valid_from=date(2027, 1, 1))
    page = login(bureau.user("zhou")).get(address(draft)).content.decode()
    assert "与现行版本相比的修订" in page
    assert "与起草所依据版本相比的修订" in page


def test_a_published_draft_is_compared_with_what_it_replaced_and_not_with_itself(
    bureau: House, login: Callable[[User], Client]
) -> None:
    published(bureau)
    draft = Draft.objects.get(state="published")
    page = login(bureau.user("zhou")).get(address(draft)).content.decode()
    assert "−0.5 / 次 → −1 / 次" in page
    assert "没有实质变化" not in page


def test_the_page_is_english_for_an_english_reader(bureau: House, login: Callable[[User], Client]) -> None:
    user = bureau.user("qian")
    user.language = "en"
    user.save()
    page = login(user).get(address(proposed(bureau))).content.decode()
    for words in ("Approve and publish", "Changes against the version in force", "−0.5 / time → −1 / time"):
        assert words in page


def test_a_draft_is_read_as_a_document_and_downloaded(bureau: House, login: Callable[[User], Client]) -> None:
    draft = drafted(bureau, "zhou")
    client = login(bureau.user("zhou"))
    page = client.get(f"/u/minzheng/workshop/drafts/{draft.pk}/document/").content.decode()
    assert "未施行" in page
    assert "一、适用范围与等次" in page
    answer = client.get(f"/u/minzheng/workshop/drafts/{draft.pk}/document/word/")
    assert answer.content[:2] == b"PK"
    assert AuditEvent.objects.get(action="export.file").target == f"word draft {draft}"


def test_nobody_of_another_unit_nor_without_the_right_sees_the_page(
    bureau: House, street: House, login: Callable[[User], Client]
) -> None:
    draft = proposed(bureau)
    for user in (bureau.user("li"), bureau.user("sun"), street.user("xu")):
        client = login(user)
        assert client.get(address(draft)).status_code == 404
        for step in ("propose/", "approve/", "return/", "take-back/"):
            assert client.post(address(draft, step)).status_code == 404
    draft.refresh_from_db()
    assert draft.state == "proposed"


def test_the_approver_may_not_propose_and_the_drafter_alone_cannot_publish(
    bureau: House, login: Callable[[User], Client]
) -> None:
    draft = drafted(bureau, "zhou")
    answer = login(bureau.user("qian")).post(
        address(draft, "propose/"), {"note": NOTE, "valid_from": "2026-12-01"}
    )
    assert answer.status_code == 404
    draft = proposed(bureau)
    answer = login(bureau.user("zhou")).post(address(draft, "approve/"), {"revision": 1})
    assert answer.status_code == 422
    assert not SchemeVersion.objects.filter(unit=bureau.unit).exists()


def test_the_validity_of_the_units_own_version_is_ended_on_its_page(
    bureau: House, login: Callable[[User], Client]
) -> None:
    version = published(bureau)
    client = login(bureau.user("qian"))
    assert "终止施行" in client.get(f"/u/minzheng/schemes/{version.pk}/").content.decode()
    end = f"/u/minzheng/schemes/{version.pk}/end/"
    assert client.get(end).status_code == 200
    assert client.post(end, {"valid_to": "2026-12-31", "reason": ""}).status_code == 422
    assert client.post(end, {"valid_to": "2026-11-30", "reason": "试行"}).status_code == 422
    assert client.post(end, {"valid_to": "2026-12-31", "reason": "试行期满"}).status_code == 302
    version.refresh_from_db()
    assert version.valid_to == date(2026, 12, 31)


def test_a_shared_version_and_another_units_version_have_no_end_page(
    bureau: House, street: House, login: Callable[[User], Client]
) -> None:
    UnitScheme.objects.create(unit=street.unit, scheme=bureau.scheme, valid_from=date(2026, 1, 1))
    shared = SchemeVersion.objects.get(scheme=bureau.scheme)
    own = published(bureau)
    assert login(bureau.user("qian")).get(f"/u/minzheng/schemes/{shared.pk}/end/").status_code == 404
    assert login(street.user("tang")).get(f"/u/yunshan/schemes/{own.pk}/end/").status_code == 404
    assert login(street.user("tang")).get(f"/u/yunshan/schemes/{own.pk}/").status_code == 404
    assert login(bureau.user("li")).get(f"/u/minzheng/schemes/{own.pk}/end/").status_code == 404
