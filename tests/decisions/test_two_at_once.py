"""Two leaders sign the same matter at the same moment: one signs, the other is told."""

from typing import Any

import pytest

from assessment.decisions.decide import decide
from assessment.models import DecidedGrade, Decision
from assessment.office.periods.publish_period import publish_period
from tests.cast import House
from tests.narrowing import present
from tests.periods.houses import closed, months, office, rated, result
from tests.races import kinds, race

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_two_decisions_on_one_tie_one_is_signed(street: House) -> None:
    facts = {"ma": rated("90", "95"), "chen": rated("90", "95"), "xu": rated("82", "90")}
    period = closed(street, "2026-Q3", facts, rated("60", "70"))

    def sign(key: Any) -> Any:
        return lambda: decide(
            actor=street.user("tang"),
            close=present(period.current_close),
            subject="tie:excellent:general",
            grades={result(period, street, key).pk: "excellent"},
            reason="集体研究",
        )

    outcomes = race(sign("ma"), sign("chen"))
    assert kinds(outcomes) == ["Decision", "ValidationError"]
    assert Decision.objects.count() == DecidedGrade.objects.count() == 1


def test_of_two_decisions_on_one_persons_grade_one_is_signed(bureau: House) -> None:
    period = closed(bureau, "2026", {}, months("50"))

    def sign(grade: Any) -> Any:
        return lambda: decide(
            actor=bureau.user("qian"),
            close=present(period.current_close),
            subject="pending:general:1",
            grades={result(period, bureau, "li").pk: grade},
            reason="集体研究",
        )

    outcomes = race(sign("excellent"), sign("qualified"))
    assert kinds(outcomes) == ["Decision", "ValidationError"]
    assert DecidedGrade.objects.count() == 1


def test_of_two_publications_one_takes_place(bureau: House) -> None:
    period = closed(bureau, "2026-10", {})
    actor = office(bureau)
    outcomes = race(*[lambda: publish_period(actor=actor, period=period)] * 2)
    assert kinds(outcomes) == ["Period", "StepRefused"]
    assert period.steps.filter(action="publish").count() == 1


def test_the_last_two_departments_submit_the_period_once(bureau: House) -> None:
    from assessment.periods.hand_in import hand_in
    from tests.periods.houses import opened

    period = opened(bureau, "2026-10")
    race(
        lambda: hand_in(actor=bureau.user("lin"), period=period, department=bureau.departments["relief"]),
        lambda: hand_in(actor=bureau.user("wang"), period=period, department=bureau.departments["office"]),
    )
    period.refresh_from_db()
    assert period.state == "submitted"
    assert period.steps.filter(action="submit").count() == 1
