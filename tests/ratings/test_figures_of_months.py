"""Where the scheme asks for figures month by month, the grid and the sheet are of a month; departments have a table."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from assessment.models import Figure, Period
from assessment.periods.open_period import open_period
from organization.models import User
from tests.cast import House
from tests.ratings.test_imports import sheet

FIGURES = "/u/hall/figures/"


@pytest.fixture
def year(hall: House, clock: time_machine.Traveller) -> Period:  # noqa: ARG001  # for its effect
    return open_period(actor=hall.user("su"), unit=hall.unit, scheme=hall.scheme, key="2026")


@pytest.fixture
def month(hall: House, clock: time_machine.Traveller) -> Period:  # noqa: ARG001  # for its effect
    return open_period(actor=hall.user("su"), unit=hall.unit, scheme=hall.scheme, key="2026-04")


@pytest.fixture
def office(hall: House, login: Callable[[User], Client]) -> Any:
    return login(hall.user("su"))


def save(client: Any, year: Period, hall: House, value: str, month: str) -> Any:
    address = f"{FIGURES}{year.pk}/s{hall.people['mei'].pk}/present_rate/?month={month}"
    return client.post(address, {"value": value})


@pytest.mark.usefixtures("year")
def test_the_page_begins_with_the_running_month(office: Any) -> None:
    answer = office.get(FIGURES)
    assert answer.context["month"] == "2026-11"
    assert "2026年11月" in answer.content.decode()
    assert "到岗率" in answer.content.decode()


def test_a_figure_is_kept_for_the_month_that_is_shown(year: Period, hall: House, office: Any) -> None:
    assert save(office, year, hall, "95", "2026-03").status_code == 200
    figure = Figure.objects.get()
    assert (figure.month, figure.value) == ("2026-03", Decimal(95))
    assert 'value="95"' in office.get(FIGURES, {"month": "2026-03"}).content.decode()
    assert 'value="95"' not in office.get(FIGURES, {"month": "2026-04"}).content.decode()


@pytest.mark.parametrize("month", ["2025-12", "2027-01", "", "x"])
def test_there_are_no_figures_of_another_month(year: Period, hall: House, office: Any, month: str) -> None:
    assert save(office, year, hall, "95", month).status_code == 404
    assert office.get(FIGURES, {"month": month}).status_code == 404


@pytest.mark.parametrize(("value", "status"), [("100", 200), ("100.01", 422), ("0", 200), ("-1", 422)])
def test_a_figure_of_a_month_keeps_to_its_bounds(
    year: Period, hall: House, office: Any, value: str, status: int
) -> None:
    assert save(office, year, hall, value, "2026-03").status_code == status


def test_the_sheet_of_a_month_comes_back_filled_in(year: Period, hall: House, office: Any) -> None:
    save(office, year, hall, "95", "2026-03")
    answer = office.get(f"{FIGURES}{year.pk}/template/", {"month": "2026-03"})
    rows = list(load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
    assert ("3004", "梅雪", "2026-03", 95) in [row[:4] for row in rows]


@pytest.mark.usefixtures("hall")
def test_an_upload_sets_figures_of_several_months(year: Period, office: Any) -> None:
    heads = ("工号", "姓名", "月份", "到岗率（%）")
    lines = (("3004", "梅雪", "2026-03", 91), ("3004", "梅雪", "2026-04", 92))
    answer = office.post(f"{FIGURES}{year.pk}/import/", {"file": sheet(heads, *lines)})
    assert answer.status_code == 200, answer.context["lines"]
    office.post(f"{FIGURES}{year.pk}/import/confirm/", {"token": answer.context["token"]})
    assert dict(Figure.objects.values_list("month", "value")) == {"2026-03": 91, "2026-04": 92}


@pytest.mark.parametrize("month", ["2027-01", ""])
def test_an_upload_for_no_month_of_the_period_is_refused(year: Period, office: Any, month: str) -> None:
    heads = ("工号", "姓名", "月份", "到岗率（%）")
    answer = office.post(f"{FIGURES}{year.pk}/import/", {"file": sheet(heads, ("3004", "梅雪", month, 91))})
    assert answer.status_code == 422


def test_a_figure_of_a_department_is_saved_as_it_is_typed(month: Period, hall: House, office: Any) -> None:
    assert "流动红旗" in office.get(FIGURES).content.decode()
    address = f"{FIGURES}{month.pk}/d{hall.departments['tax'].pk}/red_flag/"
    assert office.post(address, {"value": "1"}).status_code == 200
    assert Figure.objects.get().value == 1
    assert office.post(address, {"value": "2"}).status_code == 422
    office.post(address, {"value": ""})
    assert not Figure.objects.exists()


def test_an_admin_keeps_the_figures_of_their_own_department_only(
    month: Period, hall: House, login: Callable[[User], Client]
) -> None:
    client = login(hall.user("ding"))
    page = client.get(FIGURES).content.decode()
    assert "税务窗口" in page
    assert "综合窗口" not in page
    address = f"{FIGURES}{month.pk}/d{hall.departments['desk'].pk}/red_flag/"
    assert client.post(address, {"value": "1"}).status_code == 404
