"""An appeal of one person may touch a department: its deductions were carried over to the window."""

from decimal import Decimal

import pytest

from assessment.appeals.correct_facts import Corrections
from assessment.appeals.file_appeal import appeal_entry
from assessment.appeals.handle_appeal import take_up
from assessment.appeals.preview import preview
from assessment.appeals.uphold_appeal import uphold
from assessment.closing.start_close import close_here
from assessment.ledger.record_entries import record
from assessment.models import Period, Result
from assessment.office.periods.publish_period import publish_period
from assessment.periods.open_period import open_period
from organization.models import Role
from tests.cast import House, grant
from tests.narrowing import present


@pytest.fixture
def october(hall: House) -> Period:
    """October of the hall, published: 梅雪 lost points that her window lost some of, too."""
    period = open_period(actor=None, unit=hall.unit, scheme=hall.scheme, key="2026-10")
    record(
        actor=hall.user("su"),
        unit=hall.unit,
        staff=hall.people["mei"],
        clause="s1",
        count=Decimal(3),
        occurred_on=period.starts_on,
        idempotency_key="1",
    )
    Period.objects.filter(pk=period.pk).update(state=Period.State.SUBMITTED)
    assert close_here(actor=hall.user("su"), period=period).error == ""
    return publish_period(actor=hall.user("su"), period=Period.objects.get(pk=period.pk))


def test_the_window_is_among_those_it_touches_and_gets_its_new_result(hall: House, october: Period) -> None:
    grant(hall, "guo", Role.LEADING_GROUP)
    entry = october.entries.get()
    appeal = appeal_entry(actor=hall.user("mei"), entry=entry, grounds="当日在岗，有监控记录。")
    take_up(actor=hall.user("guo"), appeal=appeal)
    chosen = Corrections(entries=(entry.pk,))
    told = preview(appeal, chosen, lambda _count: None)
    (window,) = told["changes_of_departments"]
    assert window["name"] == "税务窗口"
    before, after = (Decimal(score) for score in window["score"])
    assert after > before
    uphold(
        actor=hall.user("guo"),
        appeal=appeal,
        corrections=chosen,
        answer="经查看监控，确在岗位，予以更正。",
        shown=told["fingerprint"],
    )
    october.refresh_from_db()
    stored = Result.objects.departments().get(close=october.current_close, name="税务窗口")
    assert (present(october.current_close).revision, stored.score) == (2, after)
