"""The office prepares an evaluation, issues codes that are shown once, begins and ends it, and sees who answered: never what."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from assessment.models import Period
from evaluation.cast_ballots import cast_ballots
from evaluation.models import Campaign, Code, Subject
from evaluation.run_campaigns import issue_codes
from organization.models import User
from tests.cast import House
from tests.narrowing import present

PAGES = "/u/minzheng/evaluation/"


@pytest.fixture
def office(bureau: House, login: Callable[[User], Client]) -> Client:
    return login(bureau.user("zhou"))


def prepare(client: Client, period: Period, bureau: House, **more: Any) -> Any:
    said = {
        "title": "民主评议",
        "group-1": "社会公众",
        "weight-1": "3",
        "group-2": "代表委员",
        "department": [each.pk for each in bureau.departments.values()],
    }
    return client.post(f"{PAGES}{period.pk}/prepare/", said | more)


def test_the_office_prepares_groups_and_subjects(bureau: House, year: Period, office: Client) -> None:
    assert "社会公众" not in office.get(f"{PAGES}{year.pk}/").content.decode()
    assert prepare(office, year, bureau, staff=[bureau.people["li"].pk]).status_code == 302
    campaign = Campaign.objects.get()
    assert [(group.name, group.weight) for group in campaign.groups.all()] == [
        ("社会公众", Decimal(3)),
        ("代表委员", Decimal(1)),
    ]
    assert campaign.subjects.count() == len(bureau.departments) + 1
    assert "民主评议" in office.get(PAGES).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("weight-1", "x"), ("weight-1", "-1"), ("weight-1", "0"), ("title", ""), ("group-2", "社会公众")],
)
def test_what_is_wrong_is_said(bureau: House, year: Period, office: Client, field: str, value: str) -> None:
    assert prepare(office, year, bureau, **{field: value}).status_code == 422
    assert not Campaign.objects.exists()


def test_what_was_typed_is_still_there_after_a_refusal(bureau: House, year: Period, office: Client) -> None:
    page = prepare(
        office, year, bureau, **{"weight-1": "x", "staff": [bureau.people["li"].pk]}
    ).content.decode()
    relief = bureau.departments["relief"].pk
    for kept in ('value="民主评议"', 'value="社会公众"', 'value="x"', f'value="{relief}" checked', "李晓敏"):
        assert kept in page


@pytest.mark.usefixtures("bureau")
def test_codes_are_shown_in_the_answer_only(year: Period, campaign: Campaign, office: Client) -> None:
    group = campaign.groups.get(code="public")
    answer = office.post(f"{PAGES}{year.pk}/codes/", {"group": group.pk, "count": "2"})
    codes = answer.context["codes"]
    assert answer.status_code == 200
    assert len(codes) == 2
    assert all(len(code) == 14 for code in codes)
    assert "no-store" in answer["Cache-Control"]
    page = office.get(f"{PAGES}{year.pk}/").content.decode()
    assert not any(code in page for code in codes)


def test_codes_come_as_a_file(year: Period, campaign: Campaign, office: Client) -> None:
    group = campaign.groups.get(code="public")
    answer = office.post(f"{PAGES}{year.pk}/codes/", {"group": group.pk, "count": "3", "as": "file"})
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    assert "attachment" in answer["Content-Disposition"]
    assert lines[0].endswith("/ballot/")
    assert len([line for line in lines if line.count("-") == 2]) == 3
    assert Code.objects.count() == 3


@pytest.mark.parametrize("count", ["0", "20001", "x", ""])
def test_a_number_of_codes_that_does_not_do_is_refused(
    year: Period, campaign: Campaign, office: Client, count: str
) -> None:
    group = campaign.groups.get(code="public")
    answer = office.post(f"{PAGES}{year.pk}/codes/", {"group": group.pk, "count": count})
    assert answer.status_code == 422
    assert not Code.objects.exists()


def test_the_page_counts_codes_and_shows_no_answer(
    bureau: House, year: Period, campaign: Campaign, office: Client
) -> None:
    codes = issue_codes(actor=bureau.user("zhou"), group=campaign.groups.get(code="public"), count=3)
    office.post(f"{PAGES}{year.pk}/open/")
    about = present(Subject.objects.filter(campaign=campaign).first())
    cast_ballots(code=codes[0], answers={about.pk: {"duties": "satisfied"}})
    answer = office.get(f"{PAGES}{year.pk}/")
    assert [(row.group.issued, row.spent) for row in answer.context["progress"]] == [(3, 1), (0, 0)]
    assert "ballots" not in answer.content.decode()


def test_it_is_begun_and_ended_once(year: Period, campaign: Campaign, office: Client) -> None:
    assert office.post(f"{PAGES}{year.pk}/end/").status_code == 422
    assert office.post(f"{PAGES}{year.pk}/open/").status_code == 302
    assert office.post(f"{PAGES}{year.pk}/open/").status_code == 422
    assert office.post(f"{PAGES}{year.pk}/end/").status_code == 302
    campaign.refresh_from_db()
    assert campaign.state == Campaign.State.ENDED
    assert office.get(f"{PAGES}{year.pk}/").context["progress"][0].spent is None


@pytest.mark.parametrize("name", ["li", "sun", "qian"])
@pytest.mark.usefixtures("campaign")
def test_nobody_else_runs_an_evaluation(
    bureau: House, year: Period, login: Callable[[User], Client], name: str
) -> None:
    client = login(bureau.user(name))
    for address in (PAGES, f"{PAGES}{year.pk}/"):
        assert client.get(address).status_code == 404
    assert client.post(f"{PAGES}{year.pk}/open/").status_code == 404
