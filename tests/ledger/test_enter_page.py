"""The Enter page and the list of entries, as the server answers them."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.ledger.reverse_entry import reverse
from assessment.models import Entry, Period
from organization.models import Assignment, StaffMember, User
from tests.cast import START, House

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def lin(login: Callable[[User], Client], bureau: House, november: Period) -> Client:  # noqa: ARG001  # for its effect
    return login(bureau.user("lin"))


def typed(bureau: House, *names: str, **said: Any) -> dict[str, Any]:
    people = [bureau.people[name].pk for name in names or ("li",)]
    return {"people": people, "clause": "6.1a", "count": "1", "occurred_on": "2026-11-20", "key": "k1"} | said


def post(client: Client, data: dict[str, Any]) -> Any:
    return client.post("/u/minzheng/enter/", data, headers=HTMX)


def text_of(client: Client, path: str, **query: Any) -> str:
    return client.get(f"/u/minzheng/{path}", query, headers=HTMX).content.decode()


@pytest.mark.parametrize("text", ["lxm", "LXM", "lixiaomin", "0117", "晓敏", "李晓敏"])
def test_a_person_is_found_by_number_name_or_initials(lin: Client, text: str) -> None:
    assert "李晓敏" in text_of(lin, "enter/people/", q=text)


def test_people_of_other_departments_are_not_found(lin: Client) -> None:
    assert "王建国" not in text_of(lin, "enter/people/", q="wjg")


@pytest.mark.parametrize("text", ["6.1a", "6.1", "迟到", "late", "left early", "wgcd", "6.1 迟到"])
def test_a_clause_is_found_by_number_words_or_initials(lin: Client, text: str) -> None:
    answer = text_of(lin, "enter/clauses/", q=text)
    assert 'data-value="6.1a"' in answer, answer
    assert "−0.5" in answer


def test_the_exact_number_comes_first(lin: Client) -> None:
    assert text_of(lin, "enter/clauses/", q="1.1").index('data-value="1.1"') < 30


def test_a_day_without_a_period_says_so_in_the_list_of_clauses(lin: Client) -> None:
    assert "2026-09-01" in text_of(lin, "enter/clauses/", q="6", occurred_on="2026-09-01")


def test_recording_answers_with_the_list_of_today_and_a_new_key(lin: Client, bureau: House) -> None:
    response = post(lin, typed(bureau))
    assert response.status_code == 200
    told = json.loads(response["HX-Trigger-After-Settle"])
    assert told["enter:recorded"]["key"] not in ("", "k1")
    assert "李晓敏" in told["toast"]["text"]
    assert 'id="today" hx-swap-oob="true"' in response.content.decode()


def test_the_same_request_twice_records_once(lin: Client, bureau: House) -> None:
    assert post(lin, typed(bureau)).status_code == post(lin, typed(bureau)).status_code == 200
    assert Entry.objects.count() == 1


def test_several_people_are_recorded_together_or_not_at_all(lin: Client, bureau: House) -> None:
    response = post(lin, typed(bureau, "li", "zhao", "wang"))
    assert response.status_code == 422
    assert not Entry.objects.exists()
    assert post(lin, typed(bureau, "li", "zhao", "he")).status_code == 200
    assert Entry.objects.count() == 3


def test_whom_among_several_a_fault_concerns_is_said(lin: Client, bureau: House) -> None:
    Assignment.objects.filter(staff=bureau.people["zhao"]).update(valid_from=date(2026, 11, 23))
    response = post(lin, typed(bureau, "li", "zhao"))
    assert response.status_code == 422
    words = response.context["errors"]["people"]
    assert len(words) == 1
    assert "赵玉兰" in words[0]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"people": []}, "people"),
        ({"people": ["999999"]}, "people"),
        ({"clause": ""}, "clause"),
        ({"clause": "9.9"}, "clause"),
        ({"count": "x"}, "count"),
        ({"count": "0"}, "count"),
        ({"occurred_on": ""}, "occurred_on"),
        ({"occurred_on": "2026-11-21"}, "occurred_on"),
        ({"occurred_on": "2026-10-31"}, "occurred_on"),
        ({"note": "长" * 301}, "note"),
    ],
)
def test_a_fault_is_answered_at_its_field(lin: Client, bureau: House, said: Any, field: str) -> None:
    response = post(lin, typed(bureau) | said)
    assert response.status_code == 422
    assert [name for name, texts in response.context["errors"].items() if texts] == [field]
    assert not Entry.objects.exists()


def test_the_score_before_and_after_is_shown_before_recording(lin: Client, bureau: House) -> None:
    query = {"people": bureau.people["li"].pk, "clause": "6.1a", "count": "3", "occurred_on": "2026-11-20"}
    answer = text_of(lin, "enter/preview/", **query)
    assert "50.00" in answer
    assert "48.50" in answer
    assert "−1.50" in answer
    assert not Entry.objects.exists()


def test_what_counts_once_a_month_changes_nothing_the_second_time(
    lin: Client, bureau: House, late: Callable[..., Entry]
) -> None:
    late(clause="1.1")
    answer = text_of(lin, "enter/preview/", people=bureau.people["li"].pk, clause="1.1", count="1")
    assert answer.count("49.00") >= 2


def test_the_preview_tells_nothing_about_people_one_does_not_record_for(lin: Client, bureau: House) -> None:
    answer = text_of(lin, "enter/preview/", people=bureau.people["sun"].pk, clause="6.1a", count="1")
    assert "50.00" not in answer
    assert "孙立" not in answer


def test_entries_of_another_department_are_summed_up_not_listed(
    login: Callable[[User], Client], bureau: House, late: Callable[..., Entry]
) -> None:
    person = bureau.people["li"]
    late(note="seen by its own department", actor=bureau.user("zhou"), occurred_on=date(2026, 11, 5))
    Assignment.objects.filter(staff=person).update(valid_to=date(2026, 11, 9))
    Assignment.objects.create(
        staff=person,
        department=bureau.departments["office"],
        category="general",
        valid_from=date(2026, 11, 10),
    )
    response = login(bureau.user("wang")).get(
        "/u/minzheng/enter/preview/", {"people": person.pk}, headers=HTMX
    )
    month = response.context["month"]
    assert (month.entries, month.elsewhere_count, month.elsewhere) == ([], 1, Decimal("-0.50"))


def test_today_lists_what_i_entered_and_what_i_took_back(
    lin: Client,
    bureau: House,
    late: Callable[..., Entry],
    clock: time_machine.Traveller,
    login: Callable[[User], Client],
) -> None:
    entry = late()
    late(actor=bureau.user("zhou"))
    reverse(actor=bureau.user("lin"), entry=entry, reason="人员有误", idempotency_key="r")
    response = lin.get("/u/minzheng/enter/")
    assert [shown.pk for shown in response.context["today"]] == [entry.pk]
    assert "人员有误" in response.content.decode()
    clock.shift(86400)
    assert login(bureau.user("lin")).get("/u/minzheng/enter/").context["today"] == []


def test_taking_back_needs_a_reason(lin: Client, late: Callable[..., Entry]) -> None:
    entry = late()
    address = f"/u/minzheng/entries/{entry.pk}/reverse/?from=enter"
    assert lin.get(address, headers=HTMX).status_code == 200
    assert lin.post(address, {"reason": " ", "key": "a"}, headers=HTMX).status_code == 422
    response = lin.post(address, {"reason": "人员有误", "key": "a"}, headers=HTMX)
    assert response.status_code == 200
    assert "dialog:close" in response["HX-Trigger"]
    assert Entry.objects.get(reverses=entry).reason == "人员有误"


def test_the_list_filters(lin: Client, bureau: House, late: Callable[..., Entry]) -> None:
    first = late()
    second = late(staff=bureau.people["zhao"], clause="6.2", occurred_on=date(2026, 11, 3))
    reversal = reverse(actor=bureau.user("zhou"), entry=first, reason="x", idempotency_key="r")

    def listed(**query: Any) -> set[int]:
        return {entry.pk for entry in lin.get("/u/minzheng/entries/", query).context["entries"]}

    assert listed() == {first.pk, second.pk, reversal.pk}
    assert listed(person=bureau.people["zhao"].pk) == {second.pk}
    assert listed(clause="6.1a") == {first.pk, reversal.pk}
    assert listed(last="2026-11-10") == {second.pk}
    assert listed(by=bureau.user("zhou").pk) == {reversal.pk}
    assert listed(standing="counts") == {second.pk}
    assert listed(standing="reversed") == {first.pk, reversal.pk}
    assert listed(source="import") == set()
    assert listed(period="999", first="nonsense") == set()


def test_one_entry_shows_both_its_ends(lin: Client, bureau: House, late: Callable[..., Entry]) -> None:
    entry = late(note="上午 8:41 到岗")
    reversal = reverse(actor=bureau.user("zhou"), entry=entry, reason="人员有误", idempotency_key="r")
    page = lin.get(f"/u/minzheng/entries/{entry.pk}/").content.decode()
    assert "上午 8:41 到岗" in page
    assert "人员有误" in page
    assert f"/entries/{reversal.pk}/" in page
    assert f"/entries/{entry.pk}/" in lin.get(f"/u/minzheng/entries/{reversal.pk}/").content.decode()


def crowd(bureau: House, count: int) -> None:
    """So many more people in the relief section."""
    people = StaffMember.objects.bulk_create(
        StaffMember(unit=bureau.unit, number=f"9{n:05}", name=f"人员{n}", pinyin=f"renyuan{n}", initials="ry")
        for n in range(count)
    )
    Assignment.objects.bulk_create(
        Assignment(
            staff=person, department=bureau.departments["relief"], category="general", valid_from=START
        )
        for person in people
    )


@pytest.mark.parametrize("path", ["enter/", "enter/people/?q=ry", "enter/preview/", "entries/"])
def test_statements_do_not_grow_with_the_unit(
    lin: Client,
    bureau: House,
    late: Callable[..., Entry],
    path: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    late()
    address = f"/u/minzheng/{path}"
    if path == "enter/preview/":
        address += f"?people={bureau.people['li'].pk}&clause=6.1a&count=1"
    lin.get(address)
    with django_assert_max_num_queries(40) as few:
        lin.get(address)
    crowd(bureau, 400)
    for number in range(30):
        late(staff=bureau.people[("li", "zhao", "he")[number % 3]], clause="6.1b")
    with django_assert_num_queries(len(few)):
        lin.get(address)
