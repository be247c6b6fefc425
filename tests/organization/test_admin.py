"""The stock admin: superusers only, tables of the organization room, no scores, the log never changed."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from organization.models import AuditEvent, User
from organization.write_audit import log_act
from tests.cast import PASSWORD, House, build_outsiders

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def root(db: None, login: Callable[[User], Client]) -> Client:  # noqa: ARG001  # for its effect
    return login(User.objects.create_superuser("root", password=PASSWORD))


def test_no_table_with_scores_is_in_the_admin() -> None:
    assert "assessment" not in {model._meta.app_label for model in admin.site._registry}


def test_every_table_opens_with_its_list_and_history(root: Client, bureau: House) -> None:
    for model in admin.site._registry:
        if model._meta.app_label == "organization":
            url = reverse(f"admin:organization_{model._meta.model_name}_changelist")
            assert root.get(url).status_code == 200, url
    history = reverse("admin:organization_staffmember_history", args=[bureau.people["li"].pk])
    assert root.get(history).status_code == 200


def test_a_line_of_the_log_is_looked_at_without_its_values_and_not_changed(root: Client) -> None:
    act = log_act(actor=None, unit=None, action="rating.give", target="李晓敏", after={"score": "9.75"})
    url = reverse("admin:organization_auditevent_change", args=[act.pk])
    assert "9.75" not in root.get(url).content.decode()
    assert root.post(url, {"target": "x"}).status_code == 403
    assert root.post(reverse("admin:organization_auditevent_delete", args=[act.pk])).status_code == 403
    assert AuditEvent.objects.filter(pk=act.pk, target="李晓敏").exists()


def test_the_units_administrators_do_not_get_into_the_admin(
    bureau: House, login: Callable[[User], Client]
) -> None:
    for user in (*build_outsiders(bureau).values(), bureau.user("zhou")):
        assert login(user).get(reverse("admin:index")).status_code == 302


@pytest.mark.usefixtures("db")
def test_a_login_without_a_unit_is_told_whom_to_ask(login: Callable[[User], Client]) -> None:
    page = login(User.objects.create_user("alone", password=PASSWORD)).get("/")
    assert page.status_code == 200
    assert "人事科" in page.content.decode()


def test_who_belongs_to_two_units_chooses(
    bureau: House, street: House, login: Callable[[User], Client]
) -> None:
    user = build_outsiders(bureau, street)["auditor"]
    page = login(user).get("/").content.decode()
    assert "/u/minzheng/" in page
    assert "/u/yunshan/" in page
