"""The roster of bonuses: what finance pays, with the sum."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from assessment.models import Period
from assessment.results.selectors import results_of
from organization.models import User
from tests.cast import House
from tests.exports.conftest import Make, exact, opened_book, table
from tests.narrowing import present
from tests.periods.houses import closed, rated, state


def test_each_bonus_is_the_results_and_the_sum_row_adds_up(
    street: House, quarter: Period, make: Make
) -> None:
    rows = table(opened_book(make(street.user("fang"), quarter, "bonus")).worksheets[0])
    total = next(row for row in rows if row["科室"] == "合计")
    people = {row["工号"]: row for row in rows if row["工号"]}
    expected = {each.number: each.final_bonus for each in results_of(present(quarter.current_close))}
    assert {number: exact(row["奖金（元）"]) for number, row in people.items()} == expected
    assert exact(total["奖金（元）"]) == sum(expected.values())
    assert expected["2006"] == Decimal("2100.00")


def test_who_left_during_the_quarter_is_paid_for_the_months_in_service(street: House, make: Make) -> None:
    facts = {"ma": {"states": [state("retired", date(2026, 8, 10))]}}
    period = closed(street, "2026-Q3", facts, rated("60", "70"))
    rows = table(opened_book(make(street.user("fang"), period, "bonus")).worksheets[0])
    row = next(row for row in rows if row["工号"] == "2006")
    assert exact(row["奖金（元）"]) == Decimal("1000.00")
    assert not row["等次"]
    assert "退休" in row["说明"]


def test_there_is_room_to_sign(street: House, quarter: Period, make: Make) -> None:
    sheet = opened_book(make(street.user("fang"), quarter, "bonus")).worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "签名" in texts
    assert any("制表人" in text and "负责人" in text for text in texts)


def test_a_scheme_that_pays_nothing_has_no_roster(
    bureau: House, october: Period, make: Make, login: Callable[[User], Client]
) -> None:
    with pytest.raises(ValidationError):
        make(bureau.user("sun"), october, "bonus")
    assert "/bonus/" not in login(bureau.user("sun")).get("/u/minzheng/exports/").content.decode()
