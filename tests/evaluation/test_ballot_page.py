"""The public ballot: a code opens the questionnaire, the answers are cast, and nothing joins the two."""

import logging

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from evaluation.models import Ballot, Campaign, Code, Subject
from evaluation.run_campaigns import issue_codes, open_campaign
from evaluation.throttle import MOST_WRONG, WAIT_SECONDS
from tests.cast import House

BALLOT = "/ballot/"


@pytest.fixture(autouse=True)
def _own_counter(settings: Settings) -> None:
    """Counters of this test alone, by the clock of the test."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "ballot"}
    }
    cache.clear()


@pytest.fixture
def code(bureau: House, campaign: Campaign) -> str:
    office = bureau.user("zhou")
    found = issue_codes(actor=office, group=campaign.groups.get(code="public"), count=1)
    open_campaign(actor=office, campaign=campaign)
    return found[0]


@pytest.fixture
def relief(bureau: House, campaign: Campaign) -> int:
    return Subject.objects.get(campaign=campaign, department=bureau.departments["relief"]).pk


@pytest.mark.usefixtures("campaign")
def test_a_code_opens_the_questionnaire_of_all_subjects(bureau: House, code: str) -> None:
    page = Client().post(BALLOT, {"code": f" {code[:4].lower()}-{code[4:]} "}).content.decode()
    for department in bureau.departments.values():
        assert department.name in page
    assert page.count('type="radio"') == page.count("<fieldset") * page.split("</fieldset>")[0].count("radio")
    assert "satisfied</" not in page


@pytest.mark.usefixtures("campaign")
def test_answers_are_cast_once_and_thanked_for(code: str, relief: int) -> None:
    client, said = Client(), {"code": code, f"a-{relief}-duties": "satisfied", f"a-{relief}-style": ""}
    assert client.post(f"{BALLOT}cast/", said)["Location"] == f"{BALLOT}thanks/"
    assert Ballot.objects.get().answers == {"duties": "satisfied"}
    assert client.get(f"{BALLOT}thanks/").status_code == 200
    assert client.post(f"{BALLOT}cast/", said).status_code == 422
    assert Ballot.objects.count() == 1


def test_without_any_answer_the_code_is_not_spent(code: str, relief: int) -> None:
    refused = Client().post(f"{BALLOT}cast/", {"code": code, f"a-{relief}-style": ""})
    assert refused.status_code == 422
    assert "尚未作答" in refused.content.decode()
    assert Code.objects.count() == 1


def test_what_was_chosen_stays_when_something_is_wrong(code: str, relief: int) -> None:
    said = {"code": code, f"a-{relief}-duties": "satisfied", f"a-{relief}-nothing": "satisfied"}
    refused = Client().post(f"{BALLOT}cast/", said)
    assert refused.status_code == 422
    assert f'name="a-{relief}-duties" value="satisfied" checked' in refused.content.decode()


def test_a_code_is_not_valid_before_the_evaluation_begins(bureau: House, campaign: Campaign) -> None:
    group = campaign.groups.get(code="public")
    found = issue_codes(actor=bureau.user("zhou"), group=group, count=1)
    assert Client().post(BALLOT, {"code": found[0]}).status_code == 422


def test_who_guesses_has_to_wait_and_a_right_code_does_not_help(
    clock: time_machine.Traveller, code: str
) -> None:
    client = Client()
    for _attempt in range(MOST_WRONG):
        assert client.post(BALLOT, {"code": "AAAA"}).status_code == 422
    refused = client.post(BALLOT, {"code": code})
    assert refused.status_code == 429
    assert "15 分钟" in refused.content.decode()
    clock.shift(WAIT_SECONDS + 1)
    assert client.post(BALLOT, {"code": code}).status_code == 200


def test_one_guess_less_is_let_in_and_another_address_is_not_kept_waiting(code: str) -> None:
    client = Client()
    for _attempt in range(MOST_WRONG - 1):
        client.post(BALLOT, {"code": "AAAA"})
    assert client.post(BALLOT, {"code": code}).status_code == 200
    client.post(BALLOT, {"code": "AAAA"})
    assert client.post(BALLOT, {"code": code}).status_code == 429
    assert Client(REMOTE_ADDR="10.0.0.9").post(BALLOT, {"code": code}).status_code == 200


def test_neither_a_cookie_nor_a_line_of_the_log_holds_the_code(
    code: str, relief: int, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    with caplog.at_level(logging.DEBUG):
        client.get(BALLOT)
        client.post(BALLOT, {"code": code})
        client.post(f"{BALLOT}cast/", {"code": code, f"a-{relief}-duties": "satisfied"})
    assert set(client.cookies) <= {"csrftoken"}
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("django_structlog")]
    assert any("/ballot/cast/" in line for line in lines)
    assert not any(code in line or "satisfied" in line for line in lines)


def test_no_cache_keeps_the_questionnaire(code: str) -> None:
    assert "no-store" in Client().post(BALLOT, {"code": code})["Cache-Control"]


def test_the_ballot_speaks_english_too(code: str) -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    page = client.post(BALLOT, {"code": code}).content.decode()
    assert "Hand in the answers" in page
