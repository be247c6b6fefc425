"""The sheets of a period have the departments, too, where the scheme assesses them."""

from decimal import Decimal

import pytest

from assessment.closing.start_close import close_here
from assessment.ledger.record_entries import record
from assessment.models import Period
from assessment.periods.open_period import open_period
from tests.cast import House
from tests.exports.conftest import Make, exact, opened_book, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed_month(hall: House) -> Period:
    """October 2026 of the hall, closed, with an entry on a window."""
    period = open_period(actor=None, unit=hall.unit, scheme=hall.scheme, key="2026-10")
    record(
        actor=hall.user("su"),
        unit=hall.unit,
        department=hall.departments["tax"],
        clause="w2",
        attributes={"kind": "organ", "level": "city"},
        occurred_on=period.starts_on,
        idempotency_key="1",
    )
    Period.objects.filter(pk=period.pk).update(state=Period.State.SUBMITTED)
    assert close_here(actor=hall.user("su"), period=period).error == ""
    period.refresh_from_db()
    return period


def test_the_result_sheet_has_a_second_sheet_for_the_windows(
    hall: House, closed_month: Period, make: Make
) -> None:
    rows = table(opened_book(make(hall.user("su"), closed_month, "period"))["窗口"])
    [tax] = [row for row in rows if row["编号"] == "W2"]
    assert tax["科室"] == "税务窗口"
    assert (exact(tax["表扬加分"]), exact(tax["得分"]), tax["说明"]) == (Decimal(1), Decimal(101), "先进窗口")


def test_a_scheme_without_departments_has_no_such_sheet(bureau: House, october: Period, make: Make) -> None:
    book = opened_book(make(bureau.user("zhou"), october, "period"))
    assert len(book.sheetnames) == 2
