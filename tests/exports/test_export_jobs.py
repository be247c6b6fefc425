"""An export is a job with a page, a file for who asked, and a line in the log; only for those who may."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.models import Period
from assessment.office.exports.make_export import start_export
from organization.jobs import run_job, start_job
from organization.models import AuditEvent, Job, Role, RoleGrant, User
from tests.cast import House, build_outsiders, grant
from tests.exports.conftest import Make, opened_book
from tests.periods.houses import opened

PAGE = "/u/minzheng/exports/"


def ask(client: Client, period: Period, kind: Any = "period", capture: Any = None) -> Any:
    with capture(execute=True):
        return client.post(f"{PAGE}{period.pk}/{kind}/")


def test_hr_asks_for_a_sheet_sees_the_job_and_downloads_the_file(
    bureau: House,
    october: Period,
    login: Callable[[User], Client],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = login(bureau.user("sun"))
    response = ask(client, october, capture=django_capture_on_commit_callbacks)
    job = Job.objects.get(kind="assessment.export")
    assert response.url == f"/u/minzheng/jobs/{job.pk}/"
    body = client.get(response.url).content.decode()
    assert "青溪县民政局_2026-10" in body
    answer = client.get(f"/u/minzheng/jobs/{job.pk}/file/")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert answer.getvalue()[:2] == b"PK"
    assert job.file_name in client.get(PAGE).content.decode()


def test_the_file_is_for_nobody_else(
    bureau: House, street: House, october: Period, make: Make, login: Callable[[User], Client]
) -> None:
    job = make(bureau.user("sun"), october, "period")
    for user in (bureau.user("zhou"), bureau.user("li"), street.user("fang")):
        assert login(user).get(f"/u/minzheng/jobs/{job.pk}/").status_code == 404
        assert login(user).get(f"/u/minzheng/jobs/{job.pk}/file/").status_code == 404


def test_who_what_and_when_are_on_record(bureau: House, october: Period, make: Make) -> None:
    make(bureau.user("sun"), october, "period")
    event = AuditEvent.objects.get(action="export.file")
    assert (event.actor, event.unit, event.target) == (bureau.user("sun"), bureau.unit, "period 2026-10")
    assert event.after == {"close": str(october.current_close_id), "revision": 1}
    assert event.at.isoformat().startswith("2026-11-20T02:30")


@pytest.mark.parametrize("who", ["li", "wang", "lin", "qian"])
def test_nobody_else_of_the_unit_exports(
    bureau: House, october: Period, login: Callable[[User], Client], who: str
) -> None:
    client = login(bureau.user(who))
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}{october.pk}/period/").status_code == 404
    with pytest.raises(PermissionDenied):
        start_export(actor=bureau.user(who), period=october, kind="period")
    assert not Job.objects.filter(kind="assessment.export").exists()


def test_hr_of_another_unit_and_administrators_find_nothing(
    bureau: House, street: House, october: Period, login: Callable[[User], Client]
) -> None:
    for user in [street.user("fang"), *build_outsiders(bureau).values()]:
        assert login(user).post(f"{PAGE}{october.pk}/period/").status_code == 404
    # nor through the address of one's own unit
    answer = login(street.user("fang")).post(f"/u/yunshan/exports/{october.pk}/period/")
    assert answer.status_code == 404


def test_hr_of_some_departments_does_not_export_the_unit(
    bureau: House, october: Period, login: Callable[[User], Client]
) -> None:
    grant(bureau, "he", Role.HR, "relief")
    assert login(bureau.user("he")).post(f"{PAGE}{october.pk}/period/").status_code == 404


def test_a_right_withdrawn_in_the_meantime_makes_no_file(
    bureau: House, october: Period, login: Callable[[User], Client]
) -> None:
    user = bureau.user("sun")
    params = {"kind": "period", "close": str(october.current_close_id)}
    job = start_job(kind="assessment.export", unit=bureau.unit, actor=user, params=params)
    RoleGrant.objects.filter(user=user).delete()
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert job.error
    assert not job.file
    assert login(user).get(f"/u/minzheng/jobs/{job.pk}/file/").status_code == 404


def test_a_failed_export_says_so_on_its_page(
    bureau: House, october: Period, login: Callable[[User], Client]
) -> None:
    user = bureau.user("sun")
    job = start_job(
        kind="assessment.export",
        unit=bureau.unit,
        actor=user,
        params={"kind": "nothing", "close": str(october.current_close_id), "back": PAGE},
    )
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    body = login(user).get(f"/u/minzheng/jobs/{job.pk}/").content.decode()
    assert job.error in body
    assert PAGE in body


def test_a_period_that_was_never_closed_has_nothing_to_export(
    bureau: House, login: Callable[[User], Client]
) -> None:
    period = opened(bureau, "2026-11")
    with pytest.raises(ValidationError):
        start_export(actor=bureau.user("sun"), period=period, kind="period")
    assert "2026-11" not in login(bureau.user("sun")).get(PAGE).content.decode()


@pytest.mark.parametrize("kind", ["annual", "bonus", "nothing"])
def test_a_sheet_that_does_not_suit_the_period_is_refused(
    bureau: House, october: Period, login: Callable[[User], Client], kind: str
) -> None:
    with pytest.raises(ValidationError):
        start_export(actor=bureau.user("sun"), period=october, kind=kind)
    assert login(bureau.user("sun")).post(f"{PAGE}{october.pk}/{kind}/")["Location"] == PAGE


@pytest.mark.usefixtures("django_capture_on_commit_callbacks")
def test_an_export_asked_for_before_a_later_close_says_it_is_superseded(
    bureau: House, october: Period
) -> None:
    user = bureau.user("sun")
    params = {"kind": "period", "close": str(october.current_close_id)}
    job = start_job(kind="assessment.export", unit=bureau.unit, actor=user, params=params)
    Period.objects.filter(pk=october.pk).update(state=Period.State.OPEN)
    run_job(job.pk)
    job.refresh_from_db()
    assert "重新" in opened_book(job).worksheets[0]["A3"].value


def test_only_a_post_makes_a_sheet(bureau: House, october: Period, login: Callable[[User], Client]) -> None:
    assert login(bureau.user("sun")).get(f"{PAGE}{october.pk}/period/").status_code == 405
    assert not AuditEvent.objects.filter(action="export.file").exists()
