"""报送: departments hand in, the last one submits the period."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessment.models import HandIn, PeriodStep
from assessment.periods.change_state import StepRefused
from assessment.periods.hand_in import (
    departments_missing,
    hand_in,
    may_record,
    submit_period,
    why_not_record,
    withdraw_hand_in,
)
from organization.models import AuditEvent, Department, Role
from organization.policy import access_to
from tests.cast import House, grant
from tests.narrowing import present
from tests.periods.houses import closed, months, office, opened


def test_a_department_hands_in_and_the_other_is_missing(bureau: House) -> None:
    period = opened(bureau, "2026-10")
    hand_in(actor=bureau.user("lin"), period=period, department=bureau.departments["relief"])
    assert departments_missing(period) == [bureau.departments["office"]]
    assert period.state == "open"


def test_the_last_department_submits_the_period(bureau: House) -> None:
    period = opened(bureau, "2026-10")
    hand_in(actor=bureau.user("lin"), period=period, department=bureau.departments["relief"])
    hand_in(actor=bureau.user("wang"), period=period, department=bureau.departments["office"])
    assert period.state == "submitted"
    step = present(PeriodStep.objects.filter(period=period).last())
    assert (step.action, step.from_state, step.to_state, step.by) == (
        "submit",
        "open",
        "submitted",
        bureau.user("wang"),
    )


def test_a_department_hands_in_once(bureau: House) -> None:
    period = opened(bureau, "2026-10")
    hand_in(actor=bureau.user("lin"), period=period, department=bureau.departments["relief"])
    with pytest.raises(ValidationError, match="已报送"):
        hand_in(actor=bureau.user("lin"), period=period, department=bureau.departments["relief"])
    assert HandIn.objects.count() == 1


def test_an_admin_hands_in_nothing_but_the_own_department(bureau: House) -> None:
    period = opened(bureau, "2026-10")
    with pytest.raises(PermissionDenied):
        hand_in(actor=bureau.user("lin"), period=period, department=bureau.departments["office"])


def test_staff_and_another_units_admin_hand_in_nothing(bureau: House, street: House) -> None:
    period = opened(bureau, "2026-10")
    for user in (bureau.user("li"), street.user("hang"), street.user("xu")):
        with pytest.raises(PermissionDenied):
            hand_in(actor=user, period=period, department=bureau.departments["relief"])


def test_the_office_hands_in_for_a_department_with_a_reason_only(bureau: House) -> None:
    period = opened(bureau, "2026-10")
    relief = bureau.departments["relief"]
    with pytest.raises(ValidationError):
        hand_in(actor=bureau.user("zhou"), period=period, department=relief)
    row = hand_in(actor=bureau.user("zhou"), period=period, department=relief, note="考核员休假")
    assert row.note == "考核员休假"


def test_a_department_without_people_does_not_hand_in(bureau: House) -> None:
    empty = Department.objects.create(unit=bureau.unit, code="09", name="筹备组")
    period = opened(bureau, "2026-10")
    assert empty not in departments_missing(period)
    with pytest.raises(ValidationError):
        hand_in(actor=bureau.user("zhou"), period=period, department=empty, note="代报")


def test_withdrawing_opens_a_submitted_period_again(bureau: House) -> None:
    period = opened(bureau, "2026-10")
    submit_period(actor=bureau.user("zhou"), period=period, reason="逾期")
    withdraw_hand_in(actor=bureau.user("lin"), period=period, department=bureau.departments["relief"])
    assert period.state == "open"
    assert departments_missing(period) == [bureau.departments["relief"]]
    hand_in(actor=bureau.user("lin"), period=period, department=bureau.departments["relief"])
    assert period.state == "submitted"


def test_what_was_not_handed_in_cannot_be_withdrawn(bureau: House) -> None:
    period = opened(bureau, "2026-10")
    with pytest.raises(ValidationError):
        withdraw_hand_in(actor=bureau.user("lin"), period=period, department=bureau.departments["relief"])


def test_a_hand_in_of_a_closed_period_stays(bureau: House) -> None:
    period = closed(bureau, "2026-10", {})
    with pytest.raises(StepRefused):
        withdraw_hand_in(actor=bureau.user("lin"), period=period, department=bureau.departments["relief"])
    with pytest.raises(StepRefused):
        hand_in(actor=bureau.user("lin"), period=period, department=bureau.departments["relief"])


def test_while_a_close_runs_nothing_is_handed_in_or_withdrawn(bureau: House) -> None:
    import uuid

    from django.utils import timezone

    from assessment.models import Period

    period = opened(bureau, "2026-10")
    Period.objects.filter(pk=period.pk).update(claim=uuid.uuid4(), claimed_at=timezone.now())
    with pytest.raises(StepRefused):
        hand_in(actor=bureau.user("lin"), period=period, department=bureau.departments["relief"])


def test_the_office_submits_for_who_is_missing_with_a_reason_only(bureau: House) -> None:
    period = opened(bureau, "2026-10")
    with pytest.raises(ValidationError):
        submit_period(actor=office(bureau), period=period)
    submit_period(actor=office(bureau), period=period, reason="科室逾期未报")
    assert period.state == "submitted"
    assert set(HandIn.objects.values_list("note", flat=True)) == {"科室逾期未报"}


def test_only_the_office_submits(bureau: House) -> None:
    period = opened(bureau, "2026-10")
    for key in ("lin", "li", "sun", "qian"):
        with pytest.raises(PermissionDenied):
            submit_period(actor=bureau.user(key), period=period, reason="代报")


def test_after_its_hand_in_a_department_records_nothing_but_the_office_still_does(bureau: House) -> None:
    period = opened(bureau, "2026-10")
    relief = bureau.departments["relief"]
    admin, boss = (access_to(bureau.user(key), bureau.unit) for key in ("lin", "zhou"))
    assert may_record(period, relief.pk, admin)
    hand_in(actor=bureau.user("lin"), period=period, department=relief)
    assert "撤回" in why_not_record(period, relief.pk, admin)
    assert may_record(period, relief.pk, boss)
    withdraw_hand_in(actor=bureau.user("lin"), period=period, department=relief)
    assert may_record(period, relief.pk, admin)


def test_the_supervision_team_records_until_the_period_is_submitted(bureau: House) -> None:
    grant(bureau, "sun", Role.SUPERVISOR)
    access = access_to(bureau.user("sun"), bureau.unit)
    period = opened(bureau, "2026-10")
    relief = bureau.departments["relief"]
    hand_in(actor=bureau.user("lin"), period=period, department=relief)
    assert may_record(period, relief.pk, access)
    submit_period(actor=office(bureau), period=period, reason="逾期")
    assert not may_record(period, relief.pk, access)


def test_nobody_records_into_a_closed_period(bureau: House) -> None:
    period = closed(bureau, "2026-10", {}, months())
    for key in ("lin", "zhou"):
        access = access_to(bureau.user(key), bureau.unit)
        assert not may_record(period, bureau.departments["relief"].pk, access)


def test_every_step_is_in_the_log(bureau: House) -> None:
    period = opened(bureau, "2026-10")
    hand_in(actor=bureau.user("lin"), period=period, department=bureau.departments["relief"])
    submit_period(actor=office(bureau), period=period, reason="逾期")
    acts = list(AuditEvent.objects.filter(unit=bureau.unit).order_by("pk").values_list("action", flat=True))
    assert acts[-4:] == ["period.open", "period.hand_in", "period.hand_in", "period.submit"]
