"""Recording entries: what is stored, and what is refused with which words."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from assessment.ledger.new_entry import NewEntry, RowsRefused
from assessment.ledger.record_entries import record, record_many
from assessment.ledger.reverse_entry import reverse
from assessment.models import Entry, Period
from assessment.periods.hand_in import hand_in, withdraw_hand_in
from organization.models import Assignment, AuditEvent
from tests.cast import House
from tests.narrowing import present

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)


def refused(call: Any, **said: Any) -> dict[str, list[str]]:
    with translation.override("en"), pytest.raises(ValidationError) as caught:
        call(**said)
    return caught.value.message_dict


def test_an_entry_keeps_its_points_its_period_and_the_department_of_the_day(
    late: Callable[..., Entry], bureau: House, november: Period
) -> None:
    entry = late(count=Decimal(2), note=" 上午 8:41 到岗 ")
    stored = Entry.objects.get(pk=entry.pk)
    assert stored.effect == Decimal("-1.00")
    assert (stored.count, stored.points) == (Decimal(2), None)
    assert stored.period == november
    assert stored.department == bureau.departments["relief"]
    assert stored.entered_by == bureau.user("lin")
    assert stored.note == "上午 8:41 到岗"
    assert stored.source == "manual"


def test_without_a_count_it_counts_once(late: Callable[..., Entry]) -> None:
    assert late().count == Decimal(1)


def test_days_of_absence_may_be_halved(late: Callable[..., Entry]) -> None:
    assert late(clause="6.2", count=Decimal("1.5")).effect == Decimal("-1.50")


@pytest.mark.usefixtures("quarter")
def test_given_points_are_stored_with_their_sign(street: House) -> None:
    entry = record(
        actor=street.user("xu"),
        unit=street.unit,
        staff=street.people["wu"],
        clause="merit",
        occurred_on=FRIDAY,
        points=Decimal("3.5"),
        idempotency_key="a",
    )
    assert (entry.effect, entry.points, entry.count) == (Decimal("3.5"), Decimal("3.5"), None)


@pytest.mark.usefixtures("quarter")
def test_points_are_asked_for_where_the_clause_asks_for_them(street: House) -> None:
    faults = refused(
        record,
        actor=street.user("xu"),
        unit=street.unit,
        staff=street.people["wu"],
        clause="merit",
        occurred_on=FRIDAY,
        idempotency_key="a",
    )
    assert faults == {"points": ["Enter the points, with a minus sign for a deduction."]}


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"clause": "9.9"}, "clause", "The scheme has no clause “9.9”."),
        ({"clause": ""}, "clause", "Choose a clause."),
        ({"count": Decimal("1.5")}, "count", "A whole number is expected."),
        ({"clause": "6.2", "count": Decimal("0.25")}, "count", "In steps of 0.5."),
        ({"count": Decimal(0)}, "count", "Must be above 0."),
        ({"count": Decimal(-1)}, "count", "Must be above 0."),
        ({"count": Decimal(900000), "clause": "8.1"}, "count", "The number is too large."),
        ({"points": Decimal(-1)}, "points", "This clause has fixed points. Enter a count."),
        ({"occurred_on": date(2026, 11, 21)}, "occurred_on", "The date lies in the future."),
        ({"note": "长" * 301}, "note", "At most 300 characters."),
        ({"attributes": {"level": "a"}}, "level", "This clause does not take “level”."),
        ({"idempotency_key": ""}, "idempotency_key", "A key of its own (at most 80 characters) is needed."),
    ],
)
def test_what_the_clause_does_not_take_is_refused_at_its_field(
    late: Callable[..., Entry], said: Any, field: str, words: str
) -> None:
    faults = refused(late, **said)
    assert list(faults) == [field]
    if words:
        assert faults[field] == [words]
    assert not Entry.objects.exists()


def test_a_day_without_an_open_period_says_who_opens_it(late: Callable[..., Entry]) -> None:
    faults = refused(late, occurred_on=date(2026, 10, 9))
    assert faults["occurred_on"] == [
        "No assessment period is open for 2026-10-09. The assessment office opens it."
    ]


@pytest.mark.parametrize("state", ["closed", "reviewed", "published", "final"])
def test_a_closed_period_says_its_name_and_the_way_out(
    late: Callable[..., Entry], november: Period, state: str
) -> None:
    Period.objects.filter(pk=november.pk).update(state=state)
    (words,) = refused(late)["occurred_on"]
    assert words.startswith("Nov 2026 is closed")
    assert "appeal" in words
    assert "reopen" in words


def test_a_period_that_departments_have_handed_in_still_takes_entries(
    late: Callable[..., Entry], november: Period
) -> None:
    Period.objects.filter(pk=november.pk).update(state="submitted")
    assert late().period == november


def test_somebody_of_another_department_cannot_be_recorded(late: Callable[..., Entry], bureau: House) -> None:
    faults = refused(late, staff=bureau.people["sun"])
    assert faults["staff"] == ["There is no such person among those you record for."]


def test_somebody_of_another_unit_cannot_be_recorded(late: Callable[..., Entry], street: House) -> None:
    faults = refused(late, staff=street.people["wu"])
    assert faults["staff"] == ["There is no such person among those you record for."]


def test_the_department_of_the_day_decides_after_a_transfer(
    late: Callable[..., Entry], bureau: House
) -> None:
    person = bureau.people["li"]
    Assignment.objects.filter(staff=person).update(valid_to=date(2026, 11, 9))
    Assignment.objects.create(
        staff=person,
        department=bureau.departments["office"],
        category="general",
        valid_from=date(2026, 11, 10),
    )
    assert late(occurred_on=date(2026, 11, 9)).department == bureau.departments["relief"]
    assert (
        late(occurred_on=date(2026, 11, 10), actor=bureau.user("wang")).department
        == bureau.departments["office"]
    )
    assert "did not work in a department" in refused(late, occurred_on=date(2026, 11, 10))["staff"][0]


def test_a_day_off_the_roster_is_refused(late: Callable[..., Entry], bureau: House) -> None:
    Assignment.objects.filter(staff=bureau.people["li"]).update(valid_from=date(2026, 11, 16))
    faults = refused(late, occurred_on=date(2026, 11, 13))
    assert faults["staff"] == ["李晓敏 was not on the roster on 2026-11-13."]


@pytest.mark.parametrize("name", ["li", "sun", "qian"])
def test_without_the_right_nothing_is_recorded(late: Callable[..., Entry], bureau: House, name: str) -> None:
    with pytest.raises(PermissionDenied):
        late(actor=bureau.user(name))
    assert not Entry.objects.exists()


@pytest.mark.usefixtures("november")
def test_all_rows_or_none(bureau: House) -> None:
    def line(name: str, key: str, clause: str = "6.1a") -> NewEntry:
        return NewEntry(staff=bureau.people[name], clause=clause, occurred_on=FRIDAY, idempotency_key=key)

    with translation.override("en"), pytest.raises(RowsRefused) as caught:
        record_many(
            actor=bureau.user("lin"),
            unit=bureau.unit,
            rows=[line("li", "a"), line("zhao", "b", "9.9"), line("wang", "c")],
        )
    assert {place: list(faults) for place, faults in caught.value.faults.items()} == {
        1: ["clause"],
        2: ["staff"],
    }
    assert caught.value.messages[0] == "Row 2: The scheme has no clause “9.9”."
    assert not Entry.objects.exists()
    entries = record_many(
        actor=bureau.user("lin"), unit=bureau.unit, rows=[line("li", "a"), line("zhao", "b")]
    )
    assert [present(entry.staff).name for entry in entries] == ["李晓敏", "赵玉兰"]


@pytest.mark.usefixtures("november")
def test_statements_do_not_grow_with_the_rows(
    bureau: House, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [
        NewEntry(
            staff=bureau.people[("li", "zhao", "he")[n % 3]],
            clause="6.1a",
            occurred_on=FRIDAY,
            idempotency_key=f"k{n}",
        )
        for n in range(50)
    ]
    with django_assert_max_num_queries(17):
        record_many(actor=bureau.user("lin"), unit=bureau.unit, rows=rows)
    assert Entry.objects.count() == 50


def test_recording_is_in_the_log(late: Callable[..., Entry], bureau: House) -> None:
    entry = late()
    event = AuditEvent.objects.get(action="entry.record")
    assert (event.actor, event.target) == (bureau.user("lin"), str(entry.pk))


def test_after_its_hand_in_a_departments_admin_records_no_more_but_the_office_does(
    late: Callable[..., Entry], bureau: House, november: Period
) -> None:
    hand_in(actor=bureau.user("lin"), period=november, department=bureau.departments["relief"])
    assert "has handed in" in refused(late)["staff"][0]
    assert late(actor=bureau.user("zhou")).department == bureau.departments["relief"]


def test_after_the_hand_in_a_departments_admin_takes_no_entry_back(
    late: Callable[..., Entry], bureau: House, november: Period
) -> None:
    entry = late()
    hand_in(actor=bureau.user("lin"), period=november, department=bureau.departments["relief"])
    with translation.override("en"), pytest.raises(ValidationError, match="has handed in"):
        reverse(actor=bureau.user("lin"), entry=entry, reason="误录", idempotency_key="back")
    withdraw_hand_in(actor=bureau.user("lin"), period=november, department=bureau.departments["relief"])
    assert (
        reverse(actor=bureau.user("lin"), entry=entry, reason="误录", idempotency_key="back").reverses
        == entry
    )
