"""The figures of a quarter: only what the scheme lists, only one's own departments."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessment.data_entry.ratings.missing import gaps
from assessment.models import Figure, Period
from assessment.ratings.set_figures import FigureRow, set_figure, set_figures
from organization.models import StaffState, User
from tests.cast import House


@pytest.fixture
def put(street: House, quarter: Period) -> Any:
    """``put("ma", "late", "3")``: the office sets a figure."""

    def write(who: Any, name: Any, value: Any, by: Any = "xu") -> Any:
        return set_figure(
            actor=street.user(by), period=quarter, about=street.people[who], name=name, value=value
        )

    return write


def test_a_figure_is_kept_with_who_entered_it(street: House, put: Any) -> None:
    figure = put("ma", "late", "3")
    assert (figure.value, figure.entered_by) == (Decimal(3), street.user("xu"))
    put("ma", "late", "4")
    assert [row.value for row in Figure.history.order_by("history_date", "history_id")] == [3, 4]


def test_an_empty_value_takes_the_figure_away(put: Any) -> None:
    put("ma", "late", "3")
    assert put("ma", "late", "") is None
    assert not Figure.objects.exists()
    assert Figure.history.filter(history_type="-").exists()


@pytest.mark.parametrize(("name", "value"), [("late", "0"), ("absent_days", "0.5"), ("absent_days", "2")])
def test_figures_that_fit_are_taken(put: Any, name: str, value: str) -> None:
    assert put("ma", name, value).value == Decimal(value)


@pytest.mark.parametrize(
    ("name", "value"),
    [("late", "0.5"), ("late", "-1"), ("absent_days", "0.25"), ("latee", "1"), ("late", "viele")],
)
def test_figures_that_do_not_fit_are_refused(put: Any, name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        put("ma", name, value)
    assert not Figure.objects.exists()


def test_a_closed_quarter_takes_no_figure(put: Any) -> None:
    put("ma", "late", "1")
    Period.objects.update(state=Period.State.CLOSED)
    with pytest.raises(ValidationError):
        put("ma", "late", "2")


def test_a_department_admin_keeps_figures_only_of_the_own_department(put: Any) -> None:
    put("fang", "late", "1", by="hang")
    with pytest.raises(PermissionDenied):
        put("wu", "late", "1", by="hang")
    with pytest.raises(PermissionDenied):
        put("ma", "late", "1", by="ma")


def test_somebody_outside_of_the_period_has_no_figures(street: House, put: Any) -> None:
    street.people["ma"].assignments.update(valid_to=date(2026, 9, 30))
    with pytest.raises(ValidationError):
        put("ma", "late", "1")


def test_whoever_joined_in_the_quarter_needs_the_days_in_post(
    street: House, quarter: Period, put: Any
) -> None:
    StaffState.objects.create(
        staff=street.people["wu"], kind=StaffState.Kind.JOINED, valid_from=date(2026, 11, 2)
    )
    asked = [(gap.subject.id, gap.item) for gap in gaps(quarter) if gap.what == "fact"]
    assert asked == [(street.people["wu"].pk, "workdays_in_post")]
    put("wu", "workdays_in_post", "0")
    assert not [gap for gap in gaps(quarter) if gap.what == "fact"]


@pytest.mark.usefixtures("quarter")
def test_the_grid_flags_what_is_required_and_shows_only_the_own_people(
    street: House, login: Callable[[User], Client]
) -> None:
    for who in ("wu", "fang"):
        StaffState.objects.create(
            staff=street.people[who], kind=StaffState.Kind.JOINED, valid_from=date(2026, 11, 2)
        )
    page = login(street.user("hang")).get("/u/yunshan/figures/?only=missing").content.decode()
    assert "方圆" in page
    assert "吴桐" not in page
    assert "徐海燕" not in page


def test_a_cell_of_the_grid_saves_itself(
    street: House, quarter: Period, login: Callable[[User], Client]
) -> None:
    client = login(street.user("hang"))
    fang, wu = street.people["fang"].pk, street.people["wu"].pk
    assert client.post(f"/u/yunshan/figures/{quarter.pk}/s{fang}/late/", {"value": "2"}).status_code == 200
    assert client.post(f"/u/yunshan/figures/{quarter.pk}/s{fang}/late/", {"value": "2.5"}).status_code == 422
    assert client.post(f"/u/yunshan/figures/{quarter.pk}/s{wu}/late/", {"value": "2"}).status_code == 404
    assert client.post(f"/u/yunshan/figures/{quarter.pk}/s{fang}/latee/", {"value": "2"}).status_code == 404
    assert Figure.objects.get().value == 2


def test_many_figures_are_written_in_a_fixed_number_of_statements(street: House, quarter: Period) -> None:
    def rows(*people: Any) -> Any:
        return [FigureRow(street.people[who], "late", Decimal(1)) for who in people]

    with CaptureQueriesContext(connection) as few:
        set_figures(actor=street.user("xu"), period=quarter, rows=rows("ma"))
    with CaptureQueriesContext(connection) as many:
        set_figures(actor=street.user("xu"), period=quarter, rows=rows("chen", "wu", "fang", "qin", "gao"))
    assert len(many) == len(few)
    assert Figure.objects.count() == 6
