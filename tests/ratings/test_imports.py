"""Duties and figures from Excel: a template that yields itself, a preview, all or nothing, the errors back."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from assessment.models import Figure, Period, RatingTask
from organization.models import User
from tests.cast import House
from tests.narrowing import first_sheet, present


def sheet(*rows: Iterable[Any]) -> SimpleUploadedFile:
    """A workbook with these rows as an upload."""
    workbook = Workbook()
    for row in rows:
        first_sheet(workbook).append(list(row))
    buffer = BytesIO()
    workbook.save(buffer)
    return SimpleUploadedFile("upload.xlsx", buffer.getvalue())


def headings(answer: Any) -> list[str]:
    """The heading row of a downloaded workbook."""
    return [str(cell.value).rstrip("*") for cell in load_workbook(BytesIO(answer.content)).worksheets[0][1]]


@pytest.fixture
def office(street: House, login: Callable[[User], Client]) -> Any:
    """The assessment office's browser."""
    return login(street.user("xu"))


@pytest.fixture
def duties(quarter: Period) -> Any:
    """The address of the import of the duties."""
    return f"/u/yunshan/duties/{quarter.pk}/"


@pytest.fixture
def figures(quarter: Period) -> Any:
    """The address of the import of the figures."""
    return f"/u/yunshan/figures/{quarter.pk}/"


def confirm(client: Any, url: Any, answer: Any) -> Any:
    """Confirm a preview."""
    return client.post(f"{url}import/confirm/", {"token": answer.context["token"]})


@pytest.mark.usefixtures("street")
def test_the_filled_in_template_assigns_the_duties(office: Any, duties: Any) -> None:
    names = headings(office.get(f"{duties}template/"))
    upload = sheet(
        names,
        ["2006", "马强", "科室工作", "", "2003", "高明"],
        ["2007", "陈立新", "重点项目一", "河道", "2002", ""],
    )
    answer = office.post(f"{duties}import/", {"file": upload})
    assert answer.status_code == 200
    assert not RatingTask.objects.exists()  # a preview writes nothing
    assert confirm(office, duties, answer).status_code == 302
    tasks = {(present(t.staff).name, t.item, t.rater.name, t.title) for t in RatingTask.objects.all()}
    assert tasks == {("马强", "routine.section", "高明", ""), ("陈立新", "key.1", "罗成", "河道")}


def test_the_same_sheet_again_changes_nothing(office: Any, duties: Any) -> None:
    names = headings(office.get(f"{duties}template/"))
    for _round in range(2):
        upload = sheet(names, ["2006", "马强", "科室工作", "", "2003", "高明"])
        confirm(office, duties, office.post(f"{duties}import/", {"file": upload}))
    assert RatingTask.objects.count() == 1


def test_one_wrong_row_and_nothing_is_written(office: Any, duties: Any) -> None:
    names = headings(office.get(f"{duties}template/"))
    upload = sheet(
        names, ["2006", "马强", "科室工作", "", "2003", "高明"], ["2007", "王五", "科室工作", "", "2003", ""]
    )
    answer = office.post(f"{duties}import/", {"file": upload})
    assert answer.status_code == 422
    assert "陈立新" in answer.content.decode()  # whose number it is
    assert confirm(office, duties, answer).status_code == 422
    assert not RatingTask.objects.exists()
    back = office.post(f"{duties}import/errors/", {"token": answer.context["token"]})
    rows = list(load_workbook(BytesIO(back.content)).worksheets[0].values)
    assert rows[1][-1] in (None, "")
    assert "陈立新" in str(rows[2][-1])


@pytest.mark.parametrize(
    "row",
    [
        ["9999", "", "科室工作", "", "2003", ""],
        ["2006", "", "党政领导测评", "", "2003", ""],
        ["2006", "", "科室工作", "", "", ""],
        ["2006", "", "科室工作", "", "2006", ""],
        ["2006", "", "", "", "2003", ""],
    ],
)
def test_rows_that_make_no_sense_are_refused(office: Any, duties: Any, row: list[Any]) -> None:
    names = headings(office.get(f"{duties}template/"))
    assert office.post(f"{duties}import/", {"file": sheet(names, row)}).status_code == 422


def test_a_department_admin_imports_only_the_own_department(
    street: House, login: Callable[[User], Client], duties: Any
) -> None:
    client = login(street.user("hang"))
    template = client.get(f"{duties}template/")
    listed = {row[1] for row in load_workbook(BytesIO(template.content)).worksheets[0].values}
    assert "方圆" in listed
    assert "马强" not in listed
    upload = sheet(headings(template), ["2006", "马强", "科室工作", "", "2003", ""])
    assert client.post(f"{duties}import/", {"file": upload}).status_code == 422


def test_an_upload_is_confirmed_only_by_whoever_uploaded_it(
    street: House, office: Any, login: Callable[[User], Client], duties: Any
) -> None:
    names = headings(office.get(f"{duties}template/"))
    answer = office.post(f"{duties}import/", {"file": sheet(names, ["2010", "", "科室工作", "", "2003", ""])})
    assert confirm(login(street.user("hang")), duties, answer).status_code == 422
    assert not RatingTask.objects.exists()


def test_a_file_that_is_no_workbook_is_refused(office: Any, duties: Any) -> None:
    answer = office.post(f"{duties}import/", {"file": SimpleUploadedFile("a.xlsx", b"not a workbook")})
    assert answer.status_code == 422


@pytest.mark.usefixtures("street", "quarter")
def test_the_sheet_of_figures_has_a_column_for_each_figure_of_the_scheme(office: Any, figures: Any) -> None:
    names = headings(office.get(f"{figures}template/"))
    assert len(names) == 2 + 5
    upload = sheet(names[:4], ["2006", "马强", 3, 0.5], ["2007", "陈立新", None, 1])
    answer = office.post(f"{figures}import/", {"file": upload})
    assert answer.status_code == 200
    assert confirm(office, figures, answer).status_code == 302
    values = {(present(f.staff).name, f.name): f.value for f in Figure.objects.all()}
    assert values == {
        ("马强", "late"): Decimal(3),
        ("马强", "absent_days"): Decimal("0.5"),
        ("陈立新", "absent_days"): Decimal(1),
    }


@pytest.mark.parametrize(
    "bad", [["2006", "", 0.5, 0], ["2006", "", -1, 0], ["2006", "", 1, 0.25], ["2006", "", "x", 0]]
)
def test_a_wrong_figure_stops_the_whole_sheet(office: Any, figures: Any, bad: list[Any]) -> None:
    names = headings(office.get(f"{figures}template/"))
    answer = office.post(f"{figures}import/", {"file": sheet(names[:4], ["2007", "", 1, 1], bad)})
    assert answer.status_code == 422
    confirm(office, figures, answer)
    assert not Figure.objects.exists()


def test_one_person_twice_is_refused(office: Any, figures: Any) -> None:
    names = headings(office.get(f"{figures}template/"))
    upload = sheet(names[:4], ["2007", "", 1, 1], ["2007", "", 2, 1])
    assert office.post(f"{figures}import/", {"file": upload}).status_code == 422


def test_a_closed_quarter_takes_no_import(office: Any, figures: Any) -> None:
    names = headings(office.get(f"{figures}template/"))
    answer = office.post(f"{figures}import/", {"file": sheet(names[:4], ["2007", "", 1, 1])})
    Period.objects.update(state=Period.State.CLOSED)
    assert confirm(office, figures, answer).status_code == 422
    assert not Figure.objects.exists()
