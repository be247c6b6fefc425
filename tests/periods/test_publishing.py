"""公示 and filing: five working days by the calendar, then final."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client

from assessment.models import Period, PeriodStep
from assessment.office.periods.publish_period import finalise_due, finalise_period, publish_period
from assessment.periods.change_state import StepRefused
from organization.calendar import YearNotLoaded
from organization.models import User
from tests.cast import House
from tests.narrowing import present
from tests.periods.houses import closed, months, office, opened, submitted

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _published(house: House, key: Any = "2026-10") -> Any:
    return publish_period(actor=office(house), period=closed(house, key, {}))


def test_a_publication_lasts_five_working_days_after_its_day(bureau: House) -> None:
    period = _published(bureau)
    assert (period.state, period.published_on, period.publication_ends_on) == (
        "published",
        date(2026, 11, 20),
        date(2026, 11, 27),
    )


def test_a_publication_before_national_day_waits_for_the_days_worked_after_it(
    bureau: House, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 9, 28, 9, tzinfo=SHANGHAI))
    period = _published(bureau, "2026-08")
    # 29 and 30 September; 1–7 October off; 8, 9 and the make-up Saturday 10 October.
    assert period.publication_ends_on == date(2026, 10, 10)


def test_a_year_without_calendar_is_told_and_nothing_is_published(
    bureau: House, clock: time_machine.Traveller
) -> None:
    period = closed(bureau, "2026-11", {})
    clock.move_to(datetime(2026, 12, 30, 9, tzinfo=SHANGHAI))
    with pytest.raises(YearNotLoaded) as caught:
        publish_period(actor=office(bureau), period=period)
    assert caught.value.year == 2027
    period.refresh_from_db()
    assert period.state == "closed"


def test_a_period_with_nothing_to_decide_is_reviewed_by_publishing_it(bureau: House) -> None:
    period = _published(bureau)
    actions = list(PeriodStep.objects.filter(period=period).values_list("action", flat=True))
    assert actions == ["open", "submit", "close", "review", "publish"]


@pytest.mark.parametrize("make", [opened, submitted])
def test_an_open_or_submitted_period_is_not_published(bureau: House, make: Any) -> None:
    with pytest.raises(StepRefused):
        publish_period(actor=office(bureau), period=make(bureau, "2026-10"))


def test_open_matters_keep_the_year_from_being_published(bureau: House) -> None:
    period = closed(bureau, "2026", {}, months("50"))
    with pytest.raises(StepRefused):
        publish_period(actor=office(bureau), period=period)
    period.refresh_from_db()
    assert period.state == "closed"


def test_only_the_office_publishes_and_files(bureau: House, street: House) -> None:
    period = closed(bureau, "2026-10", {})
    for user in (bureau.user("qian"), bureau.user("sun"), bureau.user("li"), street.user("xu")):
        with pytest.raises(PermissionDenied):
            publish_period(actor=user, period=period)
        with pytest.raises(PermissionDenied):
            finalise_period(actor=user, period=period)


def test_filing_too_early_is_refused_with_the_date(bureau: House, clock: time_machine.Traveller) -> None:
    period = _published(bureau)
    clock.move_to(datetime(2026, 11, 27, 23, 59, tzinfo=SHANGHAI))
    with pytest.raises(StepRefused, match="2026年11月27日|27 Nov 2026"):
        finalise_period(actor=office(bureau), period=period)
    clock.move_to(datetime(2026, 11, 28, 0, 1, tzinfo=SHANGHAI))
    finalise_period(actor=office(bureau), period=period)
    period.refresh_from_db()
    assert (period.state, period.final_on) == ("final", date(2026, 11, 28))


def test_a_closed_period_is_not_filed(bureau: House) -> None:
    with pytest.raises(StepRefused):
        finalise_period(actor=office(bureau), period=closed(bureau, "2026-10", {}))


def test_the_nightly_task_files_what_is_over_and_nothing_else(
    bureau: House, clock: time_machine.Traveller
) -> None:
    first = _published(bureau, "2026-09")
    clock.move_to(datetime(2026, 11, 25, 9, tzinfo=SHANGHAI))
    second = _published(bureau, "2026-10")
    clock.move_to(datetime(2026, 11, 28, 0, 10, tzinfo=SHANGHAI))
    assert finalise_due() == [first]
    assert finalise_due() == []
    assert Period.objects.get(pk=second.pk).state == "published"
    step = present(PeriodStep.objects.filter(period=first).last())
    assert (step.action, step.by) == ("finalise", None)


def test_the_board_says_which_year_the_calendar_lacks(
    bureau: House, login: Callable[[User], Client], clock: time_machine.Traveller
) -> None:
    period = closed(bureau, "2026-11", {})
    clock.move_to(datetime(2026, 12, 30, 9, tzinfo=SHANGHAI))
    body = login(office(bureau)).get(f"/u/minzheng/periods/{period.pk}/").content.decode()
    assert "2027" in body
    assert "/publish/" not in body
