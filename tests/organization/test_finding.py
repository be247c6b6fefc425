"""People are found by number, name, pinyin and initials, within one's own departments."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from organization.models import Role, StaffMember
from organization.policy import Action, access_to
from organization.selectors import people_matching, roster_between, staff_on
from organization.services import people
from tests.cast import House, grant

pytestmark = pytest.mark.usefixtures("clock")
ENTER = "assessment.record_entries"


def names(house: House, key: Any, text: Any, action: Any = ENTER, **values: Any) -> Any:
    access = access_to(house.user(key), house.unit)
    return [found.name for found in people_matching(access, action, text, **values)]


@pytest.mark.parametrize("text", ["0117", "011", "李晓", "晓敏", "lixiao", "lxm", "LXM", "lx", " 李 晓敏 "])
def test_a_person_is_found_by_whatever_one_types(bureau: House, text: str) -> None:
    assert "李晓敏" in names(bureau, "zhou", text)


def test_what_is_in_the_middle_of_the_pinyin_is_no_match(bureau: House) -> None:
    assert names(bureau, "zhou", "xiaomin") == []


def test_a_department_admin_finds_only_the_people_of_the_department(bureau: House) -> None:
    assert names(bureau, "lin", "") == ["李晓敏", "林秀梅", "赵玉兰", "何静"]
    assert names(bureau, "lin", "wang") == []


def test_without_the_right_nobody_is_found(bureau: House) -> None:
    assert names(bureau, "li", "") == []
    assert names(bureau, "sun", "") == []
    assert len(names(bureau, "sun", "", Action.VIEW_ROSTER)) == 8


@pytest.mark.usefixtures("street")
def test_people_of_another_unit_are_not_found(bureau: House) -> None:
    assert names(bureau, "zhou", "马强") == []


def test_an_exact_hit_comes_first_and_the_list_is_short(bureau: House) -> None:
    people.hire(
        actor=None,
        unit=bureau.unit,
        number="0001",
        name="李晓敏佳",
        department=bureau.departments["office"],
        category="general",
        on=date(2026, 1, 1),
    )
    assert names(bureau, "zhou", "李晓敏") == ["李晓敏", "李晓敏佳"]
    assert len(names(bureau, "zhou", "", limit=3)) == 3


def test_whose_assignment_counts_is_a_question_of_the_day(bureau: House) -> None:
    people.leave(actor=None, staff=bureau.people["li"], kind="retired", on=date(2026, 11, 1))
    assert names(bureau, "lin", "lxm") == ["林秀梅"]
    assert names(bureau, "lin", "lxm", on=date(2026, 10, 31)) == ["李晓敏", "林秀梅"]


def test_finding_people_takes_one_query(
    bureau: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    access = access_to(bureau.user("lin"), bureau.unit)
    with django_assert_num_queries(1):
        people_matching(access, ENTER, "l")


@pytest.mark.postgres
@pytest.mark.parametrize("column", ["number", "pinyin", "initials"])
def test_what_begins_with_a_text_is_read_from_an_index(bureau: House, column: str) -> None:
    crowd = [
        StaffMember(unit=bureau.unit, number=f"x{n}", name="某", pinyin=f"mou{n}", initials=f"m{n}")
        for n in range(3000)
    ]
    StaffMember.objects.bulk_create(crowd)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE organization_staffmember")
    found = StaffMember.objects.filter(unit=bureau.unit, **{f"{column}__startswith": "m299"})
    assert f"staff_{column}_like" in found.order_by().explain()


def test_the_roster_of_a_span_names_the_last_place_within_it(bureau: House) -> None:
    people.transfer(
        actor=None,
        staff=bureau.people["li"],
        department=bureau.departments["office"],
        category="middle",
        on=date(2026, 9, 16),
    )
    people.leave(actor=None, staff=bureau.people["he"], kind="retired", on=date(2026, 9, 1))

    def place(first: Any, last: Any) -> Any:
        rows = roster_between(bureau.unit, first, last)
        return {row.name: (row.department, row.category) for row in rows}

    september = place(date(2026, 9, 1), date(2026, 9, 30))
    assert september["李晓敏"] == ("办公室", "middle")
    assert "何静" not in september
    assert place(date(2026, 8, 1), date(2026, 8, 31))["李晓敏"] == ("社会救助科", "general")
    assert place(date(2026, 9, 1), date(2026, 9, 15))["李晓敏"] == ("社会救助科", "general")
    assert "何静" in place(date(2026, 8, 31), date(2026, 9, 30))


def test_the_roster_of_a_span_takes_one_query(
    bureau: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        rows = list(roster_between(bureau.unit, date(2026, 1, 1), date(2026, 12, 31)))
    assert len(rows) == 8
    only = roster_between(
        bureau.unit, date(2026, 1, 1), date(2026, 12, 31), staff_ids=[bureau.people["li"].pk]
    )
    assert [row.name for row in only] == ["李晓敏"]


def test_staff_on_a_day_come_with_their_department(
    bureau: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        rows = [(row.staff.name, row.department.name) for row in staff_on(bureau.unit, date(2026, 11, 20))]
    assert ("李晓敏", "社会救助科") in rows


def test_a_grant_for_a_department_covers_those_below_it(bureau: House) -> None:
    office, relief = bureau.departments["office"], bureau.departments["relief"]
    relief.parent = office
    relief.save()
    grant(bureau, "he", Role.SUPERVISOR, "office")
    assert len(names(bureau, "he", "")) == 8
