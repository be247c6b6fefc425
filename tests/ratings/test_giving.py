"""Giving scores: one's own people only, up to the maximum, until the sheet is handed in."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from assessment.data_entry.ratings.missing import missing_scores, rating_progress
from assessment.data_entry.ratings.rater_sheets import sheet_of
from assessment.models import Period, RatingSheet
from assessment.ratings.give_scores import give_score, give_scores, hand_in_sheet, read_score, withdraw_sheet
from organization.models import StaffState, User
from tests.cast import House
from tests.ratings.conftest import Duty

SCORES = "/u/yunshan/scores/"


def test_a_score_is_kept_with_who_gave_it_and_when(street: House, duty: Duty) -> None:
    task = give_score(actor=street.user("gao"), task=duty("ma", "routine.section", "gao"), score="81.5")
    assert task.score == Decimal("81.50")
    assert task.given_by == street.user("gao")
    assert task.given_at is not None
    assert task.history.first().history_user == street.user("gao")


@pytest.mark.parametrize(
    ("duties", "item", "highest"),
    [
        (["routine.section"], "routine.section", "90"),
        (["routine.section", "routine.community"], "routine.section", "45"),
        (["routine.section", "key.1"], "routine.section", "50"),
        (["routine.section", "routine.community", "key.1"], "routine.community", "25"),
        (["routine.section", "key.1"], "key.1", "40"),
        (["routine.section", "key.1", "key.2"], "key.2", "20"),
    ],
)
def test_the_maximum_follows_from_the_persons_duties(
    street: House, duty: Duty, duties: list[Any], item: str, highest: str
) -> None:
    tasks = {each: duty("ma", each, "gao") for each in duties}
    gao = street.user("gao")
    assert give_score(actor=gao, task=tasks[item], score=highest).score == Decimal(highest)
    with pytest.raises(ValidationError) as refused:
        give_score(actor=gao, task=tasks[item], score=Decimal(highest) + Decimal("0.01"))
    assert highest in refused.value.messages[0]
    tasks[item].refresh_from_db()
    assert tasks[item].score == Decimal(highest)


@pytest.mark.parametrize("typed", ["-0.01", "8.123", "viel", "1e3000", "NaN"])
def test_what_is_no_score_is_refused(street: House, duty: Duty, typed: str) -> None:
    task = duty("ma", "routine.section", "gao")
    with pytest.raises(ValidationError):
        give_score(actor=street.user("gao"), task=task, score=typed)
    task.refresh_from_db()
    assert task.score is None


@pytest.mark.usefixtures("street")
def test_full_width_digits_are_read() -> None:
    assert read_score("８５．５") == Decimal("85.5")
    assert read_score("  ") is None


def test_nobody_gives_a_score_for_another_rater(street: House, duty: Duty) -> None:
    task = duty("ma", "routine.section", "gao")
    for who in ("xu", "luo", "ma"):
        with pytest.raises(PermissionDenied):
            give_score(actor=street.user(who), task=task, score="50")


def test_scores_of_another_raters_tasks_are_refused_as_a_whole(
    street: House, quarter: Period, duty: Duty
) -> None:
    mine, other = duty("ma", "routine.section", "gao"), duty("ma", "key.1", "luo")
    with pytest.raises(PermissionDenied):
        give_scores(
            actor=street.user("gao"),
            period=quarter,
            rater=street.people["gao"],
            scores={mine.pk: "40", other.pk: "10"},
        )
    mine.refresh_from_db()
    assert mine.score is None


def test_handing_in_names_everyone_without_a_score(street: House, quarter: Period, duty: Duty) -> None:
    give_score(actor=street.user("gao"), task=duty("ma", "routine.section", "gao"), score="80")
    duty("chen", "routine.section", "gao")
    with pytest.raises(ValidationError) as refused:
        hand_in_sheet(actor=street.user("gao"), period=quarter, rater=street.people["gao"])
    assert "陈立新" in refused.value.messages[0]
    assert "马强" not in refused.value.messages[0]
    assert not RatingSheet.objects.filter(handed_in_at__isnull=False).exists()


def test_a_retired_person_needs_no_score(street: House, quarter: Period, duty: Duty) -> None:
    duty("ma", "routine.section", "gao")
    give_score(actor=street.user("gao"), task=duty("chen", "routine.section", "gao"), score="80")
    StaffState.objects.create(
        staff=street.people["ma"], kind=StaffState.Kind.RETIRED, valid_from=date(2026, 11, 1)
    )
    sheet = hand_in_sheet(actor=street.user("gao"), period=quarter, rater=street.people["gao"])
    assert sheet.handed_in_at is not None
    assert missing_scores(quarter) == []


def test_somebody_who_left_the_unit_needs_no_score(street: House, quarter: Period, duty: Duty) -> None:
    duty("ma", "routine.section", "gao")
    street.people["ma"].assignments.update(valid_to=date(2026, 9, 30))
    assert missing_scores(quarter) == []


def test_after_the_hand_in_nothing_changes_until_it_is_taken_back(
    street: House, quarter: Period, duty: Duty
) -> None:
    gao, rater = street.user("gao"), street.people["gao"]
    task = give_score(actor=gao, task=duty("ma", "routine.section", "gao"), score="80")
    hand_in_sheet(actor=gao, period=quarter, rater=rater)
    with pytest.raises(ValidationError):
        give_score(actor=gao, task=task, score="81")
    withdraw_sheet(actor=gao, period=quarter, rater=rater)
    assert give_score(actor=gao, task=task, score="81").score == Decimal("81")


def test_only_the_rater_takes_a_sheet_back(street: House, quarter: Period, duty: Duty) -> None:
    give_score(actor=street.user("gao"), task=duty("ma", "routine.section", "gao"), score="80")
    hand_in_sheet(actor=street.user("gao"), period=quarter, rater=street.people["gao"])
    with pytest.raises(PermissionDenied):
        withdraw_sheet(actor=street.user("xu"), period=quarter, rater=street.people["gao"])


@pytest.mark.parametrize("state", [Period.State.CLOSED, Period.State.PUBLISHED, Period.State.FINAL])
def test_a_closed_quarter_takes_no_score(street: House, quarter: Period, duty: Duty, state: Any) -> None:
    task = duty("ma", "routine.section", "gao")
    Period.objects.update(state=state)
    with pytest.raises(ValidationError):
        give_score(actor=street.user("gao"), task=task, score="80")
    with pytest.raises(ValidationError):
        hand_in_sheet(actor=street.user("gao"), period=quarter, rater=street.people["gao"])


def test_a_further_duty_lowers_the_maximum_and_lists_the_scores_above_it(
    street: House, quarter: Period, duty: Duty
) -> None:
    gao, rater = street.user("gao"), street.people["gao"]
    task = give_score(actor=gao, task=duty("ma", "routine.section", "gao"), score="88")
    duty("ma", "key.1", "luo")
    sheet = sheet_of(quarter, rater)
    assert sheet.to_correct == ["马强"]
    assert [row.to_correct for row in missing_scores(quarter) if row.name == "高明"] == [["马强"]]
    with pytest.raises(ValidationError) as refused:
        hand_in_sheet(actor=gao, period=quarter, rater=rater)
    assert "马强" in " ".join(refused.value.messages)
    give_score(actor=gao, task=task, score="50")
    assert hand_in_sheet(actor=gao, period=quarter, rater=rater).handed_in_at is not None


def test_missing_scores_are_grouped_by_rater(street: House, quarter: Period, duty: Duty) -> None:
    give_score(actor=street.user("gao"), task=duty("ma", "routine.section", "gao"), score="40")
    duty("chen", "routine.section", "gao")
    duty("ma", "key.1", "luo")
    rows = {row.name: (row.given, row.total, row.waiting) for row in missing_scores(quarter)}
    assert rows == {"高明": (1, 2, ["陈立新"]), "罗成": (0, 1, ["马强"])}
    party = [street.departments["party"].pk]
    assert rating_progress(quarter, party) == []


@pytest.mark.usefixtures("quarter")
def test_a_rater_sees_the_own_people_and_never_another_raters_scores(
    street: House, duty: Duty, login: Callable[[User], Client]
) -> None:
    give_score(actor=street.user("gao"), task=duty("ma", "routine.section", "gao"), score="41.25")
    duty("ma", "key.1", "luo", "河道整治")
    duty("wu", "key.1", "luo")
    page = login(street.user("luo")).get(SCORES).content.decode()
    assert "吴桐" in page
    assert "河道整治" in page
    assert "41.25" not in page
    page = login(street.user("gao")).get(SCORES).content.decode()
    assert "41.25" in page
    assert "吴桐" not in page
    assert "河道整治" not in page


def test_a_rater_cannot_write_into_another_raters_cell(
    street: House, duty: Duty, login: Callable[[User], Client]
) -> None:
    task = duty("ma", "routine.section", "gao")
    assert login(street.user("luo")).post(f"{SCORES}{task.pk}/", {"score": "40"}).status_code == 404
    assert login(street.user("xu")).post(f"{SCORES}{task.pk}/", {"score": "40"}).status_code == 404
    task.refresh_from_db()
    assert task.score is None


def test_a_cell_saves_itself_and_the_counter_moves(
    street: House, duty: Duty, login: Callable[[User], Client]
) -> None:
    task = duty("ma", "routine.section", "gao")
    duty("chen", "routine.section", "gao")
    answer = login(street.user("gao")).post(f"{SCORES}{task.pk}/", {"score": "88"})
    assert answer.status_code == 200
    assert 'data-given="1" data-total="2"' in answer.content.decode()
    refused = login(street.user("gao")).post(f"{SCORES}{task.pk}/", {"score": "90.5"})
    assert refused.status_code == 422
    assert "90" in refused.content.decode()
    task.refresh_from_db()
    assert task.score == Decimal("88")


def test_the_page_hands_in_and_takes_back(
    street: House, quarter: Period, duty: Duty, login: Callable[[User], Client]
) -> None:
    client = login(street.user("gao"))
    task = duty("ma", "routine.section", "gao")
    refused = client.post(f"{SCORES}hand-in/", {"period": quarter.pk})
    assert refused.status_code == 422
    assert "马强" in refused.content.decode()
    client.post(f"{SCORES}{task.pk}/", {"score": "88"})
    assert client.post(f"{SCORES}hand-in/", {"period": quarter.pk}).status_code == 302
    page = client.get(SCORES).content.decode()
    assert 'name="score"' not in page
    assert "88.00" in page
    assert client.post(f"{SCORES}withdraw/", {"period": quarter.pk}).status_code == 302
    assert 'name="score"' in client.get(SCORES).content.decode()


@pytest.mark.usefixtures("quarter")
def test_whoever_has_nobody_to_score_is_told_so(street: House, login: Callable[[User], Client]) -> None:
    answer = login(street.user("ma")).get(SCORES)
    assert answer.status_code == 200
    assert 'name="score"' not in answer.content.decode()


def test_the_navigation_offers_the_sheet_only_to_raters(
    street: House, duty: Duty, login: Callable[[User], Client]
) -> None:
    duty("ma", "routine.section", "gao")
    assert f'href="{SCORES}"' in login(street.user("gao")).get("/u/yunshan/mine/").content.decode()
    assert f'href="{SCORES}"' not in login(street.user("ma")).get("/u/yunshan/mine/").content.decode()


@pytest.mark.usefixtures("street")
def test_another_units_login_finds_no_sheet(
    bureau: House, duty: Duty, login: Callable[[User], Client]
) -> None:
    task = duty("ma", "routine.section", "gao")
    client = login(bureau.user("zhou"))
    assert client.get(SCORES).status_code == 404
    assert client.post(f"{SCORES}{task.pk}/", {"score": "1"}).status_code == 404


def test_the_sheet_needs_the_same_number_of_statements_for_more_people(
    street: House,
    duty: Duty,
    login: Callable[[User], Client],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = login(street.user("gao"))
    first = duty("ma", "routine.section", "gao")
    client.get(SCORES)
    with CaptureQueriesContext(connection) as reading:
        client.get(SCORES)
    client.post(f"{SCORES}{first.pk}/", {"score": "10"})
    with CaptureQueriesContext(connection) as writing:
        client.post(f"{SCORES}{first.pk}/", {"score": "11"})
    for who in ("chen", "wu", "fang", "qin", "hang"):
        duty(who, "routine.section", "gao")
    with django_assert_num_queries(len(reading)):
        client.get(SCORES)
    with django_assert_num_queries(len(writing)):
        client.post(f"{SCORES}{first.pk}/", {"score": "12"})
