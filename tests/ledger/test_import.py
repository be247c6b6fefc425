"""Importing entries from Excel: template, check with a message for every row, all or nothing, the same file again."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.utils import translation
from openpyxl import Workbook, load_workbook
from pytest_django.fixtures import DjangoAssertNumQueries

from assessment.data_entry.entries.sheet.columns import COLUMNS
from assessment.models import Entry, Period
from organization.models import Job, User
from tests.cast import House
from tests.ledger.conftest import FRIDAY
from tests.narrowing import present

pytestmark = pytest.mark.django_db
GOOD = ["0117", "李晓敏", "6.1a", "2026-11-05", 2, None, "上午 8:41 到岗"]


def sheet(*rows: list[Any], headings: list[str] | None = None) -> bytes:
    workbook = Workbook()
    page: Any = workbook.active
    with translation.override("zh-hans"):
        page.append(headings or [str(column.title) for column in COLUMNS])
    for row in rows:
        page.append(row)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


class Importer:
    """Somebody at the import page."""

    def __init__(self, client: Client, unit: str = "minzheng") -> None:
        self.client, self.unit = client, unit

    def upload(self, content: bytes, name: str = "十一月.xlsx") -> Any:
        return self.client.post(
            f"/u/{self.unit}/import/", {"file": SimpleUploadedFile(name, content)}, follow=True
        )

    def check(self, content: bytes) -> Any:
        return self.upload(content).context["checked"]

    def record(self, content: bytes, **said: str) -> Job:
        """Upload, check and record; the job is over when this returns."""
        token = self.upload(content).context["token"]
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = self.client.post(f"/u/{self.unit}/import/record/", {"file": token} | said)
        job = Job.objects.get(pk=response["Location"].rstrip("/").rsplit("/", 1)[-1])
        assert self.client.get(response["Location"]).status_code == 200
        return job


@pytest.fixture
def lin(login: Callable[[User], Client], bureau: House, november: Period) -> Importer:  # noqa: ARG001  # for its effect
    return Importer(login(bureau.user("lin")))


def messages(checked: Any) -> dict[int, dict[str, str]]:
    return {row.row.number: dict(row.errors) for row in checked.faulty}


def test_a_sheet_is_recorded_with_its_source(lin: Importer, bureau: House) -> None:
    job = lin.record(sheet(GOOD, ["0133", None, "6.2", FRIDAY, 0.5, None, None]))
    assert (job.state, job.outcome) == ("done", {"recorded": 2, "known": 0, "left_out": 0})
    first, second = Entry.objects.order_by("pk")
    assert (present(first.staff).name, first.effect, first.note) == (
        "李晓敏",
        Decimal("-1.00"),
        "上午 8:41 到岗",
    )
    assert (first.source, first.source_ref) == ("import", "十一月.xlsx #2")
    assert (second.effect, second.count) == (Decimal("-0.50"), Decimal("0.5"))
    assert second.entered_by == bureau.user("lin")


@pytest.mark.usefixtures("bureau")
def test_every_row_says_what_is_wrong_and_where(lin: Importer) -> None:
    checked = lin.check(
        sheet(
            GOOD,
            ["0117", None, "9.9", "2026-11-05", 1, None, None],
            ["9999", None, "6.1a", "2026-11-05", 1, None, None],
            ["0102", "王建国", "6.1a", "2026-11-05", 1, None, None],
            ["0117", "赵玉兰", "6.1a", "2026-11-05", 1, None, None],
            ["0117", None, "6.1a", "2026-10-05", 1, None, None],
            ["0117", None, "6.1a", "soon", "x", None, None],
            ["0117", None, "6.1a", "2026-11-21", 1.5, None, None],
            [None, None, None, None, 1, None, None],
        )
    )
    found = messages(checked)
    assert list(found) == [3, 4, 5, 6, 7, 8, 9, 10]
    assert [list(errors) for errors in found.values()] == [
        ["条款"],
        ["工号"],
        ["工号"],
        ["姓名"],
        ["日期"],
        ["日期", "次数"],
        ["日期"],
        ["工号", "条款", "日期"],
    ]
    assert found[4] == found[5], "a stranger and a person of another department look alike"
    assert len(checked.fresh) == 1


def test_one_faulty_row_keeps_all_out(lin: Importer) -> None:
    job = lin.record(sheet(GOOD, ["0117", None, "9.9", "2026-11-05", 1, None, None]))
    assert job.state == "failed"
    assert "1" in job.error
    assert not Entry.objects.exists()


def test_the_same_file_again_changes_nothing_and_the_check_says_so(lin: Importer) -> None:
    content = sheet(GOOD, GOOD[:6] + ["other"])
    lin.record(content, twins="record")
    checked = lin.check(content)
    assert (len(checked.known), len(checked.fresh), len(checked.twins)) == (2, 0, 0)
    job = lin.record(content, twins="record")
    assert job.outcome == {"recorded": 0, "known": 2, "left_out": 0}
    assert Entry.objects.count() == 2


def test_a_file_saved_again_is_recognised_by_its_rows(lin: Importer) -> None:
    lin.record(sheet(GOOD))
    more = sheet(GOOD, ["0133", None, "6.1a", "2026-11-05", 1, None, None])
    checked = lin.check(more)
    assert (len(checked.twins), len(checked.fresh)) == (1, 1)
    job = lin.record(more)
    assert job.outcome == {"recorded": 1, "known": 0, "left_out": 1}
    assert Entry.objects.count() == 2


def test_two_equal_rows_are_pointed_out_and_recorded_if_wanted(lin: Importer) -> None:
    content = sheet(GOOD, GOOD)
    assert [row.row.number for row in lin.check(content).twins] == [3]
    lin.record(content, twins="record")
    assert Entry.objects.count() == 2


def test_the_error_sheet_comes_back_and_can_be_uploaded_once_corrected(lin: Importer) -> None:
    response = lin.upload(sheet(GOOD, ["0117", None, "9.9", "2026-11-05", 1, None, None]))
    token = response.context["token"]
    answer = lin.client.get("/u/minzheng/import/errors/", {"file": token})
    assert "attachment" in answer["Content-Disposition"]
    page: Any = load_workbook(BytesIO(answer.content)).active
    assert "9.9" in page.cell(row=3, column=page.max_column).value
    page.cell(row=3, column=3).value = "6.1a"
    buffer = BytesIO()
    page.parent.save(buffer)
    checked = lin.check(buffer.getvalue())
    assert not checked.faulty
    assert len(checked.rows) == 2


def test_the_template_of_a_period_is_what_the_import_reads(lin: Importer, november: Period) -> None:
    answer = lin.client.get(f"/u/minzheng/import/template/{november.pk}/")
    workbook = load_workbook(BytesIO(answer.content))
    page, clauses = workbook.worksheets[0], workbook.worksheets[1]
    assert [cell.value for cell in clauses["A"]][1:3] == ["1.1", "1.2"]
    assert clauses.max_row == 31
    headings = [str(cell.value).rstrip("*") for cell in page[1]]
    for column, heading in enumerate(headings, start=1):
        value: Any = {"条款": "6.1a 无故迟到、早退", "日期": FRIDAY}.get(heading)
        if column == 1:
            value = "0117"
        page.cell(row=2, column=column, value=value)
    buffer = BytesIO()
    workbook.save(buffer)
    checked = lin.check(buffer.getvalue())
    assert not checked.faulty, messages(checked)
    assert checked.fresh[0].line.clause == "6.1a"


@pytest.mark.usefixtures("quarter")
def test_points_are_read_for_clauses_that_ask_for_them(
    login: Callable[[User], Client], street: House
) -> None:
    clerk = Importer(login(street.user("xu")), "yunshan")
    rows: list[list[Any]] = [
        ["2009", "吴桐", "merit", "2026-11-05", None, -1.5, "x"],
        ["2009", None, "merit", "2026-11-05", 1, None, None],
    ]
    checked = clerk.check(sheet(*rows))
    assert checked.fresh[0].entry.effect == Decimal("-1.5")
    assert [list(errors) for errors in messages(checked).values()] == [["次数", "分值"]]


@pytest.mark.parametrize(
    "content",
    [b"not a workbook", sheet(headings=["甲", "乙"]), sheet()],
    ids=["no workbook", "headings", "no rows"],
)
def test_what_is_no_import_sheet_is_refused_with_words(lin: Importer, content: Any) -> None:
    response = lin.upload(content)
    assert response.status_code == 422
    assert response.context["error"]


def test_a_check_is_good_for_its_own_login_only(
    lin: Importer, login: Callable[[User], Client], bureau: House
) -> None:
    token = lin.upload(sheet(GOOD)).context["token"]
    for name in ("zhou", "wang"):
        client = login(bureau.user(name))
        assert client.get("/u/minzheng/import/check/", {"file": token}).status_code == 404
        assert client.post("/u/minzheng/import/record/", {"file": token}).status_code == 404
    assert lin.client.get("/u/minzheng/import/check/", {"file": token + "x"}).status_code == 404


@pytest.mark.usefixtures("november")
def test_5000_rows_take_few_statements(
    login: Callable[[User], Client], bureau: House, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    clerk = Importer(login(bureau.user("zhou")))
    numbers = [person.number for person in bureau.people.values()]
    content = sheet(
        *(
            [
                numbers[n % len(numbers)],
                None,
                "6.1a",
                f"2026-11-{n % 20 + 1:02}",
                n % 3 + 1,
                None,
                f"第 {n} 行",
            ]
            for n in range(5000)
        )
    )
    with django_assert_max_num_queries(190):  # SQLite inserts in pieces of 58 rows
        job = clerk.record(content, twins="record")
    assert job.outcome == {"recorded": 5000, "known": 0, "left_out": 0}, job.error
