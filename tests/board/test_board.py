"""The board: people × items as they stand, for the departments of the asker."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from assessment.ledger.reverse_entry import reverse
from assessment.models import Entry, Figure, HandIn, Period, RatingSheet, RatingTask
from organization.models import Assignment, Role, StaffMember, User
from tests.cast import START, House, add_person, grant
from tests.narrowing import present
from tests.periods.houses import closed, office, rated


def body(response: Any) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def line_of(response: Any, name: str) -> Any:
    """The line of a person on the page."""
    return next(line for line in response.context["lines"] if line.name == name)


def names(response: Any) -> list[str]:
    return [line.name for line in response.context["lines"]]


def board(house: Any, client: Any, **said: Any) -> Any:
    return client.get(f"/u/{house.unit.code}/board/", said)


@pytest.mark.usefixtures("november")
def test_a_line_shows_each_item_with_its_clauses_and_the_score(
    bureau: House, enter: Callable[..., Entry], login: Callable[[User], Client]
) -> None:
    enter("li", "6.1a", count=2)
    enter("li", "6.1a")
    enter("li", "3.1")
    response = board(bureau, login(bureau.user("lin")))
    line = line_of(response, "李晓敏")
    cells = {cell.column.key: cell for cell in line.cells}
    assert cells["6"].value == Decimal("-1.50")
    assert cells["6"].below == "6.1a×3"
    assert cells["3"].value == Decimal("-2.00")
    assert cells["1"].value == Decimal("0.00")
    assert line.score == Decimal("46.50")
    assert "−1.50" in body(response)


@pytest.mark.usefixtures("november")
def test_the_foot_sums_the_deductions_of_the_page_and_takes_the_mean(
    bureau: House, enter: Callable[..., Entry], login: Callable[[User], Client]
) -> None:
    enter("li", "6.1a", count=2)
    foot = board(bureau, login(bureau.user("lin"))).context["foot"]
    assert foot.sums[5] == Decimal("-1.00")
    assert foot.mean_score == Decimal("49.75")  # four people of the relief section


@pytest.mark.usefixtures("november")
def test_a_reversed_entry_no_longer_counts(
    bureau: House, enter: Callable[..., Entry], login: Callable[[User], Client]
) -> None:
    entry = enter("li", "3.1")
    reverse(actor=office(bureau), entry=entry, reason="登记错误", idempotency_key="back")
    line = line_of(board(bureau, login(bureau.user("lin"))), "李晓敏")
    assert line.score == Decimal("50.00")


@pytest.mark.usefixtures("november")
def test_an_admin_sees_the_own_departments_only(bureau: House, login: Callable[[User], Client]) -> None:
    shown = names(board(bureau, login(bureau.user("lin"))))
    assert shown == ["李晓敏", "林秀梅", "赵玉兰", "何静"]
    other = bureau.departments["office"].pk
    assert names(board(bureau, login(bureau.user("lin")), department=other)) == []


@pytest.mark.usefixtures("november")
def test_the_office_and_hr_see_the_whole_unit_by_department(
    bureau: House, login: Callable[[User], Client]
) -> None:
    for who in ("zhou", "sun"):
        shown = names(board(bureau, login(bureau.user(who))))
        assert shown[:4] == ["周敏", "王建国", "孙立", "钱国栋"]
        assert len(shown) == 8


@pytest.mark.parametrize("who", ["li", "he"])
@pytest.mark.usefixtures("november")
def test_staff_without_a_role_find_no_board(bureau: House, login: Callable[[User], Client], who: str) -> None:
    assert board(bureau, login(bureau.user(who))).status_code == 404


@pytest.mark.usefixtures("quarter")
def test_the_board_of_another_unit_is_not_found(
    bureau: House, street: House, november: Period, login: Callable[[User], Client]
) -> None:
    office_of_street = login(street.user("xu"))
    assert board(bureau, office_of_street).status_code == 404
    assert board(street, office_of_street, period=november.pk).status_code == 404
    assert office_of_street.get(f"/u/yunshan/board/{november.pk}/overview/").status_code == 404


@pytest.mark.usefixtures("november")
def test_filters_narrow_the_people(
    bureau: House, enter: Callable[..., Entry], login: Callable[[User], Client]
) -> None:
    enter("li", "6.1a")
    client = login(bureau.user("zhou"))
    assert names(board(bureau, client, q="lxm")) == ["李晓敏", "林秀梅"]
    assert names(board(bureau, client, q="0133")) == ["赵玉兰"]
    assert names(board(bureau, client, deductions="1")) == ["李晓敏"]
    assert len(names(board(bureau, client, department=bureau.departments["relief"].pk))) == 4
    assert "没有符合条件的人员" in body(board(bureau, client, q="查无此人"))


def test_a_figure_that_costs_points_is_a_deduction_too(
    street: House, quarter: Period, login: Callable[[User], Client]
) -> None:
    Figure.objects.create(
        period=quarter, staff=street.people["ma"], name="late", value=2, entered_by=street.user("xu")
    )
    Figure.objects.create(
        period=quarter, staff=street.people["wu"], name="leave_days", value=2, entered_by=street.user("xu")
    )
    response = board(street, login(street.user("xu")), deductions="1")
    assert names(response) == ["马强"]
    cells = {cell.column.key: cell for cell in response.context["lines"][0].cells}
    assert (cells["attendance"].value, cells["attendance"].below) == (Decimal("8.00"), "迟到 2")


def task(street: Any, period: Period, who: str, item: str, rater: str, score: str | None) -> RatingTask:
    return RatingTask.objects.create(
        period=period,
        staff=street.people[who],
        item=item,
        rater=street.people[rater],
        score=None if score is None else Decimal(score),
    )


def hand_in_sheet(street: Any, period: Period, rater: str) -> None:
    RatingSheet.objects.create(
        period=period,
        rater=street.people[rater],
        handed_in_at="2026-11-19T10:00:00+08:00",
        handed_in_by=street.user(rater),
    )


def test_a_score_waits_until_its_rater_has_handed_in(
    street: House, quarter: Period, login: Callable[[User], Client]
) -> None:
    task(street, quarter, "ma", "routine.section", "gao", "86")
    task(street, quarter, "ma", "leaders", "tang", None)
    client = login(street.user("xu"))
    cells = {cell.column.key: cell for cell in line_of(board(street, client), "马强").cells}
    assert (cells["routine"].value, cells["routine"].waits, cells["routine"].below) == (None, "待评", "0/1")
    hand_in_sheet(street, quarter, "gao")
    line = line_of(board(street, client), "马强")
    cells = {cell.column.key: cell for cell in line.cells}
    assert (cells["routine"].value, cells["routine"].below) == (Decimal("86.00"), "/ 90")
    assert cells["key"].value is None
    assert not cells["key"].waits
    assert cells["base"].value == Decimal("96.00")
    assert (cells["leaders"].waits, cells["leaders"].below) == ("待评", "0/1")
    assert line.waits
    assert line.score is None


def test_a_rank_is_told_to_come_with_the_close_once_all_scores_are_in(
    street: House, quarter: Period, login: Callable[[User], Client]
) -> None:
    task(street, quarter, "ma", "leaders", "tang", "88")
    hand_in_sheet(street, quarter, "tang")
    cells = line_of(board(street, login(street.user("xu"))), "马强").cells
    leaders = next(cell for cell in cells if cell.column.key == "leaders")
    assert (leaders.waits, leaders.below) == ("结算时评定", "1/1")


def test_only_incomplete_leaves_out_who_has_everything(
    street: House, quarter: Period, login: Callable[[User], Client]
) -> None:
    for who in street.people:
        task(street, quarter, who, "routine.section", "gao" if who != "gao" else "tang", "80")
        task(street, quarter, who, "leaders", "luo" if who != "luo" else "tang", "80")
    for rater in ("gao", "tang", "luo"):
        hand_in_sheet(street, quarter, rater)
    RatingTask.objects.filter(staff=street.people["ma"], item="leaders").update(score=None)
    RatingTask.objects.filter(staff=street.people["wu"], item="routine.section").delete()
    client = login(street.user("xu"))
    assert names(board(street, client, incomplete="1")) == ["吴桐", "马强"]
    overview = body(client.get(f"/u/yunshan/board/{quarter.pk}/overview/"))
    assert "待罗成评分" in overview
    assert "待高明提交评分表" not in overview
    assert "未安排“常规工作”职责" in overview


def test_a_sheet_that_was_not_handed_in_is_waited_for(
    street: House, quarter: Period, login: Callable[[User], Client]
) -> None:
    task(street, quarter, "ma", "routine.section", "gao", "86")
    overview = body(login(street.user("xu")).get(f"/u/yunshan/board/{quarter.pk}/overview/"))
    assert "待高明提交评分表" in overview


def test_what_lacks_is_told_of_the_own_departments_only(
    street: House, quarter: Period, login: Callable[[User], Client]
) -> None:
    overview = body(login(street.user("hang")).get(f"/u/yunshan/board/{quarter.pk}/overview/"))
    assert "周航" in overview
    assert "马强" not in overview
    assert "综治办" not in overview


def test_the_overview_counts_people_entries_and_clauses(
    bureau: House, november: Period, enter: Callable[..., Entry], login: Callable[[User], Client]
) -> None:
    enter("li", "6.1a")
    enter("he", "6.1a")
    enter("wang", "3.1")
    overview = (
        login(bureau.user("zhou")).get(f"/u/minzheng/board/{november.pk}/overview/").context["overview"]
    )
    assert (overview.people, overview.scored, overview.entries) == (8, 8, 3)
    assert overview.mean == Decimal("49.63")
    assert [(each.clause.id, each.entries) for each in overview.used] == [("6.1a", 2), ("3.1", 1)]
    own = login(bureau.user("lin")).get(f"/u/minzheng/board/{november.pk}/overview/").context["overview"]
    assert (own.people, own.entries, own.mean) == (4, 2, Decimal("49.75"))


def test_a_closed_period_shows_its_results_and_keeps_the_grade_from_admins(
    street: House, login: Callable[[User], Client]
) -> None:
    period = closed(street, "2026-Q3", {"xu": rated("84", "96", late="1")}, rated("60", "70"))
    admin = board(street, login(street.user("hang")))
    line = line_of(admin, "徐海燕")
    stored = present(period.current_close).results.get(staff=street.people["xu"])
    assert line.score == stored.score
    assert not admin.context["has_grades"]
    assert line.grade == ""
    assert line.remarks == []
    assert "尚未公示" in body(admin)
    reader = board(street, login(street.user("fang")))
    assert line_of(reader, "徐海燕").grade == "优秀"
    assert reader.context["has_remarks"]


def test_admins_read_the_grade_once_it_is_published(street: House, login: Callable[[User], Client]) -> None:
    period = closed(street, "2026-Q3", {"xu": rated("84", "96")}, rated("60", "70"))
    Period.objects.filter(pk=period.pk).update(state=Period.State.PUBLISHED)
    response = board(street, login(street.user("hang")))
    assert line_of(response, "徐海燕").grade == "优秀"
    assert not response.context["has_remarks"]


def test_a_closed_board_shows_people_where_they_were_then(
    street: House, login: Callable[[User], Client]
) -> None:
    closed(street, "2026-Q3", {}, rated("60", "70"))
    Assignment.objects.filter(staff=street.people["xu"]).update(department=street.departments["city"])
    assert "徐海燕" in names(board(street, login(street.user("hang"))))


@pytest.mark.usefixtures("november", "enter")
def test_a_reopened_period_shows_what_stands_now(bureau: House, login: Callable[[User], Client]) -> None:
    closed_one = closed(bureau, "2026-10", {}, {})
    Period.objects.filter(pk=closed_one.pk).update(state=Period.State.OPEN)
    assert not board(bureau, login(bureau.user("zhou")), period=closed_one.pk).context["is_stored"]


@pytest.mark.usefixtures("quarter")
def test_somebody_out_of_scope_is_not_assessed(street: House, login: Callable[[User], Client]) -> None:
    from organization.models import StaffState

    StaffState.objects.create(staff=street.people["ma"], kind="retired", valid_from="2026-11-01")
    response = board(street, login(street.user("xu")))
    assert not line_of(response, "马强").is_assessed
    assert "不参加考核" in body(response)


def test_an_admin_hands_the_department_in_and_comes_back(
    bureau: House, november: Period, login: Callable[[User], Client]
) -> None:
    client = login(bureau.user("lin"))
    relief = bureau.departments["relief"]
    assert "未报送" in body(board(bureau, client))
    posted = {"department": relief.pk, "back": "board"}
    response = client.post(f"/u/minzheng/periods/{november.pk}/hand-in/", posted)
    assert response["Location"] == f"/u/minzheng/board/?period={november.pk}"
    assert HandIn.objects.filter(period=november, department=relief, withdrawn_at=None).exists()
    assert "撤回" in body(board(bureau, client))
    client.post(f"/u/minzheng/periods/{november.pk}/withdraw/", posted)
    assert not HandIn.objects.filter(period=november, withdrawn_at=None).exists()


def test_the_office_is_sent_to_the_page_of_the_period_to_hand_in_for_others(
    bureau: House, november: Period, login: Callable[[User], Client]
) -> None:
    response = board(bureau, login(bureau.user("zhou")))
    assert [line.is_own for line in response.context["hand_ins"]] == [False, False]
    assert f"/u/minzheng/periods/{november.pk}/" in body(response)


@pytest.mark.usefixtures("quarter")
def test_leaders_without_the_hand_in_see_none(street: House, login: Callable[[User], Client]) -> None:
    response = board(street, login(street.user("qin")))
    assert response.context["hand_ins"] == []
    assert names(response) == ["高明", "秦岚", "吴桐"]


def test_a_name_opens_the_entries_of_the_period(
    bureau: House, november: Period, login: Callable[[User], Client]
) -> None:
    link = f"/u/minzheng/entries/?period={november.pk}&amp;person={bureau.people['li'].pk}"
    assert link in body(board(bureau, login(bureau.user("lin"))))


@pytest.mark.usefixtures("november")
def test_fifty_people_make_a_page(bureau: House, login: Callable[[User], Client]) -> None:
    crowd(bureau, 60)
    response = board(bureau, login(bureau.user("zhou")), page="2")
    assert len(names(response)) == 18


def test_a_unit_without_a_period_says_who_opens_one(bureau: House, login: Callable[[User], Client]) -> None:
    assert "由效能办开启首个考核期" in body(board(bureau, login(bureau.user("lin"))))


def test_the_year_shows_the_months_it_looks_back_on(street: House, login: Callable[[User], Client]) -> None:
    from assessment.periods.open_period import open_period

    closed(street, "2026-Q3", {"ma": rated("88", "96")}, rated("60", "70"))
    year = open_period(actor=office(street), unit=street.unit, scheme=street.scheme, key="2026")
    line = line_of(board(street, login(street.user("fang")), period=year.pk), "马强")
    assert [cell.column.title for cell in line.cells] == ["第一季度", "第二季度", "第三季度", "第四季度"]
    assert line.cells[2].value is not None


def crowd(house: Any, count: int) -> None:
    """More people for the relief section."""
    for number in range(count):
        add_person(house, f"p{number}", f"5{number:03}", f"甲{number}", "relief", "general", login=False)


def _statements(client: Any, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as statements:
        assert client.get(address).status_code == 200
    return len(statements)


@pytest.mark.parametrize("page", ["board/", "board/?deductions=1", "board/{}/overview/"])
def test_ten_or_two_hundred_people_take_the_same_statements(
    bureau: House, november: Period, enter: Callable[..., Entry], login: Callable[[User], Client], page: str
) -> None:
    client = login(bureau.user("zhou"))
    address = f"/u/minzheng/{page.format(november.pk)}"
    crowd(bureau, 2)
    for person in list(StaffMember.objects.filter(unit=bureau.unit)):
        enter(person, "6.1a")
    few = _statements(client, address)
    _many(bureau, november)
    assert _statements(client, address) == few


def _many(bureau: Any, november: Any) -> None:
    people = StaffMember.objects.bulk_create(
        StaffMember(unit=bureau.unit, number=f"7{n:03}", name=f"乙{n}") for n in range(190)
    )
    relief = bureau.departments["relief"]
    Assignment.objects.bulk_create(
        Assignment(staff=person, department=relief, category="general", valid_from=START) for person in people
    )
    Entry.objects.bulk_create(
        Entry(
            unit=bureau.unit,
            period=november,
            staff=person,
            department=relief,
            clause="6.1a",
            occurred_on="2026-11-12",
            count=1,
            effect=Decimal("-0.5"),
            entered_by=office(bureau),
            idempotency_key=f"many-{person.pk}",
        )
        for person in people
    )


@pytest.mark.parametrize("page", ["board/", "board/?incomplete=1", "board/{}/overview/"])
def test_a_quarter_of_many_people_takes_the_same_statements(
    street: House, quarter: Period, login: Callable[[User], Client], page: str
) -> None:
    client = login(street.user("xu"))
    address = f"/u/yunshan/{page.format(quarter.pk)}"
    for who in ("ma", "chen"):
        task(street, quarter, who, "leaders", "tang", None)
    few = _statements(client, address)
    for n in range(60):
        person = add_person(street, f"p{n}", f"6{n:03}", f"丙{n}", "city", "general", login=False)
        RatingTask.objects.create(
            period=quarter, staff=person, item="leaders", rater=street.people["tang"], score=None
        )
    assert _statements(client, address) == few


def test_a_role_held_for_one_department_reads_its_grades_only(
    street: House, login: Callable[[User], Client]
) -> None:
    closed(street, "2026-Q3", {}, rated("84", "70"))
    grant(street, "wu", Role.HR, "safety")
    grant(street, "wu", Role.DEPARTMENT_ADMIN, "safety", "city")
    lines = board(street, login(street.user("wu"))).context["lines"]
    assert {line.department: line.told for line in lines} == {"综治办": True, "城管中队": False}
