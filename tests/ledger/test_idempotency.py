"""Repetitions are harmless: double clicks, retries, two processes at the same moment; a close sees all or refuses."""

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import translation

from assessment.ledger.new_entry import NewEntry, RowsRefused
from assessment.ledger.record_entries import record_many
from assessment.models import Entry, Period
from tests.cast import House
from tests.closing.processes import waiting
from tests.ledger.conftest import FRIDAY
from tests.races import PATIENCE, race


@pytest.mark.django_db
class TestRepeated:
    def test_the_same_key_and_content_give_the_entry_that_is_there(self, late: Callable[..., Entry]) -> None:
        first = late(idempotency_key="a")
        assert late(idempotency_key="a") == first
        assert late(idempotency_key="a", count=Decimal("1.0")) == first
        assert Entry.objects.count() == 1

    @pytest.mark.parametrize(
        "said", [{"clause": "6.1b"}, {"count": Decimal(2)}, {"note": "x"}, {"source": "api"}]
    )
    def test_the_same_key_for_something_else_is_refused(self, late: Callable[..., Entry], said: Any) -> None:
        late(idempotency_key="a")
        with translation.override("en"), pytest.raises(ValidationError) as caught:
            late(idempotency_key="a", **said)
        assert caught.value.message_dict == {"idempotency_key": ["This key was used for another entry."]}

    def test_another_login_cannot_use_the_key(self, late: Callable[..., Entry], bureau: House) -> None:
        late(idempotency_key="a")
        with pytest.raises(ValidationError):
            late(idempotency_key="a", actor=bureau.user("zhou"))

    def test_other_evidence_is_another_content(self, late: Callable[..., Entry]) -> None:
        def proof(text: bytes) -> SimpleUploadedFile:
            return SimpleUploadedFile("a.txt", text)

        first = late(idempotency_key="a", evidence=[proof(b"one")])
        assert late(idempotency_key="a", evidence=[proof(b"one")]) == first
        with pytest.raises(ValidationError):
            late(idempotency_key="a", evidence=[proof(b"two")])
        assert first.evidence.count() == 1

    def test_a_repetition_after_the_close_still_gets_its_entry(
        self, late: Callable[..., Entry], november: Period
    ) -> None:
        first = late(idempotency_key="a")
        Period.objects.filter(pk=november.pk).update(state="closed")
        assert late(idempotency_key="a") == first

    @pytest.mark.usefixtures("november")
    def test_a_bulk_may_hold_known_and_new_rows(self, late: Callable[..., Entry], bureau: House) -> None:
        first = late(idempotency_key="a")
        rows = [
            NewEntry(staff=bureau.people["li"], clause="6.1a", occurred_on=FRIDAY, idempotency_key=key)
            for key in ("b", "a")
        ]
        entries = record_many(actor=bureau.user("lin"), unit=bureau.unit, rows=rows)
        assert entries[1] == first
        assert Entry.objects.count() == 2

    @pytest.mark.usefixtures("november")
    def test_a_key_twice_in_one_bulk_is_refused(self, bureau: House) -> None:
        row = NewEntry(staff=bureau.people["li"], clause="6.1a", occurred_on=FRIDAY, idempotency_key="a")
        with pytest.raises(RowsRefused):
            record_many(actor=bureau.user("lin"), unit=bureau.unit, rows=[row, row])

    @pytest.mark.usefixtures("bureau", "quarter")
    def test_the_same_key_in_another_unit_is_another_key(
        self, late: Callable[..., Entry], street: House
    ) -> None:
        late(idempotency_key="a")
        record_many(
            actor=street.user("xu"),
            unit=street.unit,
            rows=[
                NewEntry(
                    staff=street.people["wu"],
                    clause="merit",
                    points=Decimal(1),
                    occurred_on=FRIDAY,
                    idempotency_key="a",
                )
            ],
        )
        assert Entry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def test_one_request_sent_many_times_records_once(self, late: Callable[..., Entry]) -> None:
        results = race(*[lambda: late(idempotency_key="a").pk] * 6)
        assert len(set(results)) == 1, results
        assert Entry.objects.count() == 1

    def test_two_admins_lose_nothing(self, late: Callable[..., Entry], bureau: House) -> None:
        def work(actor: str, start: int) -> Callable[[], None]:
            def run() -> None:
                for number in range(start, start + 10):
                    late(actor=bureau.user(actor), idempotency_key=f"{actor}-{number}")

            return run

        results = race(work("lin", 0), work("zhou", 0))
        assert results == [None, None]
        assert Entry.objects.count() == 20

    def test_one_of_two_reversals_wins(self, late: Callable[..., Entry], bureau: House) -> None:
        from assessment.ledger.reverse_entry import reverse

        entry = late()

        def take_back(name: str) -> Callable[[], int]:
            return lambda: (
                reverse(actor=bureau.user(name), entry=entry, reason="有误", idempotency_key=f"r-{name}").pk
            )

        results = race(take_back("lin"), take_back("zhou"))
        assert sum(isinstance(result, int) for result in results) == 1, results
        assert sum(isinstance(result, ValidationError) for result in results) == 1, results
        assert Entry.objects.filter(reverses=entry).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestAgainstAClose:
    def test_recorders_do_not_wait_for_each_other(self, late: Callable[..., Entry], bureau: House) -> None:
        """One holds its transaction open; the other's entry is in before it ends."""
        open_one, other_done = threading.Event(), threading.Event()

        def slow() -> bool:
            with transaction.atomic():
                late(idempotency_key="slow")
                open_one.set()
                return other_done.wait(PATIENCE)

        def quick() -> bool:
            begun = open_one.wait(PATIENCE)
            late(idempotency_key="quick", actor=bureau.user("zhou"))
            other_done.set()
            return begun

        assert race(slow, quick) == [True, True]
        assert Entry.objects.count() == 2

    def test_a_change_of_state_waits_for_the_recorder_and_the_next_is_refused(
        self, late: Callable[..., Entry], november: Period, wait_until: Callable[..., None]
    ) -> None:
        entered = threading.Event()

        def recorder() -> int:
            with transaction.atomic():
                entry = late(idempotency_key="in")
                entered.set()
                wait_until(waiting)
            return entry.pk

        def closer() -> int:
            assert entered.wait(PATIENCE)
            with transaction.atomic():
                Period.objects.select_for_update().get(pk=november.pk)
                count = Entry.objects.filter(period=november).count()
                Period.objects.filter(pk=november.pk).update(state="closed")
            return count

        recorded, seen = race(recorder, closer)
        assert isinstance(recorded, int)
        assert seen == 1
        with pytest.raises(ValidationError):
            late(idempotency_key="out")

    def test_a_recorder_that_waited_for_the_close_is_refused(
        self, late: Callable[..., Entry], november: Period, wait_until: Callable[..., None]
    ) -> None:
        locked = threading.Event()

        def closer() -> None:
            with transaction.atomic():
                Period.objects.select_for_update().get(pk=november.pk)
                locked.set()
                wait_until(waiting)
                Period.objects.filter(pk=november.pk).update(state="closed")

        def recorder() -> int:
            assert locked.wait(PATIENCE)
            return late(idempotency_key="late").pk

        _closed, refused = race(closer, recorder)
        assert isinstance(refused, ValidationError), refused
        assert not Entry.objects.exists()
        assert connection.vendor == "postgresql"
