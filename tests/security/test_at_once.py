"""Two requests at the same moment: one does it, the other is told or finds it done; nobody sees a failure."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections

from assessment.models import Period, RatingTask
from assessment.periods.opening import open_period
from assessment.ratings.duties import assign_duty
from foundation.racing import again_if_raced
from tests.periods.houses import closed, rated, result


def race(act, times=2):
    """The outcomes of an act done several times at the same moment."""
    barrier = Barrier(times)

    def run(_turn):
        try:
            barrier.wait(timeout=120)
            return act()
        except ValidationError as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_period_is_opened_once(bureau):
    outcomes = race(lambda: open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-11"), 3)
    assert sorted(type(each).__name__ for each in outcomes) == [
        "Period",
        "ValidationError",
        "ValidationError",
    ]
    assert Period.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_duty_assigned_twice_is_one_duty(street):
    period = open_period(actor=None, unit=street.unit, scheme=street.scheme, key="2026-Q4")

    def assign():
        people = street.people
        return assign_duty(
            actor=street.user("xu"), period=period, staff=people["ma"], item="key.1", rater=people["luo"]
        )

    outcomes = race(assign, 3)
    assert {each.pk for each in outcomes} == {RatingTask.objects.get().pk}


def test_a_verb_that_was_raced_is_carried_out_once_more():
    tries = []

    @again_if_raced
    def verb():
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError
        return "done"

    assert verb() == "done"


def test_a_decision_that_comes_to_nothing_leaves_no_file(clock, street, monkeypatch):
    from assessment.decisions import deciding

    def settled(*_arguments):
        raise ValidationError("settled")

    facts = {"ma": rated("90", "95"), "chen": rated("90", "95", leave_days="16"), "xu": rated("82", "90")}
    period = closed(street, "2026-Q3", facts, rated("60", "70"))
    monkeypatch.setattr(deciding, "_save", settled)
    with pytest.raises(ValidationError):
        deciding.decide(
            actor=street.user("tang"),
            close=period.current_close,
            subject="tie:excellent:general",
            grades={result(period, street, "ma").pk: "excellent"},
            reason="集体研究",
            minutes=SimpleUploadedFile("a.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"),
        )
    assert default_storage.listdir("minutes")[1] == []
