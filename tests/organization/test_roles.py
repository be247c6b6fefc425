"""Roles are given and taken by the security administrator, never to oneself, powers kept apart."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from organization.models import AuditEvent, Role, RoleGrant, User
from organization.policy import access_to
from organization.services.grants import grant_role, revoke_role
from tests.cast import House, build_outsiders
from tests.narrowing import present

pytestmark = pytest.mark.usefixtures("clock")
TODAY = date(2026, 11, 20)


@pytest.fixture
def admins(bureau: House) -> dict[str, User]:
    return build_outsiders(bureau)


def give(bureau: House, actor: User, user: User, role: Role, *departments: str, **values: Any) -> RoleGrant:
    chosen = [bureau.departments[name] for name in departments]
    values = {"valid_from": TODAY} | values
    return grant_role(actor=actor, user=user, unit=bureau.unit, role=role, departments=chosen, **values)


def test_the_security_administrator_gives_a_role(bureau: House, admins: dict[str, User]) -> None:
    give(bureau, admins["security"], bureau.user("he"), Role.SUPERVISOR)
    assert access_to(bureau.user("he"), bureau.unit).has(Role.SUPERVISOR)
    assert present(AuditEvent.objects.get(action="role.grant").after)["role"] == "supervisor"


def test_a_revoked_role_is_gone_at_once_and_stays_on_record(bureau: House, admins: dict[str, User]) -> None:
    held = RoleGrant.objects.get(user=bureau.user("sun"))
    revoke_role(actor=admins["security"], grant=held)
    assert not access_to(bureau.user("sun"), bureau.unit).has(Role.HR)
    held.refresh_from_db()
    assert held.valid_to == date(2026, 11, 19)


def test_a_role_may_end_on_a_later_day(bureau: House, admins: dict[str, User]) -> None:
    held = RoleGrant.objects.get(user=bureau.user("sun"))
    revoke_role(actor=admins["security"], grant=held, last_day=date(2026, 12, 31))
    assert access_to(bureau.user("sun"), bureau.unit).has(Role.HR)
    assert not access_to(bureau.user("sun"), bureau.unit, date(2027, 1, 1)).has(Role.HR)


def test_a_role_given_today_and_revoked_today_never_held_but_is_remembered(
    bureau: House, admins: dict[str, User]
) -> None:
    given = give(bureau, admins["security"], bureau.user("he"), Role.SUPERVISOR)
    revoke_role(actor=admins["security"], grant=given)
    assert not access_to(bureau.user("he"), bureau.unit).has(Role.SUPERVISOR)
    assert present(AuditEvent.objects.get(action="role.revoke").before)["role"] == "supervisor"
    assert RoleGrant.history.filter(history_type="-").count() == 1
    give(bureau, admins["security"], bureau.user("he"), Role.SUPERVISOR)


def test_nobody_gives_themselves_a_role(bureau: House, admins: dict[str, User]) -> None:
    with pytest.raises(ValidationError):
        give(bureau, admins["security"], admins["security"], Role.HR)
    own = RoleGrant.objects.get(user=admins["security"])
    with pytest.raises(ValidationError):
        revoke_role(actor=admins["security"], grant=own)


def test_only_the_security_administrator_gives_roles(bureau: House, admins: dict[str, User]) -> None:
    for actor in (admins["system"], admins["auditor"], bureau.user("zhou"), bureau.user("sun")):
        with pytest.raises(PermissionDenied):
            give(bureau, actor, bureau.user("he"), Role.SUPERVISOR)


@pytest.mark.usefixtures("bureau")
def test_the_security_administrator_of_one_unit_gives_nothing_in_another(
    street: House, admins: dict[str, User]
) -> None:
    with pytest.raises(PermissionDenied):
        grant_role(
            actor=admins["security"],
            user=street.user("fang"),
            unit=street.unit,
            role=Role.HEAD,
            valid_from=TODAY,
        )


def test_an_administrator_holds_no_other_role(bureau: House, admins: dict[str, User]) -> None:
    with pytest.raises(ValidationError):
        give(bureau, admins["security"], admins["auditor"], Role.HR)
    with pytest.raises(ValidationError):
        give(bureau, admins["security"], bureau.user("sun"), Role.AUDITOR)
    with pytest.raises(ValidationError):
        give(bureau, admins["security"], admins["auditor"], Role.SYSTEM_ADMIN)


def test_a_department_admin_is_one_for_named_departments(bureau: House, admins: dict[str, User]) -> None:
    with pytest.raises(ValidationError):
        give(bureau, admins["security"], bureau.user("he"), Role.DEPARTMENT_ADMIN)
    give(bureau, admins["security"], bureau.user("he"), Role.DEPARTMENT_ADMIN, "office")
    access = access_to(bureau.user("he"), bureau.unit)
    assert access.scopes[Role.DEPARTMENT_ADMIN] == frozenset({bureau.departments["office"].pk})


def test_the_same_role_is_not_held_twice(bureau: House, admins: dict[str, User]) -> None:
    with pytest.raises(ValidationError):
        give(bureau, admins["security"], bureau.user("sun"), Role.HR)
