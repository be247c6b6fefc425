"""Taking an entry back: by whom, when, and what it leaves behind."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from assessment.ledger.reverse_entry import reverse
from assessment.models import Entry, Period
from organization.models import AuditEvent, User
from tests.cast import House
from tests.narrowing import present

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(late: Callable[..., Entry]) -> Entry:
    return late(count=Decimal(2))


def take_back(entry: Entry, user: User, **said: Any) -> Entry:
    values: dict[str, Any] = {"actor": user, "entry": entry, "reason": "人员有误", "idempotency_key": "r1"}
    return reverse(**values | said)


def refusal(entry: Entry, user: User, **said: Any) -> str:
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        take_back(entry, user, **said)
    return caught.value.messages[0]


def test_a_reversal_negates_the_points_and_keeps_everything_else(entry: Entry, bureau: House) -> None:
    reversal = take_back(entry, bureau.user("lin"))
    assert (reversal.effect, reversal.reverses, reversal.reason) == (Decimal("1.00"), entry, "人员有误")
    assert (reversal.staff, reversal.clause, reversal.occurred_on) == (
        entry.staff,
        entry.clause,
        entry.occurred_on,
    )
    assert (reversal.period, reversal.department) == (entry.period, entry.department)


def test_neither_line_counts_any_more(
    entry: Entry, late: Callable[..., Entry], bureau: House, november: Period
) -> None:
    other = late()
    take_back(entry, bureau.user("lin"))
    assert list(Entry.objects.counting().filter(period=november)) == [other]


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reason_is_needed(entry: Entry, bureau: House, reason: str) -> None:
    assert refusal(entry, bureau.user("lin"), reason=reason) == "Say why the entry is taken back."


def test_nothing_is_taken_back_twice(entry: Entry, bureau: House) -> None:
    take_back(entry, bureau.user("lin"))
    words = refusal(entry, bureau.user("zhou"), idempotency_key="r2")
    assert words == "The entry has been taken back already."
    assert Entry.objects.count() == 2


def test_a_reversal_is_not_taken_back(entry: Entry, bureau: House) -> None:
    reversal = take_back(entry, bureau.user("lin"))
    words = refusal(reversal, bureau.user("lin"), idempotency_key="r2")
    assert words.startswith("A reversal cannot be reversed.")


def test_the_same_request_again_gives_the_same_reversal(entry: Entry, bureau: House) -> None:
    assert take_back(entry, bureau.user("lin")) == take_back(entry, bureau.user("lin"))


def test_a_key_stands_for_one_reversal_only(entry: Entry, late: Callable[..., Entry], bureau: House) -> None:
    take_back(entry, bureau.user("lin"))
    assert refusal(late(), bureau.user("lin")) == "This key was used for another entry."


def test_who_records_for_the_department_may_take_back_what_another_recorded(
    entry: Entry, bureau: House
) -> None:
    assert take_back(entry, bureau.user("zhou")).entered_by == bureau.user("zhou")


@pytest.mark.parametrize("name", ["wang", "li", "sun"])
def test_others_may_not(entry: Entry, bureau: House, name: str) -> None:
    with pytest.raises(PermissionDenied):
        take_back(entry, bureau.user(name))


def test_after_the_close_nothing_is_taken_back(entry: Entry, bureau: House, november: Period) -> None:
    Period.objects.filter(pk=november.pk).update(state="closed")
    assert "reopen" in refusal(entry, bureau.user("lin"))


def test_it_is_in_the_log(entry: Entry, bureau: House) -> None:
    take_back(entry, bureau.user("lin"))
    assert present(AuditEvent.objects.get(action="entry.reverse").after)["reason"] == "人员有误"
