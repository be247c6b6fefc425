"""What was decided, signed, handed in and published cannot be written over, not even by the system itself."""

from collections.abc import Callable

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.models import Acknowledgement, DecidedGrade, Decision, HandIn, SchemeVersion
from assessment.periods.open_period import open_period
from tests.cast import House
from tests.narrowing import present
from tests.periods.houses import closed, rated, result

TIE = "tie:excellent:general"


def refused(act: Callable[[], object]) -> bool:
    """Whether the database refuses."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


@pytest.fixture
def decision(clock: time_machine.Traveller, street: House) -> Decision:  # noqa: ARG001  # for its effect
    from assessment.decisions.decide import decide

    facts = {"ma": rated("90", "95"), "chen": rated("90", "95", leave_days="16"), "xu": rated("82", "90")}
    period = closed(street, "2026-Q3", facts, rated("60", "70"))
    ma = result(period, street, "ma")
    return decide(
        actor=street.user("tang"),
        close=present(period.current_close),
        subject=TIE,
        grades={ma.pk: "excellent"},
        reason="集体研究",
    )


def test_a_decision_can_be_revoked_and_nothing_else(decision: Decision, street: House) -> None:
    mine = Decision.objects.filter(pk=decision.pk)
    assert refused(lambda: mine.update(reason="另有原因"))
    assert refused(lambda: mine.update(decided_by=street.user("xu")))
    assert refused(lambda: mine._raw_delete(mine.db))
    assert not refused(lambda: mine.update(revoked_at=timezone.now(), revoked_by=street.user("tang")))


def test_a_decided_grade_is_never_another(decision: Decision) -> None:
    grades = DecidedGrade.objects.filter(decision=decision)
    assert refused(lambda: grades.update(grade="good"))
    assert refused(lambda: grades.update(bonus=1000))
    assert refused(lambda: grades._raw_delete(grades.db))


def test_a_signature_for_a_result_stays(decision: Decision, street: House) -> None:
    first = decision.grades.get().result
    signed = Acknowledgement.objects.create(result=first, by=street.user("ma"))
    mine = Acknowledgement.objects.filter(pk=signed.pk)
    assert refused(lambda: mine.update(by=street.user("xu")))
    assert refused(mine.delete)


@pytest.mark.usefixtures("clock")
def test_a_hand_in_can_be_withdrawn_and_nothing_else(bureau: House) -> None:
    period = open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-11")
    row = HandIn.objects.create(
        period=period, department=bureau.departments["office"], by=bureau.user("wang")
    )
    mine = HandIn.objects.filter(pk=row.pk)
    assert refused(lambda: mine.update(by=bureau.user("lin")))
    assert refused(mine.delete)
    assert not refused(lambda: mine.update(withdrawn_at=timezone.now()))


def test_the_text_of_a_published_scheme_stays(bureau: House) -> None:
    mine = SchemeVersion.objects.filter(scheme=bureau.scheme)
    assert refused(lambda: mine.update(text="weaker"))
    assert refused(lambda: mine.update(hash="0" * 64))
    assert not refused(lambda: mine.update(status=SchemeVersion.Status.RETIRED))
