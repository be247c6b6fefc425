"""考核评定表: what it carries, who may open it. That it prints on one page is tried in a browser."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client

from assessment.models import Period
from assessment.rules import Entry
from organization.models import AuditEvent, User
from tests.cast import House, build_outsiders
from tests.mine.conftest import result
from tests.periods.houses import closed


def url(house: House, row: Any) -> str:
    return f"/u/{house.unit.code}/results/{row.pk}/form/"


def busy(house: House) -> Period:
    """Everything at once: forty matters with long titles, a decision pending, every item in use."""

    clauses = list(house.scheme.versions.get().rules.part("month").clauses)
    entries = [
        Entry(n, clause, date(2026, 10, 1 + n % 28), Decimal(3)) for n, clause in enumerate(clauses * 2)
    ]
    return closed(house, "2026-10", {"li": {"entries": entries}})


def test_it_carries_the_office_s_fields_the_figures_and_the_places_to_sign(
    street: House, quarter: Period, login: Callable[[User], Client]
) -> None:
    own = result(quarter, street, "chen")
    body = login(street.user("fang")).get(url(street, own)).content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))
    for said in [
        "季度考核评定表",
        "姓名",
        "陈立新",
        "工号",
        "2007",
        "科室",
        "城管中队",
        "签名",
        "公章",
        "日期",
    ]:
        assert said in text, said
    assert "97.00 × 0.6 = 58.20" in text
    assert "58.20 + 32.00 = 90.20" in text
    assert "☑ 良好" in text
    assert "☐ 优秀" in text
    assert "1,800.00" in text
    assert "未公示" in text
    assert "高明" in text
    assert "唐志远" not in text.split("陈立新")[-1]


def test_what_does_not_fit_is_said_with_its_number(bureau: House, login: Callable[[User], Client]) -> None:
    period = busy(bureau)
    body = login(bureau.user("sun")).get(url(bureau, result(period, bureau, "li"))).content.decode()
    shown = len(re.findall(r"<div>2026-10-\d\d ", body))
    hidden = sum(int(n) for n in re.findall(r"另有 (\d+) 项", body))
    assert hidden
    assert shown + hidden == 60


def test_one_opens_ones_own_form_once_published_and_nobody_elses(
    bureau: House,
    october: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    own, other = result(october, bureau, "li"), result(october, bureau, "zhao")
    client = login(bureau.user("li"))
    assert client.get(url(bureau, own)).status_code == 404
    publish(bureau, october)
    assert client.get(url(bureau, own)).status_code == 200
    assert client.get(url(bureau, other)).status_code == 404


def test_other_units_and_administrators_find_no_form(
    bureau: House,
    street: House,
    october: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    publish(bureau, october)
    own = result(october, bureau, "li")
    for user in [street.user("fang"), bureau.user("lin"), *build_outsiders(bureau).values()]:
        assert login(user).get(url(bureau, own)).status_code == 404
    assert login(street.user("fang")).get(f"/u/yunshan/results/{own.pk}/form/").status_code == 404


def test_printing_somebody_elses_form_is_on_record_and_ones_own_is_not(
    bureau: House,
    october: Period,
    publish: Callable[[House, Period], Period],
    login: Callable[[User], Client],
) -> None:
    publish(bureau, october)
    own = result(october, bureau, "li")
    login(bureau.user("li")).get(url(bureau, own))
    assert not AuditEvent.objects.filter(action="export.form").exists()
    login(bureau.user("sun")).get(url(bureau, own))
    assert AuditEvent.objects.get(action="export.form").target == "form 2026-10 0117"


def test_forms_of_a_department_need_no_statement_per_person(
    bureau: House, october: Period, login: Callable[[User], Client]
) -> None:
    client = login(bureau.user("sun"))
    address = f"/u/minzheng/exports/{october.pk}/forms/"
    client.get(address)

    def statements(department: str) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            client.get(address, {"department": department})
        return len(captured)

    assert statements("社会救助科") == statements("办公室")


def test_only_those_who_export_print_forms_of_a_department(
    bureau: House, october: Period, login: Callable[[User], Client]
) -> None:
    address = f"/u/minzheng/exports/{october.pk}/forms/"
    for who in ("li", "lin", "qian"):
        assert login(bureau.user(who)).get(address).status_code == 404
