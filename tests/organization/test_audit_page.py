"""The auditor reads who did what and when: of the own unit, by who, act, object and days, never a score."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from organization.audit_actions import register_acts, title_of, titles
from organization.models import User
from organization.write_audit import log_act
from tests.cast import House, build_outsiders


@pytest.fixture
def read(bureau: House, clock: time_machine.Traveller, login: Callable[[User], Client]) -> Any:  # noqa: ARG001  # for its effect
    client = login(build_outsiders(bureau)["auditor"])

    def page(**query: Any) -> Any:
        return client.get(reverse("audit", args=["minzheng"]), query).content.decode()

    return page


def log(house: House, actor: str, action: str, target: str, **values: Any) -> None:
    log_act(actor=house.user(actor), unit=house.unit, action=action, target=target, **values)


def test_the_log_is_filtered_by_who_act_and_object(bureau: House, read: Any) -> None:
    log(bureau, "sun", "staff.edit", "0117 李晓敏", before={"name": "李小敏"}, after={"name": "李晓敏"})
    log(bureau, "zhou", "department.rename", "01 办公室")
    assert "李小敏" in read()
    assert "01 办公室" not in read(who="孙立")
    assert "01 办公室" in read(act="department.rename")
    assert "0117 李晓敏" not in read(act="department.rename")
    assert "0117 李晓敏" in read(target="李晓敏")
    assert "0117 李晓敏" in read(first="2026-11-20", last="2026-11-20")
    assert "0117 李晓敏" not in read(last="2026-11-19")


@pytest.mark.usefixtures("bureau")
def test_another_units_acts_are_not_there(street: House, read: Any) -> None:
    log(street, "fang", "staff.edit", "2006 马强")
    assert "马强" not in read()


def test_values_that_could_tell_a_score_are_not_shown(bureau: House, read: Any) -> None:
    log(bureau, "zhou", "rating.give", "李晓敏", before={"score": "8.25"}, after={"score": "9.75"})
    page = read()
    assert "9.75" not in page
    assert "内容不在此显示" in page


@pytest.mark.usefixtures("bureau")
def test_a_wrong_date_in_the_filter_is_named_beside_the_field(read: Any) -> None:
    assert "aria-invalid" in read(first="yesterday")


def test_the_log_is_paged(bureau: House, read: Any) -> None:
    for number in range(60):
        log(bureau, "sun", "staff.edit", f"0{number:03} 某人")
    assert "0059 某人" in read()
    assert "0001 某人" not in read()
    assert "0001 某人" in read(page="2")


@pytest.mark.usefixtures("read")
def test_an_act_has_one_title() -> None:
    before = titles()
    with pytest.raises(ImproperlyConfigured, match=r"export\.file has two titles"):
        register_acts({"export.file": "sent a file"})
    register_acts({"export.file": title_of("export.file")})
    assert titles() == before


def test_every_act_that_is_written_has_a_title() -> None:
    root = Path(__file__).parents[2]
    written = set()
    for room in ("assessment", "evaluation", "organization", "worklog"):
        for path in (root / room).rglob("*.py"):
            for call in (
                node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
            ):
                if getattr(call.func, "id", "") == "log_act":
                    action = next(each.value for each in call.keywords if each.arg == "action")
                    written |= {action.value} if isinstance(action, ast.Constant) else set()
    assert {"export.file", "export.form", "entry.reverse"} <= written
    assert written <= set(titles())


def test_exports_of_earlier_versions_are_still_told(bureau: House, read: Any) -> None:
    log(bureau, "sun", "export", "year-grades 2025")
    log(bureau, "sun", "export.form", "form 2026-10 0117")
    page = read(act="export")
    assert "year-grades 2025" in page
    assert "导出或打印" in page
    assert "form 2026-10 0117" in read(act="export.form")
    assert "打印考核评定表" in read()
