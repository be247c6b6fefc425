"""Results of departments on the pages: who reads them, with what, from when on."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from assessment.closing.start_close import close_here
from assessment.ledger.record_entries import record
from assessment.models import Period, Result
from assessment.periods.open_period import open_period
from organization.models import Role
from tests.cast import House, grant
from tests.narrowing import present

pytestmark = pytest.mark.django_db
Login = Callable[..., Client]


@pytest.fixture
def october(clock: time_machine.Traveller, hall: House) -> Period:  # noqa: ARG001  # for its effect
    """October 2026 of the hall with entries on people and windows, closed."""
    period = open_period(actor=None, unit=hall.unit, scheme=hall.scheme, key="2026-10")
    said: dict[str, Any] = {"actor": hall.user("su"), "unit": hall.unit, "occurred_on": period.starts_on}
    tax, mei, hu = hall.departments["tax"], hall.people["mei"], hall.people["hu"]
    record(**said, department=tax, clause="w1", idempotency_key="1")
    record(
        **said,
        department=tax,
        clause="w2",
        attributes={"kind": "media", "level": "nation"},
        idempotency_key="2",
    )
    record(**said, staff=mei, clause="s1", count=Decimal(3), idempotency_key="3")
    record(**said, staff=hu, clause="s2", attributes={"level": "city", "authors": 3}, idempotency_key="4")
    record(**said, staff=hu, clause="s4", attributes={"ref": 2}, idempotency_key="5")
    Period.objects.filter(pk=period.pk).update(state=Period.State.SUBMITTED)
    job = close_here(actor=hall.user("su"), period=period)
    assert job.error == ""
    period.refresh_from_db()
    return period


def to(period: Period, state: str) -> Period:
    Period.objects.filter(pk=period.pk).update(
        state=state, published_on=period.ends_on, publication_ends_on=period.ends_on
    )
    period.refresh_from_db()
    return period


def window(period: Period, name: str) -> Result:
    return Result.objects.departments().get(close=period.current_close, name=name)


def test_the_office_sees_the_windows_with_items_and_flags(hall: House, october: Period, login: Login) -> None:
    page = login(hall.user("su"))
    for address in (f"periods/{october.pk}/", f"reviews/{october.pk}/", "board/?period=" + str(october.pk)):
        text = page.get(f"/u/hall/{address}").content.decode()
        assert "税务窗口" in text
        assert "连带扣分" in text
        assert "先进窗口" in text


def test_the_explanation_of_a_window_names_whose_points_were_carried_over(
    hall: House, october: Period, login: Login
) -> None:
    row = window(october, "税务窗口")
    text = login(hall.user("su")).get(f"/u/hall/department-results/{row.pk}/").content.decode()
    assert "梅雪" in text
    assert "102.00" in text  # 100 − 5 + 9 − 2


def test_people_of_the_window_read_its_result_once_it_is_published_and_nobodys_points(
    hall: House, october: Period, login: Login
) -> None:
    address = f"/u/hall/department-results/{window(october, '税务窗口').pk}/"
    ding = login(hall.user("ding"))
    assert ding.get(address).status_code == 404
    to(october, Period.State.PUBLISHED)
    answer = ding.get(address)
    assert answer.status_code == 200
    assert "梅雪" not in answer.content.decode()
    assert login(hall.user("guo")).get(address).status_code == 404
    assert "税务窗口" in ding.get("/u/hall/mine/?period=2026-10").content.decode()


def test_a_reviewer_of_some_departments_reads_theirs_only(hall: House, october: Period, login: Login) -> None:
    grant(hall, "guo", Role.HR, "desk")
    page = login(hall.user("guo"))
    assert page.get(f"/u/hall/department-results/{window(october, '综合窗口').pk}/").status_code == 200
    assert page.get(f"/u/hall/department-results/{window(october, '税务窗口').pk}/").status_code == 404


@pytest.mark.parametrize("who", ["system", "security", "auditor"])
def test_administrators_read_none(hall: House, october: Period, login: Login, who: str) -> None:
    grant(hall, "guo", Role(f"{who}_admin") if who != "auditor" else Role.AUDITOR)
    hall.people["guo"].user = None
    hall.people["guo"].save()
    user = type(hall.user("su")).objects.get(username="hall-guo")
    page = login(user)
    assert page.get(f"/u/hall/department-results/{window(october, '税务窗口').pk}/").status_code == 404


def test_the_published_list_has_the_windows_with_their_scores(
    hall: House, october: Period, login: Login
) -> None:
    to(october, Period.State.PUBLISHED)
    text = login(hall.user("guo")).get(f"/u/hall/publication/{october.pk}/").content.decode()
    assert text.index("税务窗口") < text.rindex("管理办公室")
    assert "102.00" in text


@pytest.mark.usefixtures("clock")
def test_the_board_of_a_running_period_shows_the_windows_provisionally(hall: House, login: Login) -> None:
    period = open_period(actor=None, unit=hall.unit, scheme=hall.scheme, key="2026-11")
    said: dict[str, Any] = {"actor": hall.user("su"), "unit": hall.unit, "occurred_on": period.starts_on}
    record(**said, department=hall.departments["tax"], clause="w1", idempotency_key="1")
    text = login(hall.user("su")).get("/u/hall/board/").content.decode()
    assert "95.00" in text
    admin = login(hall.user("ding")).get("/u/hall/board/").content.decode()
    assert "税务窗口" in admin
    assert "综合窗口" not in admin


def test_everyone_of_the_hall_opens_their_own_page(hall: House, october: Period, login: Login) -> None:
    to(october, Period.State.PUBLISHED)
    november = open_period(actor=None, unit=hall.unit, scheme=hall.scheme, key="2026-11")
    said: dict[str, Any] = {"actor": hall.user("su"), "unit": hall.unit, "occurred_on": november.starts_on}
    hu = hall.people["hu"]
    record(**said, staff=hu, clause="s4", attributes={"ref": 1}, idempotency_key="6")
    record(**said, staff=hu, clause="s2", attributes={"level": "city"}, idempotency_key="7")
    for name in ("mei", "hu", "guo"):
        page = login(hall.user(name))
        for key in ("2026-10", "2026-11"):
            assert page.get("/u/hall/mine/", {"period": key}).status_code == 200


def test_a_new_revision_shows_which_windows_changed(hall: House, october: Period, login: Login) -> None:
    Period.objects.filter(pk=october.pk).update(state=Period.State.OPEN)
    october.refresh_from_db()
    record(
        actor=hall.user("su"),
        unit=hall.unit,
        department=hall.departments["desk"],
        clause="w1",
        occurred_on=october.starts_on,
        idempotency_key="6",
    )
    Period.objects.filter(pk=october.pk).update(state=Period.State.SUBMITTED)
    close_here(actor=hall.user("su"), period=october)
    october.refresh_from_db()
    assert present(october.current_close).revision == 2
    text = login(hall.user("su")).get(f"/u/hall/periods/{october.pk}/").content.decode()
    assert "95.00" in text
    assert login(hall.user("su")).get(f"/u/hall/periods/{october.pk}/revisions/1/").status_code == 200
