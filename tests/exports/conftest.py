"""Fixtures of exports: closed periods, and a way to make a sheet and open it again."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import time_machine
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.models import Period
from assessment.office.exports.make_export import start_export
from organization.models import Job, User
from tests.cast import House
from tests.mine.conftest import (  # noqa: F401
    leave_the_rest,
    october,
    publish,
    quarter,
)
from tests.narrowing import present
from tests.periods.houses import closed, past

Make = Callable[[User, Period, str], Job]


@pytest.fixture(autouse=True)
def _now(clock: time_machine.Traveller) -> None:
    """Every test here stands on Friday, 20 November 2026."""


@pytest.fixture
def make(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Make:
    """``make(user, period, kind)``: the job of an export, run to its end."""

    def run(user: User, period: Period, kind: str) -> Job:
        with django_capture_on_commit_callbacks(execute=True):
            job = start_export(actor=user, period=period, kind=kind)
        job.refresh_from_db()
        return job

    return run


@pytest.fixture
def year(street: House) -> Period:
    """The street's year, closed: four quarters of 马强, one of 吴桐; everyone else two."""
    facts = {
        "ma": past(Q1="95.00 excellent", Q2="91.50 excellent", Q3="96.00 excellent", Q4="80.10 good"),
        "wu": past(Q1="50.00 unqualified"),
    }
    return closed(street, "2026", facts, past(Q1="80.00 qualified", Q2="77.30 good"))


def opened_book(job: Job) -> Workbook:
    """The workbook that a job made."""
    assert job.state == Job.State.DONE, job.error
    return load_workbook(BytesIO(job.file.read()))


def table(sheet: Worksheet) -> list[dict[str, Any]]:
    """The rows of a sheet by their headings (line breaks as blanks); the heading row is the one that print repeats."""
    heading = int(present(sheet.print_title_rows).split(":")[1].lstrip("$"))
    names = [str(cell.value).replace("\n", " ") for cell in sheet[heading]]
    return [
        dict(zip(names, [cell.value for cell in row], strict=True))
        for row in sheet.iter_rows(min_row=heading + 1)
        if row[0].value is not None
    ]


def exact(value: Any) -> Decimal | None:
    """A figure of a cell, exact to the cent; None for an empty cell. Text is no figure."""
    assert not isinstance(value, str), f"{value!r} is text"
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))
