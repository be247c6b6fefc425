"""A year end to end, by the services that the pages use: entries or scores, closes, publication, filing, roll-up."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.closing.start_close import start_close
from assessment.decisions.decide import decide
from assessment.decisions.pending import matters_to_decide
from assessment.ledger.record_entries import record
from assessment.models import Period, RatingTask
from assessment.office.periods.publish_period import finalise_period, publish_period
from assessment.periods.hand_in import submit_period
from assessment.periods.parts import unfinished_parts
from assessment.results.selectors import current_results
from assessment.results.verification import verify_period
from tests.cast import House
from tests.narrowing import present
from tests.periods.houses import office, opened

SHANGHAI = ZoneInfo("Asia/Shanghai")


Run = Callable[[House, Period], Period]


@pytest.fixture
def run(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Run:
    """Take an open period to ``closed``."""

    def close(house: House, period: Period) -> Period:
        if period.state == "open":
            submit_period(actor=office(house), period=period, reason="集中报送")
        with django_capture_on_commit_callbacks(execute=True):
            start_close(actor=office(house), period=period)
        period.refresh_from_db()
        assert period.state == "closed"
        return period

    return close


def _file(house: House, period: Period, clock: time_machine.Traveller, leader: str) -> None:
    """Decide what is open (seats stay empty), publish, file after the end."""
    while matters := matters_to_decide(present(period.current_close)):
        decide(
            actor=house.user(leader),
            close=present(period.current_close),
            subject=matters[0].subject,
            grades={},
            reason="名额空缺",
        )
    period = publish_period(actor=office(house), period=period)
    now = datetime.combine(present(period.publication_ends_on), datetime.min.time(), SHANGHAI)
    clock.move_to(now.replace(hour=9))
    clock.shift(86400)
    finalise_period(actor=office(house), period=period)


def test_the_bureaus_months_roll_up_into_the_year(
    bureau: House, clock: time_machine.Traveller, run: Run
) -> None:
    clock.move_to(datetime(2025, 3, 3, 9, tzinfo=SHANGHAI))
    for number in range(1, 13):
        period = opened(bureau, f"2025-{number:02}")
        if number == 3:
            record(
                actor=office(bureau),
                unit=bureau.unit,
                period=period,
                staff=bureau.people["li"],
                clause="6.2",
                occurred_on=period.starts_on,
                count=Decimal("1.5"),
                idempotency_key="absent",
            )
        run(bureau, period)
        _file(bureau, period, clock, "qian")
    year = run(bureau, opened(bureau, "2025"))
    scores = {row.staff_id: row.score for row in current_results(year)}
    assert scores[bureau.people["li"].pk] == Decimal("49.88")  # (11 × 50 + 48.50) ÷ 12 = 49.875
    assert scores[bureau.people["he"].pk] == Decimal("50.00")
    (matter,) = matters_to_decide(present(year.current_close))
    decide(
        actor=bureau.user("qian"),
        close=present(year.current_close),
        subject=matter.subject,
        grades={person.pk: "qualified" for person in matter.people},
        reason="集体研究",
    )
    _file(bureau, year, clock, "qian")
    year.refresh_from_db()
    assert year.state == "final"
    assert {row.final_grade for row in current_results(year)} == {"qualified"}
    assert verify_period(year) == []


def test_the_streets_quarters_roll_up_into_the_year(
    street: House, clock: time_machine.Traveller, run: Run
) -> None:
    clock.move_to(datetime(2025, 4, 8, 9, tzinfo=SHANGHAI))
    for number in range(1, 5):
        period = opened(street, f"2025-Q{number}")
        for key, person in street.people.items():
            best = key == "ma"
            for item, score in (
                ("routine.section", "90" if best else "70"),
                ("leaders", "95" if best else "75"),
            ):
                RatingTask.objects.create(
                    period=period,
                    staff=person,
                    item=item,
                    rater=street.people["tang" if key != "tang" else "luo"],
                    score=Decimal(score),
                )
        run(street, period)
        if number < 4:
            _file(street, period, clock, "tang")
    year = opened(street, "2025")
    submit_period(actor=office(street), period=year, reason="集中报送")
    assert [key for key, _period in unfinished_parts(year, year.rules)] == ["2025-Q4"]
    with pytest.raises(ValidationError, match="2025-Q4|第四季度"):
        start_close(actor=office(street), period=year)
    _file(street, Period.objects.get(key="2025-Q4"), clock, "tang")
    run(street, year)
    grades = {row.staff_id: (row.score, row.final_grade) for row in current_results(year)}
    assert grades[street.people["ma"].pk] == (Decimal("96.00"), "excellent")
    assert {grade for staff, (_score, grade) in grades.items() if staff != street.people["ma"].pk} == {
        "qualified"
    }
    assert verify_period(year) == []
