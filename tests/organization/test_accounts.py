"""Logins are made, given new passwords and closed by the system administrator of the unit."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from organization.models import AuditEvent, Role, RoleGrant, User
from organization.services import accounts
from tests.cast import PASSWORD, START, House, add_person, build_outsiders

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def system(bureau: House) -> User:
    return build_outsiders(bureau)["system"]


def test_a_person_gets_a_login_whose_first_password_must_be_changed(bureau: House, system: User) -> None:
    person = add_person(bureau, "new", "0201", "范晓东", "office", "general", login=False)
    user, password = accounts.create_login(actor=system, unit=bureau.unit, staff=person, username="fanxd")
    person.refresh_from_db()
    assert person.user == user
    assert user.must_change_password
    assert user.check_password(password)
    logged = AuditEvent.objects.get(action="account.create")
    assert password not in str(logged.after)


def test_a_person_has_one_login(bureau: House, system: User) -> None:
    with pytest.raises(ValidationError):
        accounts.create_login(actor=system, unit=bureau.unit, staff=bureau.people["li"], username="another")


def test_a_new_password_ends_the_sessions_of_the_old_one(
    bureau: House, system: User, login: Callable[[User], Client]
) -> None:
    client = login(bureau.user("li"))
    assert client.get("/").status_code != 302 or "/login/" not in client.get("/").headers["Location"]
    password = accounts.reset_password(actor=system, unit=bureau.unit, user=bureau.user("li"))
    assert "/login/" in client.get("/").headers["Location"]
    li = User.objects.get(pk=bureau.user("li").pk)
    assert li.check_password(password)
    assert not li.check_password(PASSWORD)


def test_a_closed_login_is_out_with_the_next_request(
    bureau: House, system: User, login: Callable[[User], Client]
) -> None:
    client = login(bureau.user("li"))
    accounts.deactivate_login(actor=system, unit=bureau.unit, user=bureau.user("li"))
    assert "/login/" in client.get("/").headers["Location"]
    accounts.activate_login(actor=system, unit=bureau.unit, user=bureau.user("li"))
    assert User.objects.get(pk=bureau.user("li").pk).is_active


def test_a_system_administrator_keeps_no_login_of_another_unit_nor_of_a_superuser(
    bureau: House, street: House, system: User
) -> None:
    root = User.objects.create_superuser("root", password=PASSWORD)
    for user in (street.user("ma"), root, system):
        with pytest.raises(ValidationError):
            accounts.reset_password(actor=system, unit=bureau.unit, user=user)
    with pytest.raises(PermissionDenied):
        accounts.reset_password(actor=system, unit=street.unit, user=street.user("ma"))


def test_who_watches_the_system_administrator_gets_no_password_from_it(bureau: House) -> None:
    outsiders = build_outsiders(bureau)
    for key in ("security", "auditor"):
        with pytest.raises(ValidationError):
            accounts.reset_password(actor=outsiders["system"], unit=bureau.unit, user=outsiders[key])
        assert User.objects.get(pk=outsiders[key].pk).check_password(PASSWORD)


def test_a_login_that_another_unit_trusts_gets_no_password_from_here(
    bureau: House, street: House, system: User
) -> None:
    RoleGrant.objects.create(user=bureau.user("li"), unit=street.unit, role=Role.HR, valid_from=START)
    with pytest.raises(ValidationError):
        accounts.reset_password(actor=system, unit=bureau.unit, user=bureau.user("li"))
    assert User.objects.get(pk=bureau.user("li").pk).check_password(PASSWORD)


def test_only_the_system_administrator_keeps_logins(bureau: House) -> None:
    for key in ("zhou", "sun", "wang"):
        with pytest.raises(PermissionDenied):
            accounts.reset_password(actor=bureau.user(key), unit=bureau.unit, user=bureau.user("li"))
