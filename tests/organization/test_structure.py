"""Departments and posts: made, renamed, moved, dissolved, with their history."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from organization.models import AuditEvent, Department, Role
from organization.services import people, structure
from tests.cast import House, grant
from tests.narrowing import present

pytestmark = pytest.mark.usefixtures("clock")


def test_a_department_is_made_below_another_one(bureau: House) -> None:
    window = structure.create_department(
        actor=bureau.user("sun"),
        unit=bureau.unit,
        code="21",
        name="救助窗口",
        kind=Department.Kind.WINDOW,
        parent=bureau.departments["relief"],
    )
    assert window.parent == bureau.departments["relief"]
    assert present(AuditEvent.objects.get(action="department.create").after)["name"] == "救助窗口"


def test_a_renamed_department_keeps_its_old_name_in_the_history(bureau: House) -> None:
    office = bureau.departments["office"]
    sun = bureau.user("sun")
    structure.rename_department(actor=sun, department=office, name="综合办公室", code="01", kind=office.kind)
    assert [row.name for row in office.history.all()][:2] == ["综合办公室", "办公室"]
    act = AuditEvent.objects.get(action="department.rename")
    assert (present(act.before)["name"], present(act.after)["name"]) == ("办公室", "综合办公室")


def test_saving_without_a_change_leaves_no_trace(bureau: House) -> None:
    office = bureau.departments["office"]
    structure.rename_department(
        actor=bureau.user("sun"), department=office, name=office.name, code=office.code, kind=office.kind
    )
    assert not AuditEvent.objects.filter(action="department.rename").exists()


def test_a_department_is_not_moved_below_itself(bureau: House) -> None:
    office, relief = bureau.departments["office"], bureau.departments["relief"]
    sun = bureau.user("sun")
    structure.move_department(actor=sun, department=relief, parent=office, position=0)
    with pytest.raises(ValidationError):
        structure.move_department(actor=sun, department=office, parent=relief, position=0)


def test_a_department_with_people_is_not_dissolved(bureau: House) -> None:
    relief, sun = bureau.departments["relief"], bureau.user("sun")
    with pytest.raises(ValidationError):
        structure.dissolve_department(actor=sun, department=relief)
    for key in ("li", "lin", "zhao", "he"):
        people.leave(actor=sun, staff=bureau.people[key], kind="transferred_out", on=date(2026, 11, 20))
    structure.dissolve_department(actor=sun, department=relief)
    relief.refresh_from_db()
    assert not relief.is_active


def test_a_post_has_a_stand_in_of_its_own_unit_only(bureau: House, street: House) -> None:
    sun = bureau.user("sun")
    first = structure.create_post(actor=sun, department=bureau.departments["office"], name="文书岗")
    second = structure.create_post(
        actor=sun, department=bureau.departments["office"], name="机要岗", stand_in=first
    )
    assert second.stand_in == first
    foreign = structure.create_post(actor=None, department=street.departments["party"], name="党务岗")
    with pytest.raises(ValidationError):
        structure.edit_post(
            actor=sun, post=first, name="文书岗", category="", description="", stand_in=foreign
        )
    with pytest.raises(ValidationError):
        structure.edit_post(actor=sun, post=first, name="文书岗", category="", description="", stand_in=first)


def test_the_structure_is_changed_only_by_those_who_keep_the_whole_roster(bureau: House) -> None:
    grant(bureau, "he", Role.HR, "relief")
    for key in ("he", "wang", "qian"):
        with pytest.raises(PermissionDenied):
            structure.create_department(actor=bureau.user(key), unit=bureau.unit, code="9", name="新科")
