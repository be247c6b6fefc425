"""A year of working days from a sheet: checked as a whole, loaded as a whole."""

from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from organization.calendar import is_working_day, loaded_years, working_days_between
from organization.load_calendar import Special, load_year, template_workbook
from organization.models import CalendarDay, Job, User
from tests.cast import House
from tests.narrowing import first_sheet

pytestmark = [pytest.mark.usefixtures("clock"), pytest.mark.django_db]
ROWS = [
    ["2027-01-01", "休息", "元旦"],
    ["2027-01-03", "上班", "元旦调休上班"],
    ["2027-05-01", "休息", "劳动节"],
    ["2027-05-03", "休息", "劳动节"],
    ["2027-10-01", "休息", "国庆节"],
]


def workbook(rows: Iterable[list[Any]], name: str = "2027.xlsx") -> SimpleUploadedFile:
    book = Workbook()
    first_sheet(book).append(["日期", "是否上班", "节日名称"])
    for row in rows:
        first_sheet(book).append(row)
    buffer = BytesIO()
    book.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


def post(login: Any, bureau: House, file: Any, **values: Any) -> Any:
    client = login(bureau.user("sun"))
    return client, client.post(reverse("calendar_upload", args=["minzheng"]), {"file": file} | values)


def test_a_year_is_loaded_with_its_weekends_holidays_and_make_up_days(
    bureau: House, login: Callable[[User], Client]
) -> None:
    _client, answer = post(login, bureau, workbook(ROWS))
    assert answer.status_code == 302
    assert CalendarDay.objects.filter(day__year=2027).count() == 365
    assert is_working_day(date(2027, 1, 3))
    assert not is_working_day(date(2027, 5, 3))
    assert not is_working_day(date(2027, 3, 6))
    assert is_working_day(date(2027, 3, 8))
    assert loaded_years()[0] == 2027
    assert working_days_between(date(2026, 12, 31), date(2027, 1, 4)) == 3


def test_a_csv_file_does_as_well(bureau: House, login: Callable[[User], Client]) -> None:
    text = "日期,是否上班,节日名称\n" + "\n".join(",".join(row) for row in ROWS)
    for number, data in enumerate((text.encode("utf-8-sig"), text.encode("gb18030"))):
        _client, answer = post(login, bureau, SimpleUploadedFile(f"{number}.csv", data))
        assert answer.status_code == 302
    assert CalendarDay.objects.get(day=date(2027, 5, 3)).name == "劳动节"


def test_the_same_sheet_again_changes_nothing(bureau: House, login: Callable[[User], Client]) -> None:
    post(login, bureau, workbook(ROWS))
    before = CalendarDay.history.count()
    _client, answer = post(login, bureau, workbook(ROWS))
    assert answer.status_code == 302
    assert CalendarDay.history.count() == before


def test_a_loaded_year_is_changed_only_on_purpose_and_with_history(
    bureau: House, login: Callable[[User], Client]
) -> None:
    post(login, bureau, workbook(ROWS))
    changed = [*ROWS, ["2027-05-04", "休息", "劳动节"]]
    _client, answer = post(login, bureau, workbook(changed))
    assert answer.status_code == 422
    assert is_working_day(date(2027, 5, 4))
    _client, answer = post(login, bureau, workbook(changed), replace="on")
    assert answer.status_code == 302
    assert not is_working_day(date(2027, 5, 4))
    assert CalendarDay.history.filter(day=date(2027, 5, 4)).count() == 2


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (["2028-01-01", "休息", "元旦"], "不是同一年"),
        (["2027-01-01", "休息", "元旦"], "重复"),
        (["2027-02-30", "休息", "春节"], "日期"),
        (["2027-02-06", "也许", "春节"], "是否上班"),
    ],
)
def test_one_wrong_row_loads_nothing_and_comes_back_with_its_error(
    bureau: House, login: Callable[[User], Client], row: list[Any], word: str
) -> None:
    client, answer = post(login, bureau, workbook([*ROWS, row]))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert word in page
    assert not CalendarDay.objects.filter(day__year=2027).exists()
    url = reverse("job_file", args=["minzheng", Job.objects.get().pk])
    assert url in page
    handed_back = first_sheet(load_workbook(BytesIO(client.get(url).getvalue())))
    assert word in str(list(handed_back.values)[-1][-1])


def test_a_sheet_without_the_national_day_is_incomplete(
    bureau: House, login: Callable[[User], Client]
) -> None:
    _client, answer = post(login, bureau, workbook(ROWS[:-1]))
    assert answer.status_code == 422
    assert "2027-10-01" in answer.content.decode()


def test_what_is_no_sheet_is_refused(bureau: House, login: Callable[[User], Client]) -> None:
    for name in ("x.xlsx", "x.csv"):
        _client, answer = post(login, bureau, SimpleUploadedFile(name, b"\x00\x01\x02"))
        assert answer.status_code == 422


def test_the_template_can_be_filled_in_and_uploaded(bureau: House, login: Callable[[User], Client]) -> None:
    book = load_workbook(BytesIO(template_workbook(2027)))
    for row in ROWS[1:4]:
        book.worksheets[0].append(row)
    buffer = BytesIO()
    book.save(buffer)
    _client, answer = post(login, bureau, SimpleUploadedFile("t.xlsx", buffer.getvalue()))
    assert answer.status_code == 302, answer.content.decode()


@pytest.mark.usefixtures("bureau")
def test_loading_past_days_differently_needs_the_same_purpose() -> None:
    with pytest.raises(ValidationError):
        load_year(actor=None, unit=None, year=2025, special={date(2025, 1, 1): Special(True, "")})
