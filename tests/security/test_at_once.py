"""Two requests at the same moment: one does it, the other is told or finds it done; nobody sees a failure."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from assessment.models import Period, RatingTask
from assessment.periods.open_period import open_period
from assessment.ratings.assign_duties import assign_duty
from foundation.retry_on_conflict import retry_on_conflict
from tests.cast import House
from tests.narrowing import present
from tests.periods.houses import closed, rated, result
from tests.races import kinds, race


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_period_is_opened_once(bureau: House) -> None:
    outcomes = race(
        *[lambda: open_period(actor=None, unit=bureau.unit, scheme=bureau.scheme, key="2026-11")] * 3
    )
    assert kinds(outcomes) == [
        "Period",
        "ValidationError",
        "ValidationError",
    ]
    assert Period.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_duty_assigned_twice_is_one_duty(street: House) -> None:
    period = open_period(actor=None, unit=street.unit, scheme=street.scheme, key="2026-Q4")

    def assign() -> Any:
        people = street.people
        return assign_duty(
            actor=street.user("xu"), period=period, about=people["ma"], item="key.1", rater=people["luo"]
        )

    outcomes = race(assign, assign, assign)
    assert {each.pk for each in outcomes} == {RatingTask.objects.get().pk}


def test_a_verb_that_was_raced_is_carried_out_once_more() -> None:
    tries = []

    @retry_on_conflict
    def verb() -> Any:
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError
        return "done"

    assert verb() == "done"


@pytest.mark.usefixtures("clock")
def test_a_decision_that_comes_to_nothing_leaves_no_file(
    street: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assessment.decisions import decide

    def settled(*_arguments: Any) -> None:
        raise ValidationError("settled")

    facts = {"ma": rated("90", "95"), "chen": rated("90", "95", leave_days="16"), "xu": rated("82", "90")}
    period = closed(street, "2026-Q3", facts, rated("60", "70"))
    monkeypatch.setattr(decide, "_save", settled)
    with pytest.raises(ValidationError):
        decide.decide(
            actor=street.user("tang"),
            close=present(period.current_close),
            subject="tie:excellent:general",
            grades={result(period, street, "ma").pk: "excellent"},
            reason="集体研究",
            minutes=SimpleUploadedFile("a.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"),
        )
    assert default_storage.listdir("minutes")[1] == []
