"""Two leaders sign the same matter at the same moment: one signs, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from assessment.decisions.deciding import decide
from assessment.models import DecidedGrade, Decision
from assessment.periods.publishing import publish_period
from tests.periods.houses import closed, load_calendar, months, office, rated, result

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def _race(*acts):
    """Run the acts at the same moment, each on its own connection; what each returned or raised."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=120)
            return act()
        except ValidationError as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_decisions_on_one_tie_one_is_signed(street):
    facts = {"ma": rated("90", "95"), "chen": rated("90", "95"), "xu": rated("82", "90")}
    period = closed(street, "2026-Q3", facts, rated("60", "70"))

    def sign(key):
        return lambda: decide(
            actor=street.user("tang"),
            close=period.current_close,
            subject="tie:excellent:general",
            grades={result(period, street, key).pk: "excellent"},
            reason="集体研究",
        )

    outcomes = _race(sign("ma"), sign("chen"))
    assert sorted(type(each).__name__ for each in outcomes) == ["Decision", "ValidationError"]
    assert Decision.objects.count() == DecidedGrade.objects.count() == 1


def test_of_two_decisions_on_one_persons_grade_one_is_signed(bureau):
    period = closed(bureau, "2026", {}, months("50"))

    def sign(grade):
        return lambda: decide(
            actor=bureau.user("qian"),
            close=period.current_close,
            subject="pending:general:1",
            grades={result(period, bureau, "li").pk: grade},
            reason="集体研究",
        )

    outcomes = _race(sign("excellent"), sign("qualified"))
    assert sorted(type(each).__name__ for each in outcomes) == ["Decision", "ValidationError"]
    assert DecidedGrade.objects.count() == 1


def test_of_two_publications_one_takes_place(bureau):
    load_calendar()
    period = closed(bureau, "2026-10", {})
    actor = office(bureau)
    outcomes = _race(*[lambda: publish_period(actor=actor, period=period)] * 2)
    assert sorted(type(each).__name__ for each in outcomes) == ["Period", "StepRefused"]
    assert period.steps.filter(action="publish").count() == 1


def test_the_last_two_departments_submit_the_period_once(bureau):
    from assessment.periods.handing_in import hand_in
    from tests.periods.houses import opened

    period = opened(bureau, "2026-10")
    _race(
        lambda: hand_in(actor=bureau.user("lin"), period=period, department=bureau.departments["relief"]),
        lambda: hand_in(actor=bureau.user("wang"), period=period, department=bureau.departments["office"]),
    )
    period.refresh_from_db()
    assert period.state == "submitted"
    assert period.steps.filter(action="submit").count() == 1
