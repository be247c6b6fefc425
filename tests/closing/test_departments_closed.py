"""Departments are assessed, stored, verified and explained like people, where the scheme says so."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assessment.closing.start_close import close_here
from assessment.models import (
    Entry,
    Figure,
    Period,
    RatingTask,
    Result,
)
from assessment.periods.membership import departments_assessed
from assessment.results.explanation import explanation_data
from assessment.results.verification import verify_close, verify_period
from organization.models import Department, Job
from tests.cast import House
from tests.closing.conftest import submitted
from tests.narrowing import present

pytestmark = pytest.mark.django_db
Record = Callable[..., Entry]


@pytest.fixture
def may(hall: House) -> Period:
    """May 2026 of the hall, submitted."""
    return submitted(hall, "su", "2026-05")


@pytest.fixture
def record(hall: House, may: Period) -> Record:
    """``record("tax", "w1")`` or ``record("mei", "s1")``: an entry as the ledger stores it."""

    def add(whom: str, clause: str, **more: Any) -> Entry:
        staff = hall.people.get(whom)
        department = staff.assignments.get().department if staff else hall.departments[whom]
        values = {
            "unit": hall.unit,
            "period": may,
            "staff": staff,
            "department": department,
            "clause": clause,
            "occurred_on": may.starts_on,
            "count": Decimal(1),
            "effect": Decimal(-1),
            "entered_by": hall.user("su"),
            "idempotency_key": f"entry {Entry.objects.count()}",
        }
        return Entry.objects.create(**values | more)

    return add


def close(house: House, period: Period) -> Job:
    job = close_here(actor=house.user("su"), period=period)
    period.refresh_from_db()
    return job


def windows(period: Period) -> dict[str, Result]:
    return {row.name: row for row in Result.objects.departments().filter(close=period.current_close)}


def test_a_window_has_its_score_from_its_entries_its_raters_and_what_its_people_lost(
    hall: House, may: Period, record: Record
) -> None:
    record("tax", "w1", count=Decimal(2))
    record("tax", "w2", attributes={"kind": "media", "level": "city", "matter": "m1"})
    record("tax", "w2", attributes={"kind": "media", "level": "nation", "matter": "m1"})
    record("ding", "s1", count=Decimal(3))
    record("mei", "s1", count=Decimal(2))
    for rater, score in [("yan", "8"), ("su", "9")]:
        RatingTask.objects.create(
            period=may,
            department=hall.departments["tax"],
            item="looks",
            rater=hall.people[rater],
            score=Decimal(score),
        )
    job = close(hall, may)
    assert (job.state, job.error) == (Job.State.DONE, "")
    tax = windows(may)["税务窗口"]
    assert tax.items == {"faults": "-10.00", "praise": "9.00", "carried": "-4.00", "looks": "8.50"}
    assert (tax.score, tax.status, tax.number) == (Decimal("103.50"), "assessed", "W2")
    assert verify_period(may) == []


@pytest.mark.parametrize(("times", "carried"), [(2, "0.00"), (3, "-2.00"), (4, "-2.00"), (5, "-4.00")])
def test_every_full_five_points_of_the_people_count_against_their_window(
    hall: House, may: Period, record: Record, times: int, carried: str
) -> None:
    record("ding", "s1", count=Decimal(times))
    close(hall, may)
    assert windows(may)["税务窗口"].items["carried"] == carried


def test_the_highest_window_is_awarded_and_a_tie_is_not(hall: House, may: Period, record: Record) -> None:
    record("tax", "w2", attributes={"kind": "media", "level": "city"})
    close(hall, may)
    assert {name: row.flags for name, row in windows(may).items()} == {
        "税务窗口": ["advanced"],
        "综合窗口": [],
        "管理办公室": [],
    }


def test_a_tie_that_does_not_fit_awards_nobody(hall: House, may: Period) -> None:
    close(hall, may)
    assert {tuple(row.flags) for row in windows(may).values()} == {("tie_at_cap",)}


def test_what_a_window_won_counts_for_everyone_in_it(hall: House, may: Period) -> None:
    Figure.objects.create(
        period=may, department=hall.departments["tax"], name="red_flag", value=1, entered_by=hall.user("su")
    )
    close(hall, may)
    scores = dict(Result.objects.filter(close=may.current_close).values_list("name", "score"))
    assert (scores["丁楠"], scores["梅雪"], scores["胡波"]) == (Decimal(102), Decimal(102), Decimal(100))
    assert verify_period(may) == []


def test_a_shared_and_written_matter_of_a_person_counts_by_its_particulars(
    hall: House, may: Period, record: Record
) -> None:
    record("mei", "s2", attributes={"level": "city", "authors": "3", "written": True})
    record("hu", "s2", attributes={"level": "unit", "matter": "m"})
    record("hu", "s2", attributes={"level": "city", "matter": "m"})
    record("guo", "s4", attributes={"ref": "2"}, count=None)
    close(hall, may)
    rows = {row.name: row for row in Result.objects.filter(close=may.current_close)}
    assert rows["梅雪"].items["bonuses"] == "0.33"
    assert rows["胡波"].items["bonuses"] == "2.00"
    assert (rows["郭靖"].gates, rows["郭靖"].flags) == (["annex"], ["advanced"])
    assert verify_period(may) == []


def test_a_department_out_of_use_is_assessed_only_where_it_has_people_or_entries(
    hall: House, may: Period, record: Record
) -> None:
    old = Department.objects.create(unit=hall.unit, code="W8", name="旧窗口", is_active=False)
    held = Department.objects.create(unit=hall.unit, code="W9", name="已撤窗口", is_active=False)
    hall.departments["held"] = held
    Department.objects.filter(pk=hall.departments["tax"].pk).update(is_active=False)
    record("held", "w1")
    names = set(departments_assessed(may).values_list("name", flat=True))
    assert names == {"综合窗口", "税务窗口", "管理办公室", "已撤窗口"}
    assert old.name not in names


def test_a_reversed_entry_on_a_department_does_not_count(hall: House, may: Period, record: Record) -> None:
    entry = record("tax", "w1")
    record("tax", "w1", reverses=entry, reason="记错")
    close(hall, may)
    assert windows(may)["税务窗口"].items["faults"] == "0.00"


def test_a_score_on_a_department_that_is_too_high_keeps_the_period_open(hall: House, may: Period) -> None:
    """One that is not given does not: the scheme says what it is worth then."""
    for place, score in [("tax", None), ("desk", Decimal("10.01"))]:
        RatingTask.objects.create(
            period=may,
            department=hall.departments[place],
            item="looks",
            rater=hall.people["yan"],
            score=score,
        )
    job = close(hall, may)
    assert job.state == Job.State.FAILED
    found = {(each["what"], each["name"], each["rater"]) for each in present(job.outcome)["problems"]}
    assert found == {("over", "综合窗口", "严明")}


def test_the_explanation_of_a_window_is_recomputed_from_its_own_row(
    hall: House, may: Period, record: Record
) -> None:
    record("ding", "s1", count=Decimal(3))
    close(hall, may)
    row = Result.objects.select_related("close__period", "close__version").get(
        close=may.current_close, department=hall.departments["tax"]
    )
    data = explanation_data(row)
    assert data["outcome"] == {"score": str(row.score), "items": row.items, "flags": row.flags}


def test_results_of_departments_are_never_changed(hall: House, may: Period) -> None:
    close(hall, may)
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.departments().update(score=Decimal(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.departments().delete()


def test_facts_of_departments_are_part_of_the_facts_hash(hall: House, may: Period, record: Record) -> None:
    close(hall, may)
    first = present(may.current_close).facts_hash
    Period.objects.filter(pk=may.pk).update(state=Period.State.SUBMITTED)
    record("tax", "w1")
    close(hall, may)
    assert present(may.current_close).facts_hash != first
    assert verify_close(present(may.current_close)) == []


@pytest.mark.usefixtures("clock")
def test_the_statements_of_a_close_do_not_grow_with_the_departments(hall: House) -> None:
    def statements(key: str) -> int:
        period = submitted(hall, "su", key)
        with CaptureQueriesContext(connection) as captured:
            close(hall, period)
        return len([q for q in captured if not q["sql"].startswith('UPDATE "organization_job"')])

    few = statements("2026-03")
    for number in range(20):
        Department.objects.create(unit=hall.unit, code=f"X{number}", name=f"窗口{number}")
    assert statements("2026-04") == few
