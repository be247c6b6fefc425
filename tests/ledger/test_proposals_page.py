"""The page on which the assessment office decides proposed entries: one, several, with the reason."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from assessment.facade import withdraw_proposal
from assessment.ledger.decide_proposals import confirm_proposal
from assessment.models import Entry, Period, ProposedEntry
from organization.models import Role, User
from tests.cast import House, grant
from tests.ledger.proposing import proposed

pytestmark = pytest.mark.django_db
ADDRESS = "/u/minzheng/proposals/"


@pytest.fixture(autouse=True)
def _november(november: Period) -> None:
    """November 2026 of the bureau is open."""


@pytest.fixture
def office(bureau: House, login: Callable[[User], Client]) -> Any:
    """The browser of 周敏, of the assessment office."""
    return login(bureau.user("zhou"))


def token(row: ProposedEntry) -> str:
    return f"{row.pk}.{row.revision}"


def states() -> list[str]:
    return list(ProposedEntry.objects.order_by("pk").values_list("state", flat=True))


def test_the_page_says_who_which_clause_what_it_costs_from_where_and_why(bureau: House, office: Any) -> None:
    proposed(bureau, count=Decimal(2))
    text = office.get(ADDRESS).content.decode()
    for words in ("李晓敏", "6.1a", "迟到", "−1", "attendance", "08:47 打卡，迟到 17 分钟", "2026年11月"):
        assert words in text


def test_the_navigation_has_the_page_where_something_was_proposed_and_for_the_office_only(
    bureau: House, office: Any, login: Callable[[User], Client]
) -> None:
    assert ADDRESS not in office.get("/u/minzheng/entries/").content.decode()
    proposed(bureau)
    assert ADDRESS in office.get("/u/minzheng/entries/").content.decode()
    other = login(bureau.user("lin"))
    assert ADDRESS not in other.get("/u/minzheng/entries/").content.decode()
    assert other.get(ADDRESS).status_code == 404


def test_an_office_of_some_departments_only_has_no_such_page(
    bureau: House, login: Callable[[User], Client]
) -> None:
    row = proposed(bureau)
    grant(bureau, "wang", Role.ASSESSMENT_OFFICE, "relief")
    scoped = login(bureau.user("wang"))
    assert scoped.get(ADDRESS).status_code == 404
    for step in ("confirm/", "dismiss/", f"{row.pk}/recall/"):
        answer = scoped.post(ADDRESS + step, {"proposal": token(row), "reason": "不符"})
        assert answer.status_code == 404
    assert states() == ["proposed"]


def test_several_are_confirmed_at_once_and_one_by_its_own_button(bureau: House, office: Any) -> None:
    rows = [proposed(bureau, who, who) for who in ("li", "he", "lin")]
    answer = office.post(f"{ADDRESS}confirm/", {"only": token(rows[0]), "proposal": [token(rows[1])]})
    assert answer.status_code == 302
    assert states() == ["confirmed", "proposed", "proposed"]
    office.post(f"{ADDRESS}confirm/", {"proposal": [token(row) for row in rows[1:]]})
    assert states() == ["confirmed"] * 3
    assert Entry.objects.count() == 3


def test_not_confirmed_asks_for_a_reason(bureau: House, office: Any) -> None:
    row = proposed(bureau)
    answer = office.post(f"{ADDRESS}dismiss/", {"proposal": token(row), "reason": " "})
    assert answer.status_code == 422
    assert states() == ["proposed"]
    office.post(f"{ADDRESS}dismiss/", {"proposal": token(row), "reason": "考勤机故障"})
    assert states() == ["dismissed"]
    assert "考勤机故障" in office.get(ADDRESS).content.decode()


@pytest.mark.parametrize("said", [{}, {"proposal": ["x", "1", ".", "9" * 30 + ".1"]}, {"only": "abc"}])
def test_nothing_chosen_is_said(bureau: House, office: Any, said: Any) -> None:
    proposed(bureau)
    assert office.post(f"{ADDRESS}confirm/", said).status_code == 422
    assert states() == ["proposed"]


def test_what_changed_since_the_page_was_read_is_not_confirmed(bureau: House, office: Any) -> None:
    row = proposed(bureau)
    proposed(bureau, count=Decimal(2))
    answer = office.post(f"{ADDRESS}confirm/", {"proposal": token(row)})
    assert answer.status_code == 422
    assert "内容已更新" in answer.content.decode()
    assert not Entry.objects.exists()


def test_one_s_own_matter_is_shown_without_a_box_and_refused(bureau: House, office: Any) -> None:
    row = proposed(bureau, "zhou")
    text = office.get(ADDRESS).content.decode()
    assert "涉及本人" in text
    assert f'value="{token(row)}"' not in text
    answer = office.post(f"{ADDRESS}confirm/", {"proposal": token(row)})
    assert answer.status_code == 422
    assert states() == ["proposed"]


def test_the_list_is_narrowed_by_room_period_and_name(bureau: House, november: Period, office: Any) -> None:
    proposed(bureau, "li", "a")
    proposed(bureau, "he", "b", room="worklog")

    def shown(query: str) -> list[str]:
        return [line.row.reference for line in office.get(f"{ADDRESS}?{query}").context["lines"]]

    assert shown("room=worklog") == ["b"]
    assert shown("q=晓敏") == ["a"]
    assert shown(f"period={november.pk}") == ["a", "b"]
    assert shown("period=999999") == []


def test_the_page_takes_as_many_statements_for_ten_as_for_two(
    bureau: House, office: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in range(2):
        proposed(bureau, reference=f"n{number}")
    office.get(ADDRESS)
    with CaptureQueriesContext(connection) as few:
        office.get(ADDRESS)
    for number in range(2, 10):
        proposed(bureau, reference=f"n{number}")
    with django_assert_num_queries(len(few)):
        office.get(ADDRESS)


def test_what_no_longer_holds_is_reversed_or_stands(bureau: House, office: Any) -> None:
    for who in ("li", "he"):
        confirm_proposal(actor=bureau.user("zhou"), proposal=proposed(bureau, who, who))
        withdraw_proposal(unit=bureau.unit, room="attendance", reference=who, reason="补卡已批准")
    first, second = ProposedEntry.objects.order_by("pk")
    assert "补卡已批准" in office.get(ADDRESS).content.decode()
    assert office.post(f"{ADDRESS}{first.pk}/recall/", {"do": "keep", "reason": ""}).status_code == 422
    office.post(f"{ADDRESS}{first.pk}/recall/", {"do": "keep", "reason": "补卡逾期"})
    office.post(f"{ADDRESS}{second.pk}/recall/", {"do": "reverse"})
    assert states() == ["confirmed", "withdrawn"]
    assert Entry.objects.counting().get().staff == bureau.people["li"]


def test_a_proposal_of_another_unit_is_not_there(
    bureau: House, street: House, login: Callable[[User], Client]
) -> None:
    row = proposed(bureau)
    other = login(street.user("xu"))
    assert other.post(f"/u/yunshan/proposals/{row.pk}/recall/", {"do": "reverse"}).status_code == 404
    assert other.post("/u/yunshan/proposals/confirm/", {"proposal": token(row)}).status_code == 422
    assert states() == ["proposed"]
