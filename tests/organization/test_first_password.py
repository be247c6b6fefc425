"""Who was given a password chooses another one before anything else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from organization.models import AuditEvent, User
from tests.cast import House, build_outsiders

pytestmark = pytest.mark.usefixtures("clock")


def test_a_first_password_leads_to_the_page_for_a_new_one_until_it_is_changed(
    bureau: House, login: Callable[[User], Client]
) -> None:
    user = bureau.user("sun")
    user.set_password("first-pass-word-1")
    user.must_change_password = True
    user.save()
    client = login(user)
    people = reverse("people", args=["minzheng"])
    assert client.get(people).headers["Location"] == reverse("password_change")
    assert client.get(reverse("password_change")).status_code == 200
    answer = client.post(
        reverse("password_change"),
        {
            "old_password": "first-pass-word-1",
            "new_password1": "quiet-river-42-stone",
            "new_password2": "quiet-river-42-stone",
        },
    )
    assert answer.status_code == 302
    assert not User.objects.get(pk=user.pk).must_change_password
    assert client.get(people).status_code == 200


def test_the_first_password_is_shown_once(bureau: House, login: Callable[[User], Client]) -> None:
    client = login(build_outsiders(bureau)["system"])
    url = reverse("account_reset", args=["minzheng", bureau.user("li").pk])
    first = client.post(url, follow=True).content.decode()
    assert "只显示这一次" in first
    assert "只显示这一次" not in client.get(reverse("accounts", args=["minzheng"])).content.decode()


def test_a_refused_new_login_keeps_what_was_typed(bureau: House, login: Callable[[User], Client]) -> None:
    client = login(build_outsiders(bureau)["system"])
    answer = client.post(
        reverse("account_new", args=["minzheng"]), {"username": "bad name!", "display_name": "外聘 管理员"}
    )
    assert answer.status_code == 422
    assert "bad name!" in answer.content.decode()
    assert "外聘 管理员" in answer.content.decode()


def test_a_login_leaves_a_line_in_the_log_of_the_unit(bureau: House, login: Callable[[User], Client]) -> None:
    login(bureau.user("li"))
    act = AuditEvent.objects.get(action="account.login")
    assert (act.actor, act.unit) == (bureau.user("li"), bureau.unit)
