"""The pages of appeals: filing with nothing lost, handling, the register, what «My assessment» tells."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.appeals.file_appeal import appeal_entry, appeal_result
from assessment.appeals.handle_appeal import assign, reject, take_up
from assessment.appeals.set_due_dates import fix_due_dates
from assessment.models import Appeal, Entry, Period
from assessment.office.periods.publish_period import publish_period
from organization.models import AuditEvent, Job, Role, User
from tests.appeals.stages import quarter_entry
from tests.appeals.test_filing import PDF, at
from tests.cast import House, grant
from tests.narrowing import present
from tests.periods.houses import office, result

HTMX = {"HX-Request": "true"}


def text_of(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.usefixtures("month")
def test_my_assessment_offers_the_appeal_with_the_days_left(
    bureau: House, login: Callable[[User], Client]
) -> None:
    page = text_of(login(bureau.user("li")).get("/u/minzheng/mine/?period=2026-10"))
    assert "（剩 30 天）" in page
    assert page.count("对此事项申诉") == 3


@pytest.mark.usefixtures("month")
def test_after_the_time_nothing_is_offered_and_the_form_says_why(
    bureau: House, late: Entry, login: Callable[[User], Client], clock: time_machine.Traveller
) -> None:
    clock.move_to(at(date(2026, 12, 21)))
    client = login(bureau.user("li"))
    page = text_of(client.get("/u/minzheng/mine/?period=2026-10"))
    assert "（剩" not in page
    assert "对此事项申诉" not in page
    form = text_of(client.get(f"/u/minzheng/appeals/entry/{late.pk}/"))
    assert "已于2026年12月20日届满" in form
    assert "<textarea" not in form


@pytest.mark.usefixtures("month")
def test_filing_leads_to_the_appeal_and_my_assessment_shows_it(
    bureau: House, late: Entry, login: Callable[[User], Client]
) -> None:
    client = login(bureau.user("li"))
    answer = client.post(
        f"/u/minzheng/appeals/entry/{late.pk}/",
        {"grounds": "当日外出办事，有登记。", "files": SimpleUploadedFile("登记.pdf", PDF)},
        headers=HTMX,
    )
    appeal = Appeal.objects.get()
    assert answer["HX-Redirect"] == f"/u/minzheng/appeals/{appeal.pk}/"
    page = text_of(client.get(answer["HX-Redirect"]))
    assert "当日外出办事" in page
    assert "登记.pdf" in page
    mine = text_of(client.get("/u/minzheng/mine/?period=2026-10"))
    assert "待受理" in mine
    assert "2026年12月20日" in mine


@pytest.mark.parametrize("how", [HTMX, {}])
@pytest.mark.usefixtures("month")
def test_a_refused_form_keeps_what_was_typed(
    bureau: House, late: Entry, login: Callable[[User], Client], how: dict[str, str]
) -> None:
    answer = login(bureau.user("li")).post(
        f"/u/minzheng/appeals/entry/{late.pk}/",
        {"grounds": "写了很久的理由", "files": SimpleUploadedFile("程序.exe", b"MZ\x00\x01")},
        headers=how,
    )
    assert answer.status_code == 422
    assert "程序.exe" in text_of(answer)
    if how:
        assert "<form" not in text_of(answer)  # only what is wrong comes back, the form stays where it is
    else:
        assert "写了很久的理由" in text_of(answer)
    assert not Appeal.objects.exists()


@pytest.mark.usefixtures("month")
def test_others_find_neither_the_form_nor_the_appeal_nor_its_files(
    bureau: House, late: Entry, login: Callable[[User], Client]
) -> None:
    file = SimpleUploadedFile("登记.pdf", PDF)
    appeal = appeal_entry(actor=bureau.user("li"), entry=late, grounds="有登记", files=[file])
    kept = appeal.files.get()
    for name in ("he", "lin", "wang"):
        client = login(bureau.user(name))
        for address in (f"entry/{late.pk}/", f"{appeal.pk}/", f"files/{kept.pk}/", ""):
            assert client.get(f"/u/minzheng/appeals/{address}").status_code == 404, (name, address)
    for name in ("li", "zhou", "sun", "qian"):
        assert login(bureau.user(name)).get(f"/u/minzheng/appeals/{appeal.pk}/").status_code == 200


@pytest.mark.usefixtures("month")
def test_reading_a_file_is_logged(bureau: House, late: Entry, login: Callable[[User], Client]) -> None:
    file = SimpleUploadedFile("登记.pdf", PDF)
    appeal = appeal_entry(actor=bureau.user("li"), entry=late, grounds="有登记", files=[file])
    answer = login(bureau.user("qian")).get(f"/u/minzheng/appeals/files/{appeal.files.get().pk}/")
    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    event = AuditEvent.objects.get(action="appeal.read_file")
    assert (event.actor, present(event.after)["appeal"]) == (bureau.user("qian"), appeal.pk)


def test_a_head_of_some_departments_reads_theirs_only(
    bureau: House, filed: Appeal, login: Callable[[User], Client]
) -> None:
    grant(bureau, "he", Role.HEAD, "relief")
    grant(bureau, "wang", Role.HEAD, "office")
    assert "李晓敏" in text_of(login(bureau.user("he")).get("/u/minzheng/appeals/"))
    client = login(bureau.user("wang"))
    assert "李晓敏" not in text_of(client.get("/u/minzheng/appeals/"))
    assert client.get(f"/u/minzheng/appeals/{filed.pk}/").status_code == 404


def test_who_may_not_judge_is_told_why_and_offered_who_may(
    bureau: House, month: Period, login: Callable[[User], Client]
) -> None:
    own = appeal_result(actor=bureau.user("li"), result=result(month, bureau, "li"), grounds="有误")
    page = text_of(login(office(bureau)).get(f"/u/minzheng/appeals/{own.pk}/"))
    assert "周敏办理了该结果的结算，应当回避" in page
    assert "受理</button>" not in page
    assert "钱国栋</option>" in page
    client = login(office(bureau))
    client.post(f"/u/minzheng/appeals/{own.pk}/assign/", {"handler": bureau.user("qian").pk})
    own.refresh_from_db()
    assert own.handler == bureau.user("qian")


def test_where_nobody_may_judge_the_page_says_what_to_do(
    bureau: House, month: Period, login: Callable[[User], Client]
) -> None:
    own = appeal_result(actor=bureau.user("qian"), result=result(month, bureau, "qian"), grounds="有误")
    page = text_of(login(office(bureau)).get(f"/u/minzheng/appeals/{own.pk}/"))
    assert "本单位目前无人可以办理该申诉" in page


def test_rejecting_on_the_page_needs_the_answer(
    bureau: House, accepted: Appeal, login: Callable[[User], Client]
) -> None:
    client, address = login(bureau.user("qian")), f"/u/minzheng/appeals/{accepted.pk}/answer/"
    refused = client.post(address, {"verdict": "reject", "answer": " "}, headers=HTMX)
    assert refused.status_code == 422
    assert "请填写书面答复" in text_of(refused)
    client.post(address, {"verdict": "reject", "answer": "经核实，记录属实。"}, headers=HTMX)
    mine = text_of(login(bureau.user("li")).get("/u/minzheng/mine/?period=2026-10"))
    assert "申诉不成立" in mine
    assert "经核实，记录属实。" in mine


def uphold_on_pages(
    client: Client, appeal: Appeal, posted: dict[str, Any], run: DjangoCaptureOnCommitCallbacks
) -> tuple[str, str]:
    """The differences, then the confirmation; the address of the work that upheld it."""
    with run(execute=True):
        work = client.post(f"/u/yunshan/appeals/{appeal.pk}/answer/", posted, headers=HTMX)["HX-Redirect"]
    with run(execute=True):
        done = client.post(f"{work}confirm/", {"answer": posted["answer"]})
    return work, done.get("Location", "")


@pytest.fixture
def posted(quarter: Period) -> dict[str, Any]:
    return {"verdict": "uphold", "entry": [quarter_entry(quarter).pk], "answer": "经核实，扣分事项不成立。"}


@pytest.mark.usefixtures("quarter")
def test_the_differences_come_first_and_the_confirmation_upholds(
    street: House,
    against_grade: Appeal,
    posted: dict[str, Any],
    login: Callable[[User], Client],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = login(street.user("tang"))
    work, done = uphold_on_pages(client, against_grade, posted, django_capture_on_commit_callbacks)
    page = text_of(client.get(work))
    assert re.search(r"马强.*?优秀 → <b>良好</b>", page, re.S)
    assert re.search(r"陈立新.*?良好 → <b>优秀</b>", page, re.S)
    answer = client.get(done)
    assert answer["Location"] == f"/u/yunshan/appeals/{against_grade.pk}/"
    against_grade.refresh_from_db()
    assert against_grade.state == "upheld"
    after = text_of(client.get(answer["Location"]))
    assert "第 2 次结算的变化" in after
    assert "马强" in after


@pytest.mark.usefixtures("quarter")
def test_the_appellant_reads_neither_names_nor_differences_of_others(
    street: House,
    against_grade: Appeal,
    posted: dict[str, Any],
    login: Callable[[User], Client],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    uphold_on_pages(login(street.user("tang")), against_grade, posted, django_capture_on_commit_callbacks)
    page = text_of(login(street.user("chen")).get(f"/u/yunshan/appeals/{against_grade.pk}/"))
    assert "申诉成立" in page
    assert "马强" not in page


def test_after_publication_each_reads_what_changed_and_nobody_reads_who_appealed(
    street: House,
    quarter: Period,
    against_grade: Appeal,
    posted: dict[str, Any],
    login: Callable[[User], Client],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    uphold_on_pages(login(street.user("tang")), against_grade, posted, django_capture_on_commit_callbacks)
    before = text_of(login(street.user("chen")).get("/u/yunshan/mine/?period=2026-Q3"))
    assert "新的结果公示后在此显示" in before
    assert "优秀" not in before
    publish_period(actor=office(street), period=Period.objects.get(pk=quarter.pk))
    chen = text_of(login(street.user("chen")).get("/u/yunshan/mine/?period=2026-Q3"))
    assert "您的结果已更正（第 2 次结算）" in chen
    assert "良好 → 优秀" in chen
    ma = text_of(login(street.user("ma")).get("/u/yunshan/mine/?period=2026-Q3"))
    assert "优秀 → 良好" in ma
    assert "经复核" in ma
    assert "陈立新" not in ma
    wu = text_of(login(street.user("wu")).get("/u/yunshan/mine/?period=2026-Q3"))
    assert "您的结果已更正" not in wu


@pytest.mark.usefixtures("quarter")
def test_facts_that_changed_meanwhile_are_shown_anew_on_the_page(
    street: House,
    against_grade: Appeal,
    posted: dict[str, Any],
    login: Callable[[User], Client],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    from organization.models import StaffState

    client = login(street.user("tang"))
    with django_capture_on_commit_callbacks(execute=True):
        work = client.post(f"/u/yunshan/appeals/{against_grade.pk}/answer/", posted, headers=HTMX)[
            "HX-Redirect"
        ]
    StaffState.objects.create(
        staff=street.people["wu"], kind="investigation", valid_from=date(2026, 9, 1), document="立案"
    )
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(f"{work}confirm/", {"answer": "另拟的答复"})["Location"]
    page = text_of(client.get(done))
    assert "在此期间事实发生变化" in page
    assert "吴桐" in page
    assert "另拟的答复" in page
    against_grade.refresh_from_db()
    assert against_grade.state == "accepted"


def test_a_judge_whose_own_result_would_change_is_told(
    street: House,
    quarter: Period,
    posted: dict[str, Any],
    login: Callable[[User], Client],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    own = appeal_result(actor=street.user("chen"), result=result(quarter, street, "chen"), grounds="有误")
    grant(street, "ma", Role.LEADING_GROUP)
    for name, told in (("ma", True), ("tang", False)):
        assign(actor=street.user("tang"), appeal=own, handler=street.user(name))
        client = login(street.user(name))
        with django_capture_on_commit_callbacks(execute=True):
            work = client.post(f"/u/yunshan/appeals/{own.pk}/answer/", posted, headers=HTMX)["HX-Redirect"]
        assert ("您本人的结果将随之变化" in text_of(client.get(work))) is told


@pytest.mark.usefixtures("quarter")
def test_on_the_way_back_the_answer_and_the_choice_are_still_there(
    street: House,
    against_grade: Appeal,
    posted: dict[str, Any],
    login: Callable[[User], Client],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = login(street.user("tang"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/u/yunshan/appeals/{against_grade.pk}/answer/", posted, headers=HTMX)
    job = Job.objects.get(kind="appeal.preview")
    page = text_of(client.get(f"/u/yunshan/appeals/{against_grade.pk}/?from={job.pk}"))
    assert posted["answer"] in page
    assert re.search(rf'value="{posted["entry"][0]}"\s+checked', page)
    plain = text_of(client.get(f"/u/yunshan/appeals/{against_grade.pk}/?from=nonsense"))
    assert posted["answer"] not in plain


@pytest.mark.usefixtures("quarter")
def test_a_refused_answer_without_scripts_keeps_everything(
    street: House, against_grade: Appeal, posted: dict[str, Any], login: Callable[[User], Client]
) -> None:
    client = login(street.user("tang"))
    wrong = posted | {"figure_late": "一次", "answer": "写好的答复"}
    answer = client.post(f"/u/yunshan/appeals/{against_grade.pk}/answer/", wrong)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "写好的答复" in page
    assert 'value="一次"' in page
    assert re.search(rf'value="{posted["entry"][0]}"\s+checked', page)


@pytest.mark.usefixtures("quarter")
def test_nobody_else_sees_or_confirms_the_work_of_a_judge(
    street: House,
    against_grade: Appeal,
    posted: dict[str, Any],
    login: Callable[[User], Client],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        work = login(street.user("tang")).post(
            f"/u/yunshan/appeals/{against_grade.pk}/answer/", posted, headers=HTMX
        )["HX-Redirect"]
    for name in ("xu", "luo", "chen", "fang"):
        client = login(street.user(name))
        assert client.get(work).status_code == 404
        assert client.post(f"{work}confirm/", {"answer": "代为确认"}).status_code == 404


@pytest.mark.usefixtures("filed")
def test_the_first_page_of_those_who_answer_reminds_them(
    bureau: House, login: Callable[[User], Client], clock: time_machine.Traveller
) -> None:
    page = text_of(login(office(bureau)).get("/u/minzheng/periods/"))
    assert "待答复的申诉" in page
    assert "待受理 1 件" in page
    assert "已超期" not in page
    clock.move_to(at(date(2026, 12, 21)))
    page = text_of(login(bureau.user("qian")).get("/u/minzheng/reviews/"))
    assert "已超期 1 件" in page
    assert "待答复的申诉" not in text_of(login(bureau.user("sun")).get("/u/minzheng/periods/"))


@pytest.mark.parametrize(
    ("day", "words"), [(date(2026, 12, 20), "今日到期"), (date(2026, 12, 21), "已超期 1 天")]
)
@pytest.mark.usefixtures("filed")
def test_an_answer_is_overdue_from_the_day_after_its_last_day(
    bureau: House, login: Callable[[User], Client], clock: time_machine.Traveller, day: date, words: str
) -> None:
    clock.move_to(at(day))
    assert words in text_of(login(bureau.user("sun")).get("/u/minzheng/appeals/"))


@pytest.mark.usefixtures("filed")
def test_the_register_is_narrowed_by_its_filters(
    bureau: House, month: Period, login: Callable[[User], Client], clock: time_machine.Traveller
) -> None:
    other = Entry.objects.filter(period=month, clause="1.1").first()
    second = appeal_entry(actor=bureau.user("li"), entry=present(other), grounds="重复计分")
    take_up(actor=bureau.user("qian"), appeal=second)
    reject(actor=bureau.user("qian"), appeal=second, answer="记录属实。")
    client = login(bureau.user("qian"))

    def listed(query: str) -> int:
        return text_of(client.get(f"/u/minzheng/appeals/?{query}")).count('<td class="lead">')

    assert [listed(q) for q in ("", "standing=open", "standing=answered", "standing=overdue")] == [2, 1, 1, 0]
    assert [listed(q) for q in ("mine=1", "kind=result", "q=lxm", "q=何静")] == [1, 0, 2, 0]
    assert listed(f"period={month.pk}") == 2
    assert listed("period=abc&kind=zz&standing=zz") == 2
    clock.move_to(at(date(2026, 12, 21)))
    client = login(bureau.user("qian"))  # the session of a month ago has ended
    assert listed("standing=overdue") == 1


def test_the_register_as_a_sheet_is_logged_and_complete(
    bureau: House, accepted: Appeal, login: Callable[[User], Client], clock: time_machine.Traveller
) -> None:
    clock.move_to(at(date(2026, 12, 25)))
    reject(actor=bureau.user("qian"), appeal=accepted, answer="=经核实，记录属实。")
    answer = login(bureau.user("sun")).get("/u/minzheng/appeals/export/?standing=answered")
    (row,) = list(load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(min_row=4, values_only=True))
    assert row[2:4] == ("李晓敏", "0117")
    assert row[11:13] == ("申诉不成立", "钱国栋")
    assert row[14] == 5  # days after the deadline
    assert row[15] == "'=经核实，记录属实。"
    event = AuditEvent.objects.get(action="appeal.export")
    assert (event.actor, event.after) == (bureau.user("sun"), {"lines": 1})


@pytest.mark.usefixtures("month", "clock")
def test_days_of_answers_are_set_when_the_calendar_is_loaded(
    bureau: House, appeal_rules: Any, late: Entry
) -> None:
    appeal_rules(answer={"working_days": 40})
    appeal = appeal_entry(actor=bureau.user("li"), entry=late, grounds="有误")
    assert (appeal.answer_due, fix_due_dates()) == (None, 0)
    appeal_rules(answer={"working_days": 5})
    assert fix_due_dates() == 1
    appeal.refresh_from_db()
    assert appeal.answer_due == date(2026, 11, 27)


@pytest.mark.usefixtures("django_assert_max_num_queries")
def test_pages_cost_the_same_for_many_appeals(
    bureau: House, month: Period, login: Callable[[User], Client]
) -> None:
    client = login(bureau.user("qian"))
    entries = list(Entry.objects.filter(period=month))
    appeal_entry(actor=bureau.user("li"), entry=entries[0], grounds="有误")
    client.get("/u/minzheng/appeals/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get("/u/minzheng/appeals/")
    for entry in entries[1:]:
        appeal_entry(actor=bureau.user("li"), entry=entry, grounds="有误")
    with CaptureQueriesContext(connection) as many:
        client.get("/u/minzheng/appeals/")
    assert len(one) == len(many)
