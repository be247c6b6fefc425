"""A department appeals by its chief: against its published result or an entry about it, in the time that the scheme gives."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from assessment.appeals.correct_facts import Corrections
from assessment.appeals.file_appeal import appeal_entry, appeal_result, withdraw
from assessment.appeals.handle_appeal import assign, take_up
from assessment.appeals.preview import preview
from assessment.appeals.uphold_appeal import uphold
from assessment.models import Appeal, Entry, Figure, Period, Result
from assessment.office.periods.publish_period import publish_period
from assessment.results.verification import verify_period
from organization.models import Role
from tests.cast import House, grant
from tests.graded import build_graded, graded_month, opened_month, windows
from tests.narrowing import present

pytestmark = pytest.mark.django_db
Login = Callable[..., Client]
FAULTS = {"desk": 0, "tax": 6, "land": 1, "social": 2, "office": 10}
GROUNDS = "该通报所涉事项不属本窗口职责。"


@pytest.fixture
def graded(clock: time_machine.Traveller) -> House:  # noqa: ARG001  # for its effect
    return build_graded()


@pytest.fixture
def october(graded: House) -> Period:
    """October of the hall, published: the tax window lost twelve points by six faults."""
    return publish_period(actor=graded.user("su"), period=graded_month(graded, FAULTS, {"tax": 1}))


@pytest.fixture
def tax(october: Period) -> Result:
    found: Result = windows(october)["税务窗口"]
    return found


def fault(period: Period) -> Entry:
    return Entry.objects.get(period=period, department__name="税务窗口", staff=None)


@pytest.mark.usefixtures("october")
def test_the_chief_appeals_against_the_result_of_the_department(graded: House, tax: Result) -> None:
    appeal = appeal_result(actor=graded.user("hu"), result=tax, grounds=GROUNDS)
    assert (appeal.staff, appeal.department, appeal.about) == (None, graded.departments["tax"], "税务窗口")
    assert str(appeal.subject) == f"d{graded.departments['tax'].pk}"
    assert appeal.answer_due == appeal.filed_on + timedelta(days=15)


@pytest.mark.parametrize("name", ["mei", "wen", "su", "yan", "guo"])
def test_nobody_else_appeals_for_it(graded: House, october: Period, tax: Result, name: str) -> None:
    """Not its people, not the chief of another window, not those who lead the hall."""
    with pytest.raises(PermissionDenied):
        appeal_result(actor=graded.user(name), result=tax, grounds=GROUNDS)
    with pytest.raises(PermissionDenied):
        appeal_entry(actor=graded.user(name), entry=fault(october), grounds=GROUNDS)
    assert not Appeal.objects.exists()


@pytest.mark.usefixtures("clock")
def test_the_last_day_counts_and_the_day_after_does_not(graded: House, october: Period, tax: Result) -> None:
    last = present(october.published_on) + timedelta(days=10)
    Period.objects.filter(pk=october.pk).update(
        published_on=present(october.published_on) - timedelta(days=11)
    )
    with pytest.raises(ValidationError) as refused:
        appeal_result(actor=graded.user("hu"), result=tax, grounds=GROUNDS)
    assert refused.value.code == "too_late"
    Period.objects.filter(pk=october.pk).update(published_on=last - timedelta(days=20))
    assert appeal_result(actor=graded.user("hu"), result=tax, grounds=GROUNDS).is_open


def test_a_department_has_one_open_appeal_against_its_result(
    graded: House, october: Period, tax: Result
) -> None:
    first = appeal_result(actor=graded.user("hu"), result=tax, grounds=GROUNDS)
    with pytest.raises(ValidationError) as refused:
        appeal_result(actor=graded.user("hu"), result=tax, grounds=GROUNDS)
    assert refused.value.code == "open"
    row = Appeal.objects.filter(pk=first.pk).values().get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(**(row | {"id": None}))
    grant(graded, "mei", Role.SECTION_CHIEF, "land")
    other = windows(october)["国土窗口"]
    assert appeal_result(actor=graded.user("mei"), result=other, grounds=GROUNDS).is_open


@pytest.mark.usefixtures("october")
def test_it_is_withdrawn_by_whoever_filed_it(graded: House, tax: Result) -> None:
    appeal = appeal_result(actor=graded.user("hu"), result=tax, grounds=GROUNDS)
    with pytest.raises(PermissionDenied):
        withdraw(actor=graded.user("mei"), appeal=appeal)
    withdraw(actor=graded.user("hu"), appeal=appeal)
    assert appeal_result(actor=graded.user("hu"), result=tax, grounds=GROUNDS).is_open


@pytest.mark.usefixtures("october")
def test_a_chief_of_the_department_does_not_judge_its_appeal(graded: House, tax: Result) -> None:
    appeal = appeal_result(actor=graded.user("hu"), result=tax, grounds=GROUNDS)
    grant(graded, "mei", Role.SECTION_CHIEF, "tax")
    grant(graded, "mei", Role.LEADING_GROUP)
    with pytest.raises(ValidationError) as refused:
        take_up(actor=graded.user("mei"), appeal=appeal)
    assert refused.value.code == "partial"
    with pytest.raises(ValidationError):
        assign(actor=graded.user("guo"), appeal=appeal, handler=graded.user("mei"))
    take_up(actor=graded.user("guo"), appeal=appeal)


@pytest.mark.usefixtures("october")
def test_whoever_works_in_the_department_does_not_judge_its_appeal(graded: House, tax: Result) -> None:
    """梅雪 works in the tax window, 文静 at the desk; both belong to the leading group."""
    appeal = appeal_result(actor=graded.user("hu"), result=tax, grounds=GROUNDS)
    for key in ("mei", "wen"):
        grant(graded, key, Role.LEADING_GROUP)
    with pytest.raises(ValidationError) as refused:
        take_up(actor=graded.user("mei"), appeal=appeal)
    assert refused.value.code == "partial"
    take_up(actor=graded.user("wen"), appeal=appeal)


def test_an_entry_taken_back_raises_the_department_and_its_grade(graded: House, october: Period) -> None:
    entry, judge = fault(october), graded.user("guo")
    appeal = appeal_entry(actor=graded.user("hu"), entry=entry, grounds=GROUNDS)
    take_up(actor=judge, appeal=appeal)
    chosen = Corrections(entries=(entry.pk,))
    told = preview(appeal, chosen, lambda _count: None)
    assert told["changes"] == []
    changes = {change["name"]: change for change in told["changes_of_departments"]}
    assert changes["税务窗口"]["score"] == ["88.00", "100.00"]
    assert changes["税务窗口"]["subject"] == str(appeal.subject)
    assert told["matters"] == []
    uphold(actor=judge, appeal=appeal, corrections=chosen, answer="予以更正。", shown=told["fingerprint"])
    october.refresh_from_db()
    found = windows(october)
    assert (found["税务窗口"].score, found["税务窗口"].grade) == (Decimal("100.00"), "excellent")
    assert (found["国土窗口"].grade, present(october.current_close).revision) == ("good", 2)
    assert verify_period(october) == []


def test_a_figure_put_right_reaches_the_people_of_the_department_too(
    graded: House, october: Period, tax: Result
) -> None:
    judge, mei = graded.user("guo"), graded.people["mei"]
    before = present(Result.objects.get(close=october.current_close, staff=mei).score)
    appeal = appeal_result(actor=graded.user("hu"), result=tax, grounds=GROUNDS)
    take_up(actor=judge, appeal=appeal)
    chosen = Corrections(figures=(("complaints", Decimal(0)),))
    told = preview(appeal, chosen, lambda _count: None)
    assert "梅雪" in {change["name"] for change in told["changes"]}
    uphold(actor=judge, appeal=appeal, corrections=chosen, answer="予以更正。", shown=told["fingerprint"])
    october.refresh_from_db()
    assert Figure.objects.get(period=october, department=graded.departments["tax"]).value == 0
    assert Result.objects.get(close=present(october.current_close), staff=mei).score == before + 2


def test_what_is_somebody_elses_is_not_corrected(graded: House, october: Period, tax: Result) -> None:
    appeal = appeal_result(actor=graded.user("hu"), result=tax, grounds=GROUNDS)
    judge = graded.user("guo")
    take_up(actor=judge, appeal=appeal)
    other = Entry.objects.get(period=october, department__name="社保窗口")
    told = preview(appeal, Corrections(entries=(fault(october).pk,)), lambda _count: None)
    with pytest.raises(ValidationError):
        uphold(
            actor=judge,
            appeal=appeal,
            corrections=Corrections(entries=(other.pk,)),
            answer="予以更正。",
            shown=told["fingerprint"],
        )


def test_the_chief_finds_the_result_and_files_from_its_page(
    graded: House, october: Period, tax: Result, login: Login
) -> None:
    client = login(graded.user("hu"))
    page = client.get(f"/u/graded/department-results/{tax.pk}/").content.decode()
    assert f"/u/graded/appeals/result/{tax.pk}/" in page
    assert f"/u/graded/appeals/entry/{fault(october).pk}/" in page
    form = f"/u/graded/appeals/result/{tax.pk}/"
    assert client.get(form).status_code == 200
    assert client.post(form, {"grounds": GROUNDS}).status_code == 302
    appeal = Appeal.objects.get()
    assert "税务窗口" in client.get(f"/u/graded/appeals/{appeal.pk}/").content.decode()
    assert "税务窗口" in login(graded.user("su")).get("/u/graded/appeals/").content.decode()
    assert client.get(f"/u/graded/department-results/{tax.pk}/").content.decode().count(form) == 0


@pytest.mark.usefixtures("october")
def test_people_of_the_window_read_its_result_and_find_no_appeal(
    graded: House, tax: Result, login: Login
) -> None:
    client = login(graded.user("mei"))
    page = client.get(f"/u/graded/department-results/{tax.pk}/")
    assert page.status_code == 200
    assert "/appeals/" not in page.content.decode().split("<main", 1)[1]
    assert client.get(f"/u/graded/appeals/result/{tax.pk}/").status_code == 404
    appeal = appeal_result(actor=graded.user("hu"), result=tax, grounds=GROUNDS)
    assert client.get(f"/u/graded/appeals/{appeal.pk}/").status_code == 404
    assert login(graded.user("wen")).get(f"/u/graded/appeals/{appeal.pk}/").status_code == 404


def test_while_the_period_runs_an_entry_is_appealed_and_the_fact_corrected(graded: House) -> None:
    period = opened_month(graded, FAULTS)
    entry, judge = fault(period), graded.user("guo")
    appeal = appeal_entry(actor=graded.user("hu"), entry=entry, grounds=GROUNDS)
    take_up(actor=judge, appeal=appeal)
    chosen = Corrections(entries=(entry.pk,))
    told = preview(appeal, chosen, lambda _count: None)
    (change,) = told["changes_of_departments"]
    assert change["items"] == {"faults": ["88.00", "100.00"]}
    uphold(actor=judge, appeal=appeal, corrections=chosen, answer="予以更正。", shown=told["fingerprint"])
    assert hasattr(Entry.objects.get(pk=entry.pk), "reversal")
