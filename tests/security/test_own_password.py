"""A password that somebody else knows is replaced by another one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.authtoken.models import Token

from organization.models import AuditEvent, User
from tests.cast import PASSWORD, House

NEW = "a quite different secret"


@pytest.fixture
def change(bureau: House, login: Callable[[User], Client]) -> Any:
    def act(new: Any) -> Any:
        said = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
        return login(bureau.user("li")).post(reverse("password_change"), said)

    return act


def test_the_same_password_is_no_new_one(bureau: House, change: Any) -> None:
    user = bureau.user("li")
    user.must_change_password = True
    user.save()
    assert change(PASSWORD).status_code == 200
    user.refresh_from_db()
    assert user.must_change_password


def test_a_new_password_ends_the_token_and_is_on_record(bureau: House, change: Any) -> None:
    user = bureau.user("li")
    Token.objects.create(user=user)
    assert change(NEW).status_code == 302
    assert not Token.objects.filter(user=user).exists()
    event = AuditEvent.objects.get(action="account.change_password")
    assert (event.actor, event.before, event.after) == (user, None, None)
