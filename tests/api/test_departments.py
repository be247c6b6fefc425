"""The interface and departments: recording on them, clauses about them, their results."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from assessment.closing.start_close import close_here
from assessment.models import Entry, Period
from assessment.periods.open_period import open_period
from organization.models import User
from tests.cast import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def november(clock: time_machine.Traveller, hall: House) -> Period:  # noqa: ARG001  # for its effect
    """November 2026 of the hall, open."""
    return open_period(actor=None, unit=hall.unit, scheme=hall.scheme, key="2026-11")


@pytest.fixture
def send(
    hall: House,
    november: Period,  # noqa: ARG001  # for its effect
    login: Callable[..., Client],
) -> Callable[..., tuple[int, dict[str, Any]]]:
    """Record one entry as the assessment office; status and answer."""
    client, sent = login(hall.user("su")), []

    def post(**row: Any) -> tuple[int, dict[str, Any]]:
        sent.append(row)
        answer = client.post(
            "/api/v1/units/hall/entries/",
            {"occurred_on": "2026-11-20", **row},
            content_type="application/json",
            headers={"Idempotency-Key": f"k{len(sent)}"},
        )
        return answer.status_code, answer.json()

    return post


def paths(answer: dict[str, Any]) -> list[str]:
    return [each["path"] for each in answer["errors"]]


@pytest.mark.usefixtures("hall")
def test_an_entry_on_a_department_is_recorded_by_its_code(
    send: Callable[..., tuple[int, dict[str, Any]]],
) -> None:
    status, answer = send(
        department_code="W2", clause="w2", attributes={"kind": "media", "level": "city", "matter": "m"}
    )
    assert (status, answer["staff"], answer["department"]["name"]) == (201, None, "税务窗口")
    assert (answer["effect"], answer["clause_title"]) == ("3.00", "表扬")
    assert answer["attributes"] == {"kind": "media", "level": "city", "matter": "m"}


def test_attributes_of_a_clause_keep_their_kind(send: Callable[..., tuple[int, dict[str, Any]]]) -> None:
    status, answer = send(
        staff_number="3004", clause="s2", attributes={"level": "city", "authors": 3, "written": True}
    )
    assert (status, answer["effect"]) == (201, "0.33")
    assert Entry.objects.get().attributes == {"level": "city", "authors": 3, "written": True}


@pytest.mark.parametrize(
    ("row", "where"),
    [
        ({"clause": "w1"}, "staff_number"),
        ({"clause": "w1", "department_code": "W2", "staff_number": "3004"}, "staff_number"),
        ({"clause": "w1", "department_code": "W99"}, "department_code"),
        ({"clause": "w2", "department_code": "W2"}, "attributes.level"),
        ({"clause": "s4", "staff_number": "3004", "attributes": {"ref": 9}}, "attributes.ref"),
        ({"clause": "s1", "staff_number": "3004", "attributes": {"x": "y"}}, "attributes.x"),
        ({"clause": "s2", "staff_number": "3004", "attributes": {"level": 1.5}}, "attributes.level"),
        ({"clause": "s1", "department_code": "W2"}, "clause"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(
    send: Callable[..., tuple[int, dict[str, Any]]], row: dict[str, Any], where: str
) -> None:
    status, answer = send(**row)
    assert (status, paths(answer)) == (400, [where])


def test_clauses_tell_whom_they_are_about_and_what_they_ask_for(
    hall: House, november: Period, login: Callable[[User], Client]
) -> None:
    client = login(hall.user("su"))
    rows = client.get(f"/api/v1/units/hall/schemes/{november.version_id}/clauses/").json()["results"]
    clauses = {row["id"]: row for row in rows}
    assert (clauses["s1"]["about"], clauses["w1"]["about"]) == ("staff", "department")
    assert clauses["s2"]["particulars"] == ["authors", "level", "matter", "written"]
    assert (clauses["s4"]["item"], clauses["s3"]["kind"]) == (None, "from_department")


def test_results_of_departments_with_their_explanation(
    send: Callable[..., tuple[int, dict[str, Any]]],
    hall: House,
    november: Period,
    login: Callable[[User], Client],
) -> None:
    send(department_code="W2", clause="w1", count="2")
    send(staff_number="3004", clause="s1", count="3")
    Period.objects.filter(pk=november.pk).update(state=Period.State.SUBMITTED)
    assert close_here(actor=hall.user("su"), period=november).error == ""
    office, member = login(hall.user("su")), login(hall.user("ding"))
    rows = office.get("/api/v1/units/hall/department-results/?department_code=W2").json()["results"]
    [tax] = rows
    assert (tax["score"], tax["items"]["faults"], tax["shares"]) == ("88.00", "-10.00", None)
    one = office.get(f"/api/v1/units/hall/department-results/{tax['id']}/").json()
    assert "梅雪" in str(one["explanation"])
    assert member.get("/api/v1/units/hall/department-results/").json()["results"] == []
    Period.objects.filter(pk=november.pk).update(state=Period.State.PUBLISHED)
    [own] = member.get("/api/v1/units/hall/department-results/").json()["results"]
    assert Decimal(own["score"]) == 88
    told = member.get(f"/api/v1/units/hall/department-results/{own['id']}/").json()
    assert "梅雪" not in str(told["explanation"])
