"""Duties of a quarter: who is scored on what, by whom."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.data_entry.ratings.missing import gaps
from assessment.models import Period, RatingSheet, RatingTask
from assessment.periods.open_period import open_period
from assessment.ratings.assign_duties import assign_duty, carry_over, remove_duty, set_panel
from assessment.ratings.give_scores import give_score, hand_in_sheet
from organization.models import AuditEvent, Role, StaffState, User
from tests.cast import House, grant
from tests.narrowing import present
from tests.ratings.conftest import Duty


def test_the_office_gives_a_duty_with_its_rater_and_its_name(street: House, quarter: Period) -> None:
    task = assign_duty(
        actor=street.user("xu"),
        period=quarter,
        about=street.people["ma"],
        item="key.1",
        rater=street.people["luo"],
        title="老旧小区改造",
    )
    assert (task.rater.name, task.title, task.score) == ("罗成", "老旧小区改造", None)
    assert task.history.get().history_user == street.user("xu")
    assert AuditEvent.objects.filter(action="ratings.assign", actor=street.user("xu")).exists()


def test_the_same_duty_again_changes_only_its_name(duty: Duty) -> None:
    first = duty("ma", "key.1", "luo", "旧名")
    assert duty("ma", "key.1", "luo", "新名").pk == first.pk
    first.refresh_from_db()
    assert first.title == "新名"


@pytest.mark.usefixtures("street")
def test_an_item_that_is_no_duty_of_the_scheme_is_refused(duty: Duty) -> None:
    with pytest.raises(ValidationError):
        duty("ma", "leaders", "luo")
    assert not RatingTask.objects.exists()


def test_nobody_scores_themselves(duty: Duty) -> None:
    with pytest.raises(ValidationError):
        duty("ma", "routine.section", "ma")


def test_somebody_who_is_not_in_the_period_gets_no_duty(street: House, duty: Duty) -> None:
    street.people["ma"].assignments.update(valid_to=date(2026, 8, 31))
    with pytest.raises(ValidationError):
        duty("ma", "routine.section", "gao")


def test_a_department_admin_gives_duties_only_in_the_own_department(street: House, quarter: Period) -> None:
    hang, gao = street.user("hang"), street.people["gao"]
    assign_duty(actor=hang, period=quarter, about=street.people["fang"], item="key.1", rater=gao)
    with pytest.raises(PermissionDenied):
        assign_duty(actor=hang, period=quarter, about=street.people["wu"], item="key.1", rater=gao)
    with pytest.raises(PermissionDenied):
        assign_duty(
            actor=street.user("fang"), period=quarter, about=street.people["fang"], item="key.1", rater=gao
        )
    assert RatingTask.objects.count() == 1


def test_a_duty_can_be_removed_until_it_is_scored(street: House, duty: Duty) -> None:
    task = duty("ma", "key.1", "luo")
    give_score(actor=street.user("luo"), task=task, score="30")
    with pytest.raises(ValidationError):
        remove_duty(actor=street.user("xu"), task=task)
    give_score(actor=street.user("luo"), task=task, score=None)
    remove_duty(actor=street.user("xu"), task=task)
    assert not RatingTask.objects.exists()
    assert RatingTask.history.filter(history_type="-").get().history_user == street.user("xu")


def test_duties_are_carried_over_without_their_scores(street: House, quarter: Period, duty: Duty) -> None:
    third = open_period(actor=street.user("xu"), unit=street.unit, scheme=street.scheme, key="2026-Q3")
    task = duty("ma", "key.1", "luo", "河道整治", period=third)
    duty("wu", "routine.section", "gao", period=third)
    give_score(actor=street.user("luo"), task=task, score="30")
    street.people["wu"].assignments.update(valid_to=date(2026, 9, 30))

    done = carry_over(actor=street.user("xu"), period=quarter)

    assert (done.source, done.made, done.left_behind) == (third, 1, 1)
    copied = RatingTask.objects.get(period=quarter)
    assert (present(copied.staff).name, copied.rater.name, copied.title) == ("马强", "罗成", "河道整治")
    assert copied.score is None
    assert carry_over(actor=street.user("xu"), period=quarter).made == 0


def test_a_department_admin_carries_over_only_the_own_department(
    street: House, quarter: Period, duty: Duty
) -> None:
    third = open_period(actor=street.user("xu"), unit=street.unit, scheme=street.scheme, key="2026-Q3")
    duty("fang", "routine.section", "gao", period=third)
    duty("wu", "routine.section", "gao", period=third)
    assert carry_over(actor=street.user("hang"), period=quarter).made == 1
    assert present(RatingTask.objects.get(period=quarter).staff).name == "方圆"


def test_without_an_earlier_quarter_there_is_nothing_to_carry_over(street: House, quarter: Period) -> None:
    with pytest.raises(ValidationError):
        carry_over(actor=street.user("xu"), period=quarter)


def test_the_panel_scores_everyone_in_scope_but_themselves(street: House, quarter: Period) -> None:
    StaffState.objects.create(
        staff=street.people["wu"], kind=StaffState.Kind.RETIRED, valid_from=date(2026, 10, 15)
    )
    leaders = [street.people["tang"], street.people["luo"]]
    made, removed = set_panel(actor=street.user("xu"), period=quarter, item="leaders", raters=leaders)
    assert (made, removed) == (16, 0)  # nine people in scope, each by two, less the two themselves
    assert not RatingTask.objects.filter(staff=street.people["wu"]).exists()
    assert (
        not RatingTask.objects.filter(staff__in=leaders, rater__in=[leaders[0]])
        .filter(staff=leaders[0])
        .exists()
    )
    assert set_panel(actor=street.user("xu"), period=quarter, item="leaders", raters=leaders) == (0, 0)


def test_a_leader_who_has_scored_stays_on_the_panel(street: House, quarter: Period) -> None:
    tang, luo = street.people["tang"], street.people["luo"]
    set_panel(actor=street.user("xu"), period=quarter, item="leaders", raters=[tang, luo])
    task = RatingTask.objects.get(period=quarter, rater=luo, staff=street.people["ma"])
    give_score(actor=street.user("luo"), task=task, score="88")
    with pytest.raises(ValidationError) as refused:
        set_panel(actor=street.user("xu"), period=quarter, item="leaders", raters=[tang])
    assert "罗成" in refused.value.messages[0]
    made, removed = set_panel(actor=street.user("xu"), period=quarter, item="leaders", raters=[luo])
    assert (made, removed) == (0, 9)


def test_only_the_office_sets_the_panel(street: House, quarter: Period) -> None:
    with pytest.raises(PermissionDenied):
        set_panel(actor=street.user("hang"), period=quarter, item="leaders", raters=[street.people["tang"]])


def test_a_handed_in_sheet_comes_back_when_one_more_person_is_to_be_scored(
    street: House, quarter: Period, duty: Duty
) -> None:
    give_score(actor=street.user("gao"), task=duty("ma", "routine.section", "gao"), score="80")
    hand_in_sheet(actor=street.user("gao"), period=quarter, rater=street.people["gao"])
    duty("chen", "routine.section", "gao")
    assert RatingSheet.objects.get().handed_in_at is None


@pytest.mark.usefixtures("quarter")
def test_a_closed_quarter_takes_no_more_duties(street: House, duty: Duty) -> None:
    task = duty("ma", "key.1", "luo")
    Period.objects.update(state=Period.State.CLOSED)
    with pytest.raises(ValidationError):
        duty("chen", "key.1", "luo")
    with pytest.raises(ValidationError):
        remove_duty(actor=street.user("xu"), task=task)


def test_whoever_lacks_a_routine_duty_or_a_rater_is_named(street: House, quarter: Period, duty: Duty) -> None:
    duty("ma", "routine.section", "gao")
    found = {(gap.subject.id, gap.what, gap.item) for gap in gaps(quarter)}
    ma, chen = street.people["ma"].pk, street.people["chen"].pk
    assert (ma, "duty", "routine") not in found
    assert (chen, "duty", "routine") in found
    assert (ma, "rater", "leaders") in found
    set_panel(actor=street.user("xu"), period=quarter, item="leaders", raters=[street.people["tang"]])
    found = {(gap.subject.id, gap.what, gap.item) for gap in gaps(quarter)}
    assert (ma, "rater", "leaders") not in found
    assert (street.people["tang"].pk, "rater", "leaders") in found  # the only leader on the panel


@pytest.mark.usefixtures("quarter")
def test_the_page_of_a_department_admin_shows_only_the_own_people(
    street: House, duty: Duty, login: Callable[[User], Client]
) -> None:
    duty("wu", "routine.section", "gao")
    duty("fang", "routine.section", "gao")
    page = login(street.user("hang")).get("/u/yunshan/duties/").content.decode()
    assert "方圆" in page
    assert "吴桐" not in page


def test_a_department_admin_cannot_remove_another_departments_duty(
    street: House, duty: Duty, login: Callable[[User], Client]
) -> None:
    task = duty("wu", "routine.section", "gao")
    assert login(street.user("hang")).post(f"/u/yunshan/duties/remove/{task.pk}/").status_code == 404
    assert RatingTask.objects.exists()


@pytest.mark.usefixtures("quarter")
def test_nobody_else_opens_the_page_of_the_duties(street: House, login: Callable[[User], Client]) -> None:
    for who in ("gao", "fang", "tang"):
        assert login(street.user(who)).get("/u/yunshan/duties/").status_code == 404


def test_several_people_get_one_duty_in_one_go(
    street: House, quarter: Period, login: Callable[[User], Client]
) -> None:
    people = [street.people[who].pk for who in ("ma", "chen", "fang")]
    answer = login(street.user("xu")).post(
        f"/u/yunshan/duties/{quarter.pk}/add/",
        {"staff": people, "item": "routine.community", "rater": street.people["gao"].pk, "title": "南苑社区"},
    )
    assert answer.status_code == 302
    assert RatingTask.objects.filter(item="routine.community", title="南苑社区").count() == 3


@pytest.mark.usefixtures("quarter")
def test_the_page_needs_the_same_number_of_statements_for_more_people(
    street: House,
    duty: Duty,
    login: Callable[[User], Client],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = login(street.user("xu"))
    duty("ma", "routine.section", "gao")
    client.get("/u/yunshan/duties/")
    with CaptureQueriesContext(connection) as few:
        client.get("/u/yunshan/duties/")
    for who in ("chen", "fang", "wu", "qin"):
        duty(who, "routine.section", "gao")
    with django_assert_num_queries(len(few)):
        client.get("/u/yunshan/duties/")


def test_a_grant_for_the_whole_unit_is_needed_to_set_the_panel_on_the_page(
    street: House, quarter: Period, login: Callable[[User], Client]
) -> None:
    url = f"/u/yunshan/duties/{quarter.pk}/panel/"
    form = {"item": "leaders", "rater": street.people["tang"].pk}
    assert login(street.user("hang")).post(url, form).status_code == 404
    grant(street, "hang", Role.ASSESSMENT_OFFICE)
    assert login(street.user("hang")).post(url, form).status_code == 302
    assert RatingTask.objects.filter(item="leaders").count() == 9
