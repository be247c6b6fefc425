"""The pages and the job of a try-out: who sees them, what is written, what a kill leaves behind, the workbook."""

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from assessment.models import Draft, Period, Result, TryOut
from assessment.workshop.simulation import report as reports
from assessment.workshop.simulation.period_choice import choices_for
from assessment.workshop.simulation.start_simulation import scheme_of_draft, start_tryout
from organization.jobs import run_job
from organization.models import AuditEvent, Job, Role, RoleGrant, User
from tests.cast import House, build_outsiders, grant
from tests.exports.conftest import exact, table
from tests.mine.conftest import quarter_of
from tests.narrowing import present
from tests.periods.houses import office
from tests.workshop.trying import draft_of, tried

WEIGHTS = ("weight: 0.6", "weight: 0.5")


@pytest.fixture(autouse=True)
def _now(clock: time_machine.Traveller) -> None:
    """Every test here stands on Friday, 20 November 2026."""


@pytest.fixture
def capture(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> DjangoCaptureOnCommitCallbacks:
    return django_capture_on_commit_callbacks


@pytest.fixture
def quarter(street: House) -> Period:
    return quarter_of(street)


@pytest.fixture
def draft(street: House, quarter: Period) -> Draft:
    return draft_of(street, quarter, WEIGHTS)


def page(draft: Draft, *parts: object) -> str:
    return f"/u/yunshan/workshop/drafts/{draft.pk}/try/" + "".join(f"{part}/" for part in parts)


def counts() -> dict[str, int]:
    """Rows of every table but those of the work itself: the try-out, its job, the log, the session."""
    left_out = {"TryOut", "Job", "AuditEvent", "Session"}
    return {
        model.__name__: model._default_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if model.__name__ not in left_out
    }


def test_the_office_chooses_a_period_and_reads_the_report(
    street: House,
    quarter: Period,
    draft: Draft,
    capture: DjangoCaptureOnCommitCallbacks,
    login: Callable[[User], Client],
) -> None:
    client = login(office(street))
    assert quarter.title in client.get(page(draft)).content.decode()
    with capture(execute=True):
        answer = client.post(page(draft, "start"), {"period": quarter.pk})
    tryout = TryOut.objects.get()
    assert answer["Location"] == page(draft, tryout.pk)
    body = client.get(answer["Location"]).content.decode()
    for name in ("马强", "陈立新", "徐海燕"):
        assert name in body
    row = tryout.report["changes"]["rows"][0]
    person = client.get(page(draft, tryout.pk, "people", row["result"])).content.decode()
    assert row["score"] in person
    assert str(Result.objects.get(pk=row["result"]).score) in person


def test_a_panels_single_scores_are_told_to_nobody(
    street: House,
    quarter: Period,
    draft: Draft,
    capture: DjangoCaptureOnCommitCallbacks,
    login: Callable[[User], Client],
) -> None:
    tryout = tried(street, draft, quarter, capture)
    result = Result.objects.get(close=quarter.current_close, staff=street.people["ma"])
    body = login(office(street)).get(page(draft, tryout.pk, "people", result.pk)).content.decode()
    assert "97.02" not in body
    assert "96.31" not in body
    assert body.count("2 人测评") in (1, 2)  # the mean and the rank stay: once where both sides say the same


def test_a_panel_that_the_draft_makes_an_ordinary_score_of_stays_hidden(
    street: House, quarter: Period, capture: DjangoCaptureOnCommitCallbacks, login: Callable[[User], Client]
) -> None:
    text = quarter.version.text
    start = text.index("      - id: leaders\n")
    item = text[start : text.index("    score:\n", start)]
    single = (
        "      - {id: leaders, kind: rated, title: {zh: 党政领导测评, en: Leaders}, maximum: 100, "
        "rated_by: {zh: 党政领导, en: Leaders}}\n"
    )
    draft = draft_of(street, quarter, (item, single))
    tryout = tried(street, draft, quarter, capture)
    result = Result.objects.get(close=quarter.current_close, staff=street.people["ma"])
    body = login(office(street)).get(page(draft, tryout.pk, "people", result.pk)).content.decode()
    told = body.partition("<main")[2]
    assert "96.67" in told  # the exact mean of 96.31 and 97.02, rounded
    for hidden in ("97.02", "96.31", "唐志远", "罗成"):
        assert hidden not in told


def test_nothing_is_written_but_the_report(
    street: House, quarter: Period, draft: Draft, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    before = counts()
    stored = list(Result.objects.order_by("pk").values())
    tried(street, draft, quarter, capture)
    assert counts() == before
    assert list(Result.objects.order_by("pk").values()) == stored
    assert (TryOut.objects.count(), Job.objects.filter(kind="assessment.tryout").count()) == (1, 1)


def test_no_fact_is_copied_into_the_report(
    street: House, quarter: Period, draft: Draft, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    tryout = tried(street, draft, quarter, capture)
    assert "facts" not in str(tryout.report["changes"])
    for person in street.people.values():
        assert person.name not in str(tryout.report["changes"])


def test_the_same_draft_on_the_same_close_is_computed_once(
    street: House, quarter: Period, draft: Draft, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    first = tried(street, draft, quarter, capture)
    again = tried(street, draft, quarter, capture)
    assert (first.pk, first.job_id) == (again.pk, again.job_id)
    draft.text += "\n# a comment is no change\n"
    draft.save()
    assert tried(street, draft, quarter, capture).pk == first.pk
    draft.text = draft.text.replace("weight: 0.5", "weight: 0.55")
    draft.save()
    assert tried(street, draft, quarter, capture).pk != first.pk


def test_a_report_keeps_the_draft_as_it_was_tried(
    street: House,
    quarter: Period,
    draft: Draft,
    capture: DjangoCaptureOnCommitCallbacks,
    login: Callable[[User], Client],
) -> None:
    tryout = tried(street, draft, quarter, capture)
    draft.text = "broken: ["
    draft.save()
    client = login(office(street))
    row = tryout.report["changes"]["rows"][0]
    assert client.get(page(draft, tryout.pk)).status_code == 200
    assert client.get(page(draft, tryout.pk, "people", row["result"])).status_code == 200
    assert client.get(page(draft)).status_code == 200
    with pytest.raises(ValidationError):
        start_tryout(actor=office(street), draft=draft, period=quarter)


def test_a_job_that_was_killed_is_run_again_and_ends_with_the_same_report(
    street: House, quarter: Period, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_anything: Any) -> None:
        raise KeyboardInterrupt

    tryout = start_tryout(actor=office(street), draft=draft, period=quarter)
    with monkeypatch.context() as patched:
        patched.setattr("assessment.workshop.simulation.run_simulation.report_of", die)
        with pytest.raises(KeyboardInterrupt):
            run_job(present(tryout.job_id))
    tryout.refresh_from_db()
    assert set(tryout.report) == {"pack"}
    Job.objects.filter(pk=present(tryout.job_id)).update(heartbeat_at=None, state=Job.State.QUEUED)
    assert run_job(present(tryout.job_id))
    tryout.refresh_from_db()
    assert tryout.report["people"] == 10
    assert tryout.job_id == Job.objects.get(kind="assessment.tryout").pk


def test_a_failed_try_out_can_be_started_again(
    street: House, quarter: Period, draft: Draft, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    tryout = start_tryout(actor=office(street), draft=draft, period=quarter)
    Job.objects.filter(pk=present(tryout.job_id)).update(state=Job.State.FAILED)
    again = tried(street, draft, quarter, capture)
    assert again.pk == tryout.pk
    assert again.job_id != tryout.job_id


def test_a_right_withdrawn_in_the_meantime_computes_nothing(
    street: House, quarter: Period, draft: Draft
) -> None:
    tryout = start_tryout(actor=office(street), draft=draft, period=quarter)
    RoleGrant.objects.filter(user=office(street)).delete()
    run_job(present(tryout.job_id))
    tryout.refresh_from_db()
    assert present(tryout.job).state == Job.State.FAILED
    assert set(tryout.report) == {"pack"}


@pytest.mark.usefixtures("settings")
def test_while_the_work_goes_on_the_page_shows_it_and_asks_again(
    street: House, quarter: Period, draft: Draft, login: Callable[[User], Client]
) -> None:
    tryout = start_tryout(actor=office(street), draft=draft, period=quarter)
    client = login(office(street))
    address = page(draft, tryout.pk)
    assert f'hx-get="{address}"' in client.get(address).content.decode()
    assert client.post(page(draft, tryout.pk, "excel"))["Location"] == address
    run_job(present(tryout.job_id))
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_others_find_nothing(
    street: House,
    bureau: House,
    quarter: Period,
    draft: Draft,
    capture: DjangoCaptureOnCommitCallbacks,
    login: Callable[[User], Client],
) -> None:
    tryout = tried(street, draft, quarter, capture)
    row = tryout.report["changes"]["rows"][0]
    gets = [page(draft), page(draft, tryout.pk), page(draft, tryout.pk, "people", row["result"])]
    posts = [page(draft, "start"), page(draft, tryout.pk, "excel")]
    people = [street.user(name) for name in ("ma", "hang", "qin", "luo", "fang")]
    for user in [*people, bureau.user("zhou"), *build_outsiders(street).values()]:
        client = login(user)
        assert [client.get(each).status_code for each in gets] == [404] * 3
        assert [client.post(each, {"period": quarter.pk}).status_code for each in posts] == [404] * 2
    with pytest.raises(PermissionDenied):
        start_tryout(actor=street.user("fang"), draft=draft, period=quarter)


def test_whoever_approves_reads_but_does_not_start(
    street: House,
    quarter: Period,
    draft: Draft,
    capture: DjangoCaptureOnCommitCallbacks,
    login: Callable[[User], Client],
) -> None:
    tryout = tried(street, draft, quarter, capture)
    client = login(street.user("tang"))
    assert client.get(page(draft, tryout.pk)).status_code == 200
    assert client.post(page(draft, "start"), {"period": quarter.pk}).status_code == 404


@pytest.mark.usefixtures("quarter")
def test_an_office_of_some_departments_does_not_read_what_tells_of_all(
    street: House, draft: Draft, login: Callable[[User], Client]
) -> None:
    grant(street, "chen", Role.ASSESSMENT_OFFICE, "city")
    assert login(street.user("chen")).get(page(draft)).status_code == 404


@pytest.mark.usefixtures("bureau")
def test_a_result_of_another_period_is_not_told_here(
    street: House,
    quarter: Period,
    october: Period,
    draft: Draft,
    capture: DjangoCaptureOnCommitCallbacks,
    login: Callable[[User], Client],
) -> None:
    tryout = tried(street, draft, quarter, capture)
    other = present(Result.objects.filter(close=october.current_close).first())
    client = login(office(street))
    assert client.get(page(draft, tryout.pk, "people", other.pk)).status_code == 404
    assert client.post(page(draft, "start"), {"period": october.pk}).status_code == 404
    assert client.post(page(draft, "start"), {"period": "x"}).status_code == 404


def test_only_closed_periods_whose_facts_fit_are_offered(
    street: House, quarter: Period, draft: Draft
) -> None:
    scheme = scheme_of_draft(draft)
    assert [(each.period, each.is_own) for each in choices_for(draft, scheme)] == [(quarter, True)]
    Period.objects.filter(pk=quarter.pk).update(state=Period.State.OPEN)
    assert choices_for(draft, scheme) == []
    with pytest.raises(ValidationError):
        start_tryout(actor=office(street), draft=draft, period=Period.objects.get(pk=quarter.pk))


def test_the_workbook_lists_everyone_with_old_and_new(
    street: House,
    quarter: Period,
    draft: Draft,
    capture: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
    login: Callable[[User], Client],
) -> None:
    monkeypatch.setattr(reports, "KEPT", 3)
    tryout = tried(street, draft, quarter, capture)
    assert len(tryout.report["changes"]["rows"]) == 3
    client = login(office(street))
    with capture(execute=True):
        client.post(page(draft, tryout.pk, "excel"))
    job = Job.objects.get(kind="assessment.tryout_sheet")
    assert job.state == Job.State.DONE, job.error
    book = load_workbook(BytesIO(job.file.read()))
    rows = {row["工号"]: row for row in table(book.worksheets[0])}
    results = {result.number: result for result in Result.objects.filter(close=quarter.current_close)}
    assert set(rows) == set(results)
    columns = list(rows["2006"])
    for number, row in rows.items():
        assert exact(row[columns[4]]) == results[number].score
        before, after = present(exact(row[columns[4]])), present(exact(row[columns[5]]))
        assert after - before == exact(row[columns[6]])
    kept = {str(Result.objects.get(pk=row["result"]).number): row for row in tryout.report["changes"]["rows"]}
    assert all(exact(rows[number][columns[5]]) == Decimal(row["score"]) for number, row in kept.items())
    assert AuditEvent.objects.filter(action="export.file", target__startswith="try-out").count() == 1


def test_starting_is_on_record(
    street: House, quarter: Period, draft: Draft, capture: DjangoCaptureOnCommitCallbacks
) -> None:
    tried(street, draft, quarter, capture)
    event = AuditEvent.objects.get(action="draft.try")
    assert (event.actor, event.unit) == (office(street), street.unit)
    assert event.target == "meiling-quarterly 2026-Q3"


@pytest.mark.parametrize("times", [1, 3])
def test_statements_do_not_grow_with_the_people(
    street: House,
    quarter: Period,
    draft: Draft,
    times: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    everyone = list(Result.objects.filter(close=quarter.current_close))
    for number in range(times - 1):
        for each in everyone:
            person = type(present(each.staff)).objects.create(
                unit=street.unit, number=f"{number}-{each.number}", name=each.name
            )
            copied = {
                f.attname: getattr(each, f.attname) for f in each._meta.concrete_fields if f.name != "id"
            }
            Result.objects.create(**copied | {"staff_id": person.pk, "number": person.number})
    tryout = start_tryout(actor=office(street), draft=draft, period=quarter)
    with django_assert_max_num_queries(16):
        run_job(present(tryout.job_id))
    tryout.refresh_from_db()
    assert tryout.report["people"] == times * 10
