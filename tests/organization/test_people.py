"""People join, move, leave and come back; dated rows are followed, never overwritten."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from organization.models import AuditEvent, Role, StaffMember, StaffState
from organization.services import people, states
from tests.cast import House, grant
from tests.narrowing import present

pytestmark = pytest.mark.usefixtures("clock")


def places(person: StaffMember) -> list[tuple[str, str, date, date | None]]:
    rows = person.assignments.order_by("valid_from")
    return [(row.department.name, row.category, row.valid_from, row.valid_to) for row in rows]


def hire_fan(bureau: House, **values: Any) -> StaffMember:
    said: dict[str, Any] = {
        "number": "0200",
        "name": "范晓东",
        "category": "general",
        "on": date(2026, 11, 1),
    }
    said |= {"department": bureau.departments["office"]} | values
    actor = bureau.user("sun")
    return people.hire(actor=actor, unit=bureau.unit, **said)


def test_a_new_person_has_an_assignment_pinyin_and_a_line_in_the_log(bureau: House) -> None:
    person = hire_fan(bureau)
    assert (person.pinyin, person.initials) == ("fanxiaodong", "fxd")
    assert places(person) == [("办公室", "general", date(2026, 11, 1), None)]
    act = AuditEvent.objects.get(action="staff.hire")
    assert (act.actor, act.unit, act.target) == (bureau.user("sun"), bureau.unit, "0200 范晓东")
    assert act.before is None
    assert present(act.after)["department"] == "办公室"


def test_a_person_counts_as_newly_joined_only_when_a_day_is_named(bureau: House) -> None:
    assert not hire_fan(bureau).states.exists()
    second = hire_fan(bureau, number="0201", joined_on=date(2026, 11, 1))
    assert second.states.get().kind == StaffState.Kind.JOINED


def test_a_number_is_given_once_in_a_unit(bureau: House) -> None:
    with pytest.raises(ValidationError) as refused:
        hire_fan(bureau, number="0101")
    assert not StaffMember.objects.filter(name="范晓东").exists()
    assert refused.value.messages


def test_a_transfer_ends_the_open_assignment_the_day_before(bureau: House) -> None:
    li = bureau.people["li"]
    people.transfer(
        actor=bureau.user("sun"),
        staff=li,
        department=bureau.departments["office"],
        category="general",
        on=date(2026, 12, 1),
    )
    assert places(li) == [
        ("社会救助科", "general", date(2025, 1, 1), date(2026, 11, 30)),
        ("办公室", "general", date(2026, 12, 1), None),
    ]
    act = AuditEvent.objects.get(action="staff.transfer")
    assert (present(act.before)["department"], present(act.after)["department"]) == ("社会救助科", "办公室")


def test_a_transfer_before_the_running_assignment_began_is_refused(bureau: House) -> None:
    with pytest.raises(ValidationError) as refused:
        people.transfer(
            actor=bureau.user("sun"),
            staff=bureau.people["li"],
            department=bureau.departments["office"],
            category="general",
            on=date(2025, 1, 1),
        )
    assert "on" in refused.value.message_dict
    assert len(places(bureau.people["li"])) == 1


def test_a_transfer_to_where_one_is_changes_nothing(bureau: House) -> None:
    li = bureau.people["li"]
    with pytest.raises(ValidationError):
        people.transfer(
            actor=bureau.user("sun"),
            staff=li,
            department=bureau.departments["relief"],
            category="general",
            on=date(2026, 12, 1),
        )
    assert places(li) == [("社会救助科", "general", date(2025, 1, 1), None)]


def test_who_retires_is_in_post_until_the_day_before(bureau: House) -> None:
    li = bureau.people["li"]
    people.leave(actor=bureau.user("sun"), staff=li, kind="retired", on=date(2026, 11, 15))
    assert places(li) == [("社会救助科", "general", date(2025, 1, 1), date(2026, 11, 14))]
    assert li.states.get().valid_from == date(2026, 11, 15)


def test_who_left_is_not_transferred_and_does_not_leave_again(bureau: House) -> None:
    li, sun = bureau.people["li"], bureau.user("sun")
    people.leave(actor=sun, staff=li, kind="transferred_out", on=date(2026, 11, 15))
    with pytest.raises(ValidationError):
        people.leave(actor=sun, staff=li, kind="retired", on=date(2026, 11, 18))
    with pytest.raises(ValidationError):
        people.transfer(
            actor=sun,
            staff=li,
            department=bureau.departments["office"],
            category="general",
            on=date(2026, 12, 1),
        )


def test_who_left_comes_back_with_a_new_assignment_and_the_leaving_stays_in_the_history(
    bureau: House,
) -> None:
    li, sun = bureau.people["li"], bureau.user("sun")
    people.leave(actor=sun, staff=li, kind="transferred_out", on=date(2026, 3, 1))
    people.take_back(
        actor=sun,
        staff=li,
        department=bureau.departments["office"],
        category="general",
        on=date(2026, 11, 1),
        reason="借调结束",
    )
    assert [place[2:] for place in places(li)] == [
        (date(2025, 1, 1), date(2026, 2, 28)),
        (date(2026, 11, 1), None),
    ]
    assert [state.kind for state in li.states.all()] == ["joined"]
    deleted = StaffState.history.get(history_type="-")
    assert (deleted.kind, deleted.history_change_reason, deleted.history_user) == (
        "transferred_out",
        "借调结束",
        sun,
    )


def test_a_wrong_date_is_corrected_only_with_a_reason_and_keeps_its_history(bureau: House) -> None:
    li, sun = bureau.people["li"], bureau.user("sun")
    place = people.transfer(
        actor=sun,
        staff=li,
        department=bureau.departments["office"],
        category="general",
        on=date(2026, 9, 1),
    )
    change: dict[str, Any] = {
        "department": place.department,
        "category": "general",
        "valid_from": date(2026, 10, 1),
    }
    with pytest.raises(ValidationError):
        people.correct_assignment(actor=sun, assignment=place, reason=" ", **change)
    people.correct_assignment(actor=sun, assignment=place, reason="文件日期录错", **change)
    assert [row[2:] for row in places(li)] == [
        (date(2025, 1, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), None),
    ]
    people.correct_assignment(
        actor=sun, assignment=place, reason="又错", **(change | {"valid_from": date(2026, 8, 1)})
    )
    assert [row[2:] for row in places(li)] == [
        (date(2025, 1, 1), date(2026, 7, 31)),
        (date(2026, 8, 1), None),
    ]
    assert place.history.count() == 3
    assert place.history.first().history_change_reason == "又错"


def test_a_corrected_assignment_cannot_swallow_the_one_before(bureau: House) -> None:
    li, sun = bureau.people["li"], bureau.user("sun")
    place = people.transfer(
        actor=sun, staff=li, department=bureau.departments["office"], category="general", on=date(2026, 9, 1)
    )
    with pytest.raises(ValidationError):
        people.correct_assignment(
            actor=sun,
            assignment=place,
            department=place.department,
            category="general",
            valid_from=date(2024, 12, 1),
            reason="x",
        )
    assert places(li)[0][3] == date(2026, 8, 31)


def test_a_corrected_day_of_retirement_moves_the_end_of_the_assignment(bureau: House) -> None:
    li, sun = bureau.people["li"], bureau.user("sun")
    state = people.leave(actor=sun, staff=li, kind="retired", on=date(2026, 11, 15))
    states.correct_state(
        actor=sun,
        state=state,
        valid_from=date(2026, 12, 1),
        valid_to=None,
        document="民人〔2026〕9号",
        note="",
        reason="批复日期录错",
    )
    assert places(li)[0][3] == date(2026, 11, 30)


def test_a_retirement_withdrawn_as_a_mistake_reopens_the_assignment(bureau: House) -> None:
    li, sun = bureau.people["li"], bureau.user("sun")
    state = people.leave(actor=sun, staff=li, kind="retired", on=date(2026, 11, 15))
    states.withdraw_state(actor=sun, state=state, reason="录错人")
    assert places(li)[0][3] is None
    assert not li.states.exists()
    assert StaffState.history.filter(history_type="-").count() == 1


def test_an_open_state_is_ended_once(bureau: House) -> None:
    sun = bureau.user("sun")
    state = states.record_state(
        actor=sun, staff=bureau.people["li"], kind="admonition", valid_from=date(2026, 2, 10)
    )
    with pytest.raises(ValidationError):
        states.end_state(actor=sun, state=state, last_day=date(2026, 2, 9))
    states.end_state(actor=sun, state=state, last_day=date(2026, 8, 9))
    with pytest.raises(ValidationError):
        states.end_state(actor=sun, state=state, last_day=date(2026, 9, 9))
    state.refresh_from_db()
    assert state.valid_to == date(2026, 8, 9)


def test_retiring_is_not_recorded_as_a_mere_state(bureau: House) -> None:
    with pytest.raises(ValidationError):
        states.record_state(
            actor=None, staff=bureau.people["li"], kind="retired", valid_from=date(2026, 2, 10)
        )


def test_a_changed_name_is_found_by_its_new_pinyin_and_the_old_one_is_kept(bureau: House) -> None:
    li = bureau.people["li"]
    people.edit_person(
        actor=bureau.user("sun"), staff=li, number="0117", name="李小敏", position_title="主任"
    )
    li.refresh_from_db()
    assert (li.pinyin, li.initials, li.position_title) == ("lixiaomin", "lxm", "主任")
    assert [row.name for row in li.history.all()][:2] == ["李小敏", "李晓敏"]


def test_only_those_who_keep_the_roster_change_it(bureau: House) -> None:
    for key in ("wang", "li", "qian"):
        with pytest.raises(PermissionDenied):
            people.leave(
                actor=bureau.user(key), staff=bureau.people["he"], kind="retired", on=date(2026, 12, 1)
            )


def test_who_keeps_the_roster_of_some_departments_does_not_reach_the_others(bureau: House) -> None:
    grant(bureau, "he", Role.HR, "relief")
    he = bureau.user("he")
    people.leave(actor=he, staff=bureau.people["li"], kind="retired", on=date(2026, 12, 1))
    with pytest.raises(PermissionDenied):
        people.leave(actor=he, staff=bureau.people["wang"], kind="retired", on=date(2026, 12, 1))
    with pytest.raises(PermissionDenied):
        people.transfer(
            actor=he,
            staff=bureau.people["lin"],
            department=bureau.departments["office"],
            category="general",
            on=date(2026, 12, 1),
        )


def test_nobody_changes_the_roster_of_another_unit(bureau: House, street: House) -> None:
    with pytest.raises(PermissionDenied):
        people.leave(
            actor=street.user("fang"), staff=bureau.people["li"], kind="retired", on=date(2026, 12, 1)
        )
