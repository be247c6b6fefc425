"""Entries: reading within one's scope, recording once, many or none, taking back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from assessment.ledger.record_entries import record
from assessment.models import Entry, Period
from organization.models import AuditEvent, Role
from tests.api.conftest import BUREAU, FRIDAY, STREET, errors, late
from tests.cast import House, grant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
ENTRIES = BUREAU + "entries/"
BULK = ENTRIES + "bulk/"


@pytest.fixture
def lin(program: Callable[..., APIClient], bureau: House) -> Any:
    """The program of the relief section's admin."""
    return program(bureau.user("lin"))


def test_an_entry_is_recorded_as_the_pages_would(lin: Any, post: Callable[..., Any]) -> None:
    answer = post(lin, ENTRIES, late(count="2", note="迟到", source_ref="gate-17"))
    assert answer.status_code == 201, answer.json()
    entry = Entry.objects.get()
    assert answer.json() == {
        "id": entry.pk,
        "period": {"id": entry.period_id, "key": "2026-11"},
        "staff": {"id": entry.staff_id, "number": "0117", "name": "李晓敏"},
        "department": {"id": entry.department_id, "name": "社会救助科"},
        "clause": "6.1a",
        "clause_title": answer.json()["clause_title"],
        "occurred_on": FRIDAY,
        "count": "2.00",
        "points": None,
        "attributes": {},
        "effect": f"{entry.effect:.2f}",
        "note": "迟到",
        "source": "api",
        "source_ref": "gate-17",
        "entered_by": "林秀梅",
        "recorded_at": answer.json()["recorded_at"],
        "reverses": None,
        "reversed_by": None,
        "reason": "",
        "evidence": [],
    }
    assert entry.effect < 0
    assert AuditEvent.objects.filter(action="entry.record", actor__username="minzheng-lin").count() == 1


def test_the_same_key_and_content_again_records_nothing_new(lin: Any, post: Callable[..., Any]) -> None:
    first = post(lin, ENTRIES, late(), "gate-1")
    again = post(lin, ENTRIES, late(), "gate-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Entry.objects.count() == 1


def test_the_same_key_with_other_content_is_a_conflict(lin: Any, post: Callable[..., Any]) -> None:
    post(lin, ENTRIES, late(), "gate-1")
    answer = post(lin, ENTRIES, late(count="2"), "gate-1")
    assert answer.status_code == 409
    assert errors(answer) == [("Idempotency-Key",)]
    assert Entry.objects.count() == 1


def test_a_key_belongs_to_the_login_that_sent_it(
    program: Callable[..., APIClient], bureau: House, post: Callable[..., Any]
) -> None:
    for name in ("lin", "zhou"):
        assert post(program(bureau.user(name)), ENTRIES, late(), "gate-1").status_code == 201
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("key", [None, "with blank", "x" * 51, "键"])
@pytest.mark.usefixtures("post")
def test_without_a_proper_key_nothing_is_recorded(lin: Any, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key.encode().decode("latin-1")}
    answer = lin.post(ENTRIES, late(), format="json", headers=headers)
    assert answer.status_code == 400
    assert errors(answer) == [("Idempotency-Key",)]
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"staff_number": "9999"}, "staff_number"),
        ({"staff_number": "0102"}, "staff_number"),  # works in another section
        ({"clause": "99"}, "clause"),
        ({"occurred_on": "2026-11-21"}, "occurred_on"),  # tomorrow
        ({"occurred_on": "2026-10-09"}, "occurred_on"),  # no period is open
        ({"occurred_on": "20.11.2026"}, "occurred_on"),
        ({"count": 2}, "count"),
        ({"count": 0.5}, "count"),
        ({"count": "1e2"}, "count"),
        ({"count": "-1"}, "count"),
        ({"points": "-1"}, "points"),
        ({"note": "字" * 301}, "note"),
        ({"note": "\x00"}, "note"),
        ({"attributes": {"colour": "red"}}, "attributes.colour"),
        ({"evidence": []}, "evidence"),
    ],
)
def test_a_faulty_entry_is_refused_at_its_field(
    lin: Any, post: Callable[..., Any], said: Any, path: str
) -> None:
    answer = post(lin, ENTRIES, late(**said))
    assert answer.status_code == 400
    assert errors(answer) == [(path,)]
    assert not Entry.objects.exists()


def test_a_stranger_and_a_number_that_nobody_has_are_told_alike(lin: Any, post: Callable[..., Any]) -> None:
    known = post(lin, ENTRIES, late(staff_number="0102"))
    unknown = post(lin, ENTRIES, late(staff_number="9999"))
    assert known.json() == unknown.json()


@pytest.mark.usefixtures("september")
def test_a_closed_period_takes_no_entry_and_says_the_way_out(
    program: Callable[..., APIClient], bureau: House, post: Callable[..., Any]
) -> None:
    answer = post(program(bureau.user("zhou")), ENTRIES, late(occurred_on="2026-09-10"))
    assert answer.status_code == 400
    assert "申诉" in answer.json()["errors"][0]["message"]


def test_one_who_may_read_but_not_record_is_told_so(
    program: Callable[..., APIClient], bureau: House, post: Callable[..., Any]
) -> None:
    for name in ("sun", "li"):  # HR; staff, who read their own entries
        assert post(program(bureau.user(name)), ENTRIES, late()).status_code == 403
    assert not Entry.objects.exists()


def test_a_batch_is_recorded_whole_and_in_order(lin: Any, post: Callable[..., Any]) -> None:
    rows = [late(note=f"第{n}次", staff_number=number) for n, number in enumerate(["0117", "0133", "0134"])]
    answer = post(lin, BULK, {"rows": rows}, "night-1")
    assert answer.status_code == 201
    assert [each["note"] for each in answer.json()["entries"]] == ["第0次", "第1次", "第2次"]
    again = post(lin, BULK, {"rows": rows}, "night-1")
    assert again.status_code == 200
    assert again.json() == answer.json()
    assert Entry.objects.count() == 3


def test_one_faulty_row_and_nothing_is_recorded(lin: Any, post: Callable[..., Any]) -> None:
    rows = [late(), late(clause="99"), late(), late(occurred_on="2026-11-21", staff_number="0133")]
    answer = post(lin, BULK, {"rows": rows})
    assert answer.status_code == 400
    assert errors(answer) == [(1, "clause"), (3, "occurred_on")]
    assert not Entry.objects.exists()


def test_rows_that_are_no_entries_are_named_by_their_place(lin: Any, post: Callable[..., Any]) -> None:
    answer = post(lin, BULK, {"rows": [late(), late(count=1.5), {"clause": "6.1a"}, "x"]})
    assert answer.status_code == 400
    assert errors(answer) == [(1, "count"), (2, "staff_number"), (2, "occurred_on"), (3, "")]


@pytest.mark.parametrize("change", ["more", "fewer", "other"])
def test_a_batch_with_the_same_key_and_other_rows_is_a_conflict(
    lin: Any, post: Callable[..., Any], change: str
) -> None:
    rows = [late(), late(staff_number="0133")]
    post(lin, BULK, {"rows": rows}, "night-1")
    other = {
        "more": [*rows, late(staff_number="0134")],
        "fewer": rows[:1],
        "other": [rows[0], late(staff_number="0134")],
    }[change]
    answer = post(lin, BULK, {"rows": other}, "night-1")
    assert answer.status_code == 409
    assert Entry.objects.count() == 2


def test_an_empty_batch_and_one_too_long_are_refused(lin: Any, post: Callable[..., Any]) -> None:
    assert post(lin, BULK, {"rows": []}).status_code == 400
    assert post(lin, BULK, {"rows": [late()] * 5001}).status_code == 400
    assert post(lin, BULK, [late()]).status_code == 400


def test_a_reversal_is_a_second_line(lin: Any, post: Callable[..., Any]) -> None:
    entry = post(lin, ENTRIES, late()).json()
    path = f"{ENTRIES}{entry['id']}/reverse/"
    answer = post(lin, path, {"reason": "记错人"}, "undo-1")
    assert answer.status_code == 201
    reversal = answer.json()
    assert (reversal["reverses"], reversal["reason"]) == (entry["id"], "记错人")
    assert reversal["effect"] == entry["effect"].removeprefix("-")
    assert lin.get(f"{ENTRIES}{entry['id']}/").json()["reversed_by"] == reversal["id"]
    assert post(lin, path, {"reason": "记错人"}, "undo-1").status_code == 200
    assert post(lin, path, {"reason": "另一个理由"}, "undo-1").status_code == 409
    assert post(lin, path, {"reason": "再来一次"}).status_code == 400
    assert Entry.objects.count() == 2


def test_a_reversal_needs_a_reason_and_the_right_to_record_there(
    lin: Any, program: Callable[..., APIClient], bureau: House, post: Callable[..., Any]
) -> None:
    entry = post(lin, ENTRIES, late()).json()
    path = f"{ENTRIES}{entry['id']}/reverse/"
    assert errors(post(lin, path, {"reason": " "})) == [("reason",)]
    assert post(program(bureau.user("sun")), path, {"reason": "不对"}).status_code == 403
    assert post(program(bureau.user("wang")), path, {"reason": "不对"}).status_code == 404
    assert Entry.objects.count() == 1


@pytest.fixture
def ledger(bureau: House, street: House, quarter: Period) -> Any:  # noqa: ARG001  # for its effect
    """Entries of two departments, one of them taken back, and one of another unit."""

    def enter(house: Any, actor: Any, name: Any, clause: Any, key: Any, **said: Any) -> Any:
        values = {"occurred_on": date(2026, 11, 19), "idempotency_key": key} | said
        return record(
            actor=house.user(actor), unit=house.unit, staff=house.people[name], clause=clause, **values
        )

    from assessment.ledger.reverse_entry import reverse

    found = {
        "li": enter(bureau, "lin", "li", "6.1a", "k1"),
        "zhao": enter(bureau, "lin", "zhao", "6.1a", "k2", occurred_on=date(2026, 11, 2)),
        "sun": enter(bureau, "wang", "sun", "6.1a", "k3"),
        "taken": enter(bureau, "lin", "li", "6.1a", "k4"),
    }
    found["back"] = reverse(
        actor=bureau.user("lin"), entry=found["taken"], reason="误录", idempotency_key="k5"
    )
    return found


def ids(client: Any, query: Any = "") -> Any:
    answer = client.get(ENTRIES + query)
    assert answer.status_code == 200, answer.content
    return {each["id"] for each in answer.json()["results"]}


def test_one_reads_the_entries_of_ones_departments_and_ones_own(
    program: Callable[..., APIClient], bureau: House, ledger: Any
) -> None:
    own = {ledger["li"].pk, ledger["taken"].pk, ledger["back"].pk}
    everything = {entry.pk for entry in ledger.values()}
    expected = {
        "zhou": everything,
        "sun": everything,
        "lin": everything - {ledger["sun"].pk},
        "wang": {ledger["sun"].pk},
        "li": own,
        "he": set(),
    }
    for name, seen in expected.items():
        client = program(bureau.user(name))
        assert ids(client) == seen, name
        for entry in ledger.values():
            status = client.get(f"{ENTRIES}{entry.pk}/").status_code
            assert status == (200 if entry.pk in seen else 404), (name, entry)


def test_another_unit_is_not_there(
    program: Callable[..., APIClient], bureau: House, street: House, ledger: Any, post: Callable[..., Any]
) -> None:
    for path in ("", "entries/", "staff/", "periods/", "results/", "schemes/"):
        assert program(bureau.user("zhou")).get(STREET + path).status_code == 404
        assert program(street.user("xu")).get(BUREAU + path).status_code == 404
    client = program(street.user("xu"))
    assert post(client, ENTRIES, late()).status_code == 404
    assert client.get(f"{STREET}entries/{ledger['li'].pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?staff_number=0133", ["zhao"]),
        ("?clause=6.1a&occurred_to=2026-11-02", ["zhao"]),
        ("?occurred_from=2026-11-03&reversed=false", ["li", "sun"]),
        ("?reversed=true", ["taken", "back"]),
        ("?clause=none", []),
        ("?source=import", []),
    ],
)
def test_filters_narrow_the_list(
    program: Callable[..., APIClient], bureau: House, ledger: Any, query: str, names: list[Any]
) -> None:
    assert ids(program(bureau.user("zhou")), query) == {ledger[name].pk for name in names}


def test_filters_by_id(
    program: Callable[..., APIClient], bureau: House, ledger: Any, november: Period
) -> None:
    client = program(bureau.user("zhou"))
    assert ids(client, f"?staff={bureau.people['zhao'].pk}") == {ledger["zhao"].pk}
    assert ids(client, f"?department={bureau.departments['office'].pk}") == {ledger["sun"].pk}
    assert len(ids(client, f"?period={november.pk}")) == 5
    assert ids(client, f"?period={november.pk + 1000}") == set()


@pytest.mark.parametrize(
    "query",
    ["period=x", "staff=0", "occurred_from=soon", "reversed=maybe", "source=gossip", "revesred=true"]
    + ["page_size=0", "page_size=501", "lang=fr", f"period={2**64}", "clause=%00"],
)
def test_a_filter_that_is_not_understood_is_an_error_and_never_everything(
    program: Callable[..., APIClient], bureau: House, query: Any
) -> None:
    answer = program(bureau.user("zhou")).get(f"{ENTRIES}?{query}")
    assert answer.status_code == 400
    assert errors(answer) == [(query.split("=")[0],)]


def test_pages_follow_each_other_while_entries_are_added(
    lin: Any, post: Callable[..., Any], ledger: Any
) -> None:
    first = lin.get(f"{ENTRIES}?page_size=2").json()
    assert len(first["results"]) == 2
    assert first["previous"] is None
    post(lin, ENTRIES, late(note="新来的"))
    second = lin.get(first["next"]).json()
    seen = [each["id"] for each in first["results"] + second["results"]]
    assert seen == sorted((ledger[name].pk for name in ("li", "zhao", "taken", "back")), reverse=True)
    assert second["next"] is None


@pytest.mark.parametrize("cursor", ["x", "cD1hYmM=", "cD0lMDA=", "bz0x"])
def test_a_cursor_that_was_not_given_out_is_not_found(lin: Any, cursor: str) -> None:
    answer = lin.get(f"{ENTRIES}?cursor={cursor}")
    assert answer.status_code in (200, 404)  # an offset alone is a place in the list
    assert (answer.status_code == 200) == (cursor == "bz0x")


def statements(client: Any, path: Any) -> Any:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_number_of_statements_does_not_grow_with_the_list(lin: Any, post: Callable[..., Any]) -> None:
    post(lin, BULK, {"rows": [late(note=str(n)) for n in range(2)]})
    statements(lin, ENTRIES)
    few = statements(lin, ENTRIES)
    post(lin, BULK, {"rows": [late(note=str(n)) for n in range(40)]})
    assert statements(lin, ENTRIES) == few <= 9


def test_the_number_of_statements_of_a_batch_does_not_grow_with_it(
    lin: Any, post: Callable[..., Any]
) -> None:
    counts = []
    for size in (2, 2, 40):
        with CaptureQueriesContext(connection) as captured:
            assert post(lin, BULK, {"rows": [late(note=str(n)) for n in range(size)]}).status_code == 201
        counts.append(len(captured))
    assert counts[1] == counts[2]


def test_a_supervisor_records_for_every_department(
    program: Callable[..., APIClient], bureau: House, post: Callable[..., Any]
) -> None:
    grant(bureau, "he", Role.SUPERVISOR)
    client = program(bureau.user("he"))
    assert post(client, ENTRIES, late(staff_number="0103")).status_code == 201
