"""My weeks, and the weeks that somebody reviews or marks, in the browser."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from assessment.models import Period
from organization.models import User
from tests.cast import House
from worklog.models import WeeklyJournal
from worklog.write_journals import record_week

WEEK = "2026-W47"  # its Thursday is 19 November, yesterday
OWN, REVIEW = "/u/minzheng/weeks/", "/u/minzheng/weeks/review/"


def save(client: Client, week: Any = WEEK, score: Any = "48", goal: Any = "日常工作") -> Any:
    said = {"goal": [goal, ""], "text": ["窗口值班", ""], "score": [score, ""]}
    return client.post(f"{OWN}{week}/save/", said)


@pytest.fixture
def journal(bureau: House, year: Period) -> WeeklyJournal:  # noqa: ARG001  # for its effect
    person, scores = bureau.people["li"], {"日常工作": Decimal(48)}
    return record_week(actor=bureau.user("li"), staff=person, week=WEEK, scores=scores)


@pytest.mark.usefixtures("year")
def test_the_last_eight_weeks_are_listed_and_the_missing_ones_are_told(
    bureau: House, login: Callable[[User], Client]
) -> None:
    answer = login(bureau.user("li")).get(OWN)
    assert [week.code for week in answer.context["weeks"]] == [f"2026-W{n}" for n in range(47, 39, -1)]
    assert answer.content.decode().count("尚未填写") == 8


@pytest.mark.usefixtures("year")
def test_a_week_is_handed_in_with_ones_own_score(bureau: House, login: Callable[[User], Client]) -> None:
    assert save(login(bureau.user("li"))).status_code == 302
    written = WeeklyJournal.objects.get()
    assert (written.week, written.scores) == (WEEK, {"日常工作": {"self": "48"}})
    assert written.goals == {"日常工作": "窗口值班"}


@pytest.mark.parametrize(
    ("score", "status"), [("50", 302), ("50.01", 422), ("0", 302), ("-1", 422), ("x", 422), ("", 422)]
)
@pytest.mark.usefixtures("year")
def test_a_score_keeps_to_its_bounds_and_what_was_typed_stays(
    bureau: House, login: Callable[[User], Client], score: str, status: int
) -> None:
    answer = save(login(bureau.user("li")), score=score)
    assert answer.status_code == status
    assert status == 302 or "窗口值班" in answer.content.decode()


@pytest.mark.parametrize("week", ["2026-W48", "2026-W39", "x"])
@pytest.mark.usefixtures("year")
def test_other_weeks_are_not_there(bureau: House, login: Callable[[User], Client], week: str) -> None:
    client = login(bureau.user("li"))
    assert save(client, week).status_code == 404
    assert client.get(OWN, {"week": week}).status_code == 404


@pytest.mark.usefixtures("year")
def test_a_reviewer_scores_beside_each_goal_and_the_person_reads_it(
    bureau: House, journal: WeeklyJournal, login: Callable[[User], Client]
) -> None:
    chief = login(bureau.user("he"))
    assert "李" in chief.get(REVIEW).content.decode()
    answer = chief.post(f"{REVIEW}{journal.pk}/", {"goal": ["日常工作"], "score": ["45"]})
    assert answer.status_code == 302
    journal.refresh_from_db()
    assert journal.scores["日常工作"] == {"self": "48", "section_chief": "45"}
    own = login(bureau.user("li")).get(OWN, {"week": WEEK}).content.decode()
    assert "45" in own
    assert "week-row" not in own, "it can no longer be changed"


@pytest.mark.usefixtures("year")
def test_a_score_that_does_not_do_is_refused_by_name(
    bureau: House, journal: WeeklyJournal, login: Callable[[User], Client]
) -> None:
    answer = login(bureau.user("he")).post(f"{REVIEW}{journal.pk}/", {"goal": ["日常工作"], "score": ["51"]})
    assert answer.status_code == 422
    assert bureau.people["li"].name in answer.content.decode()


@pytest.mark.usefixtures("year")
def test_whoever_reviews_nobody_finds_no_list_and_no_journal(
    bureau: House, journal: WeeklyJournal, login: Callable[[User], Client]
) -> None:
    client = login(bureau.user("li"))
    assert client.get(REVIEW).status_code == 404
    assert client.post(f"{REVIEW}{journal.pk}/", {}).status_code == 404


@pytest.mark.usefixtures("year", "journal")
def test_the_office_marks_who_has_not_handed_in(bureau: House, login: Callable[[User], Client]) -> None:
    client = login(bureau.user("zhou"))
    wang = bureau.people["he"]
    address = f"{OWN}{WEEK}/mark/{wang.pk}/"
    assert client.post(address, {"state": "missing", "reason": ""}).status_code == 422
    assert client.post(address, {"state": "excused", "reason": "公务出差"}).status_code == 302
    assert WeeklyJournal.objects.get(staff=wang).state == "excused"
    handed_in = f"{OWN}{WEEK}/mark/{bureau.people['li'].pk}/"
    assert client.post(handed_in, {"state": "missing", "reason": "x"}).status_code == 422
    assert login(bureau.user("li")).post(address, {"state": "missing", "reason": "x"}).status_code == 404
