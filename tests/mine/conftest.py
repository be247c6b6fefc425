"""Fixtures of results that are told: a month of the bureau really closed, a quarter of the street with a cap that cuts."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.closing.start_close import start_close
from assessment.decisions.decide import decide
from assessment.decisions.pending import matters_to_decide
from assessment.ledger.record_entries import record
from assessment.models import Period, Result
from assessment.office.periods.publish_period import publish_period
from assessment.periods.hand_in import submit_period
from assessment.periods.open_period import open_period
from assessment.rules import Rating
from tests.cast import House
from tests.conftest import SHANGHAI
from tests.narrowing import present
from tests.periods.houses import closed, office, rated

PROOF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _now(clock: time_machine.Traveller) -> None:
    """Every test here stands on Friday, 20 November 2026."""


@pytest.fixture
def publish(clock: time_machine.Traveller) -> Callable[[House, Period], Period]:
    """``publish(house, period)``: the office publishes a closed period with nothing to decide."""

    def run(house: House, period: Period) -> Period:
        publish_period(actor=office(house), period=period)
        period.refresh_from_db()
        return period

    return run


@pytest.fixture
def october(
    bureau: House,
    clock: time_machine.Traveller,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Period:
    """October 2026 of the bureau, closed by its job: 李晓敏 was late twice, and 1.1 was entered twice for her."""
    with django_capture_on_commit_callbacks(execute=True):
        period = month_of(bureau, clock)
    period.refresh_from_db()
    return period


def month_of(bureau: House, clock: time_machine.Traveller) -> Period:
    """The same without catching what runs on commit, for tests whose transactions are real."""
    clock.move_to(datetime(2026, 10, 20, 10, 30, tzinfo=SHANGHAI))
    period = open_period(actor=office(bureau), unit=bureau.unit, scheme=bureau.scheme, key="2026-10")
    rows = [("6.1a", date(2026, 10, 12), 2), ("1.1", date(2026, 10, 14), 1), ("1.1", date(2026, 10, 16), 1)]
    for number, (clause, day, count) in enumerate(rows):
        record(
            actor=bureau.user("lin"),
            unit=bureau.unit,
            staff=bureau.people["li"],
            clause=clause,
            occurred_on=day,
            count=Decimal(count),
            note="考勤机记录" if clause == "6.1a" else "",
            evidence=[proof()] if clause == "6.1a" else [],
            idempotency_key=f"october-{number}",
        )
    clock.move_to(datetime(2026, 11, 3, 10, 30, tzinfo=SHANGHAI))
    submit_period(actor=office(bureau), period=period, reason="电话确认")
    period.refresh_from_db()
    start_close(actor=office(bureau), period=period)
    clock.move_to(datetime(2026, 11, 20, 10, 30, tzinfo=SHANGHAI))
    return Period.objects.get(pk=period.pk)


def proof() -> SimpleUploadedFile:
    """A file as evidence."""
    return SimpleUploadedFile("考勤记录.pdf", PROOF, "application/pdf")


@pytest.fixture
def quarter(street: House, clock: time_machine.Traveller) -> Period:
    """The third quarter of the street, closed: one excellent seat for five general staff.

    马强 has it; 陈立新 reaches the line too and is dropped to good; 徐海燕 is dropped from good.
    """
    return quarter_of(street)


def quarter_of(street: House) -> Period:
    """The facts of the quarter: who scored whom carries real people, a direct leader and a panel."""
    gao, tang, luo = (str(street.people[key].pk) for key in ("gao", "tang", "luo"))

    def scored(routine: str, *panel: str, **facts: str) -> dict[str, Any]:
        ratings = [Rating(1, "routine.section", gao, Decimal(routine))]
        raters = (tang, luo)
        ratings += [
            Rating(2 + place, "leaders", raters[place], Decimal(score)) for place, score in enumerate(panel)
        ]
        return rated(routine, panel[0], **facts) | {"ratings": ratings}

    return closed(
        street,
        "2026-Q3",
        {
            "ma": scored("90", "96.31", "97.02"),
            "chen": scored("88", "94", "95", late="1"),
            "xu": scored("70", "83", "84"),
        },
        rated("60", "70"),
    )


def leave_the_rest(house: House, period: Period, by: str = "tang") -> None:
    """The leading group leaves every seat that is still free empty."""
    while matters := matters_to_decide(present(period.current_close)):
        decide(
            actor=house.user(by),
            close=present(period.current_close),
            subject=matters[0].subject,
            grades={},
            reason="其余名额空置。",
        )


def result(period: Period, house: House, key: str) -> Result:
    """Somebody's result that counts."""
    return Result.objects.get(close=period.current_close_id, staff=house.people[key])
