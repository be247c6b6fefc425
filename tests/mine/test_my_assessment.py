"""«My assessment»: one's own results, every line once, every sum to be checked; nothing before it is published."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.closing.reopen_period import reopen_period
from assessment.decisions.decide import decide
from assessment.models import Acknowledgement, Period, RatingSheet, RatingTask
from assessment.office.periods.publish_period import publish_period
from assessment.periods.open_period import open_period
from assessment.ratings.assign_duties import DutyRow, assign_duties
from organization.models import StaffState, User
from tests.cast import House, build_outsiders
from tests.mine.conftest import leave_the_rest, result
from tests.narrowing import present
from tests.periods.houses import closed, office, opened, past, rated

BUREAU, STREET = "/u/minzheng/mine/", "/u/yunshan/mine/"


def told(response: Any) -> str:
    """The text of the page's main part, blanks joined."""
    assert response.status_code == 200
    body = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).strip()


def test_each_entry_stands_once_with_its_clause_date_count_points_enterer_and_evidence(
    bureau: House,
    october: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    publish(bureau, october)
    client = login(bureau.user("li"))
    body = client.get(BUREAU + "?period=2026-10").content.decode()
    text = told(client.get(BUREAU + "?period=2026-10"))
    assert text.count("无故迟到、早退") == 1
    assert re.search(r"10-12 6\.1a 无故迟到、早退 2 次 −1\.00", text)
    assert "林秀梅" in text
    assert "考勤机记录" in text
    link = re.search(r'href="(/u/minzheng/evidence/\d+/)"', body)
    assert link
    assert client.get(link[1]).status_code == 200


def test_a_matter_that_counts_once_is_listed_and_marked_the_second_time(
    bureau: House,
    october: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    publish(bureau, october)
    text = told(login(bureau.user("li")).get(BUREAU + "?period=2026-10"))
    assert re.search(r"10-14 1\.1 .+? −1\.00", text)
    assert re.search(r"10-16 1\.1 .+? 0\.00 (每期至多计一次|Counts once)", text)


def test_the_printed_items_add_up_to_the_printed_score(
    bureau: House,
    october: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    publish(bureau, october)
    own = result(october, bureau, "li")
    text = told(login(bureau.user("li")).get(BUREAU + "?period=2026-10"))
    assert own.score == Decimal("48.00") == 50 + sum(Decimal(value) for value in own.items.values())
    assert "48.00" in text
    arithmetic = re.search(r"50\.00(?: [+−] \d+\.\d\d)+ = 48\.00", text)
    assert arithmetic
    assert text.count(arithmetic[0]) == 1


def test_a_weighted_score_shows_its_terms(
    street: House,
    quarter: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    publish(street, quarter)
    text = told(login(street.user("chen")).get(STREET + "?period=2026-Q3"))
    # 88 given, 9 for attendance: 97 × 0.6 + 80 × 0.4
    assert "97.00 × 0.6 = 58.20" in text
    assert "80.00 × 0.4 = 32.00" in text
    assert "58.20 + 32.00 = 90.20" in text


def test_who_missed_a_seat_reads_why_with_the_numbers(
    street: House,
    quarter: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    publish(street, quarter)
    text = told(login(street.user("chen")).get(STREET + "?period=2026-Q3"))
    assert re.search(r"(为什么不是优秀？|Why not 优秀\?)", text)
    assert "5 人参加考核，优秀不超过 25%，即 1 个名额；您的得分在候选人中列第 2" in text
    assert "按规则进入良好" in text


def test_who_missed_the_line_reads_how_many_points_were_missing(
    street: House,
    quarter: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    publish(street, quarter)
    text = told(login(street.user("xu")).get(STREET + "?period=2026-Q3"))
    own = result(quarter, street, "xu")
    assert own.grade == "qualified"
    assert own.score == Decimal("76.00")
    assert "14.00" in text
    assert "90" in text
    assert "良好不超过 30%，即 1 个名额" in text


def test_the_best_grade_asks_no_why_not(
    street: House,
    quarter: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    publish(street, quarter)
    text = told(login(street.user("ma")).get(STREET + "?period=2026-Q3"))
    assert "优秀" in text
    assert "为什么" not in text
    assert "Why not" not in text


def test_the_direct_leader_is_named_and_the_panel_is_not(
    street: House,
    quarter: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    publish(street, quarter)
    text = told(login(street.user("ma")).get(STREET + "?period=2026-Q3"))
    assert "高明" in text
    assert "唐志远" not in text
    assert "罗成" not in text
    assert "96.31" not in text
    assert "2 人测评" in text


def test_figures_of_attendance_are_told_from_the_start_down(
    street: House,
    quarter: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    publish(street, quarter)
    text = told(login(street.user("chen")).get(STREET + "?period=2026-Q3"))
    assert "基础分 10.00 分 迟到 1 次 −1.00 按考勤情况计 9.00 分" in text


@pytest.mark.usefixtures("quarter")
def test_before_publication_the_grade_and_the_bonus_stay_hidden(
    street: House, login: Callable[[User], Client]
) -> None:
    response = login(street.user("ma")).get(STREET + "?period=2026-Q3")
    text = told(response)
    assert "优秀" not in text
    assert "2,100" not in text
    assert "2100" not in text
    assert "96.00" in text
    assert "form/" not in response.content.decode()


@pytest.mark.usefixtures("clock")
def test_a_decision_of_the_leading_group_stands_over_the_rules_and_says_who_and_why(
    street: House, login: Callable[[User], Client]
) -> None:
    facts = {"ma": rated("90", "95"), "chen": rated("90", "95"), "xu": rated("82", "90")}
    period = closed(street, "2026-Q3", facts, rated("60", "70"))
    decide(
        actor=street.user("tang"),
        close=present(period.current_close),
        subject="tie:excellent:general",
        grades={result(period, street, "ma").pk: "excellent"},
        reason="防汛工作成绩突出。",
    )
    leave_the_rest(street, period)
    publish_period(actor=office(street), period=period)
    winner = told(login(street.user("ma")).get(STREET))
    assert "防汛工作成绩突出。" in winner
    assert "唐志远" in winner
    assert "2,100.00" in winner
    assert "1500.00" not in winner  # what the rules alone would have paid
    other = told(login(street.user("chen")).get(STREET))
    assert "防汛工作成绩突出。" in other
    assert "1,500.00" in other


@pytest.mark.usefixtures("clock")
def test_the_running_period_is_marked_provisional_and_counts_what_stands(
    bureau: House, login: Callable[[User], Client]
) -> None:
    period = opened(bureau, "2026-11")
    from assessment.ledger.record_entries import record

    for number, clause in enumerate(["6.1a", "1.1", "1.1"]):
        record(
            actor=bureau.user("lin"),
            unit=bureau.unit,
            staff=bureau.people["li"],
            clause=clause,
            occurred_on=date(2026, 11, 10 + number),
            idempotency_key=f"november-{number}",
        )
    text = told(login(bureau.user("li")).get(BUREAU))
    assert period.takes_entries
    assert "48.50" in text
    assert re.search(r"暂计|rovisional", text)
    assert re.search(r"11-12 1\.1 .+? 0\.00", text)


@pytest.mark.usefixtures("clock")
def test_a_score_in_a_sheet_that_is_not_handed_in_stays_with_its_rater(
    street: House, login: Callable[[User], Client]
) -> None:
    period = open_period(actor=office(street), unit=street.unit, scheme=street.scheme, key="2026-Q4")
    ma, gao = street.people["ma"], street.people["gao"]
    assign_duties(actor=office(street), period=period, rows=[DutyRow(ma, "routine.section", gao, "")])
    RatingTask.objects.filter(period=period, staff=ma).update(score=Decimal("81.5"))
    assert "81.50" not in told(login(street.user("ma")).get(STREET))
    RatingSheet.objects.update_or_create(
        period=period, rater=gao, defaults={"handed_in_at": "2026-11-20T10:00+08:00"}
    )
    assert "81.50" in told(login(street.user("ma")).get(STREET))


@pytest.mark.usefixtures("clock")
def test_the_year_shows_the_periods_it_comes_from(street: House, login: Callable[[User], Client]) -> None:
    facts = {"ma": past(Q1="95.00 excellent", Q2="91.50 good")}
    period = closed(street, "2026", facts, past(Q1="80.00 qualified"))
    leave_the_rest(street, period)
    publish_period(actor=office(street), period=period)
    text = told(login(street.user("ma")).get(STREET + "?period=2026"))
    assert "95.00" in text
    assert "91.50" in text
    assert "186.50 ÷ 2 = 93.25" in text


def test_a_state_in_force_is_shown_with_its_end(bureau: House, login: Callable[[User], Client]) -> None:
    opened(bureau, "2026-11")
    today = date(2026, 11, 20)
    StaffState.objects.create(
        staff=bureau.people["li"],
        kind="admonition",
        valid_from=today - timedelta(days=10),
        valid_to=today,
        document="效能办〔告诫〕9号",
    )
    text = told(login(bureau.user("li")).get(BUREAU))
    assert "效能办〔告诫〕9号" in text
    assert re.search(r"不得提拔|cannot be promoted", text)


@pytest.mark.usefixtures("october")
def test_the_trend_has_published_periods_only(
    bureau: House, login: Callable[[User], Client], publish: Callable[[House, Period], Period]
) -> None:
    for key in ("2026-08", "2026-09"):
        publish(bureau, closed(bureau, key, {}))
    body = login(bureau.user("li")).get(BUREAU + "?period=2026-09").content.decode()
    chart = body.split('class="trend', 1)[1].split("</svg>", 1)[0]
    assert "2026-08" in chart
    assert "2026-10" not in chart


@pytest.mark.parametrize("key", ["2026-09", "x", "2026-Q1"])
@pytest.mark.usefixtures("october")
def test_a_period_one_has_no_part_in_is_not_found(
    bureau: House, login: Callable[[User], Client], key: str
) -> None:
    assert login(bureau.user("li")).get(BUREAU, {"period": key}).status_code == 404


def test_nobody_reads_anybody_elses_page(
    bureau: House,
    street: House,
    october: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    publish(bureau, october)
    text = told(login(bureau.user("zhao")).get(BUREAU + "?period=2026-10"))
    assert "6.1a" not in text
    assert "李晓敏" not in text
    assert "50.00" in text
    assert login(street.user("ma")).get(BUREAU).status_code == 404
    for user in build_outsiders(bureau).values():
        assert login(user).get(BUREAU).status_code == 404


def test_without_any_period_the_page_says_what_will_stand_there(
    bureau: House, login: Callable[[User], Client]
) -> None:
    assert login(bureau.user("li")).get(BUREAU).status_code == 200


def test_after_reopening_the_old_result_is_not_told_any_more(
    bureau: House,
    october: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    publish(bureau, october)
    reopen_period(actor=office(bureau), period=october, reason="补录考勤")
    response = login(bureau.user("li")).get(BUREAU + "?period=2026-10")
    assert re.search(r"暂计|rovisional", told(response))
    assert "form/" not in response.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_statement_is_added_by_more_entries_or_periods(
    bureau: House,
    october: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
    language: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    publish(bureau, october)
    for key in ("2026-08", "2026-09"):
        publish(bureau, closed(bureau, key, {}))
    User.objects.filter(pk=bureau.user("li").pk).update(language=language)
    client = login(bureau.user("li"))
    client.get(BUREAU)
    with django_assert_max_num_queries(24):
        client.get(BUREAU + "?period=2026-10")


def test_the_newest_result_to_sign_opens_first_then_the_running_period(
    bureau: House,
    october: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    publish(bureau, october)
    opened(bureau, "2026-11")
    client = login(bureau.user("li"))
    assert "2026-10" in client.get(BUREAU).context["chosen"].period.key
    Acknowledgement.objects.create(result=result(october, bureau, "li"), by=bureau.user("li"))
    assert client.get(BUREAU).context["chosen"].period == Period.objects.get(key="2026-11")
