"""The number of statements of a close does not grow with the people."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.closing.start_close import close_here
from assessment.facts.subjects import subjects_of
from assessment.results.verification import verify_period
from organization.models import Job
from tests.closing.case_loader import HERE, Loaded, load

pytestmark = pytest.mark.django_db


def copies(name: str, times: int) -> dict[str, Any]:
    """A case with its people taken several times over."""
    case: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text("utf-8"))
    return case | {
        key: [row | {of: f"{row[of]}x{n}"} for n in range(times) for row in case.get(key, ())]
        for key, of in (("staff", "id"), ("entries", "staff"), ("ratings", "staff"))
    }


def statements_of(work: Any) -> int:
    """Without the progress of the job; the close's own signs of life come by the clock, which stands still."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        work()
    return len([q for q in captured if not q["sql"].startswith('UPDATE "organization_job"')])


def close(loaded: Loaded) -> None:
    job = close_here(actor=loaded.office, period=loaded.period)
    assert (job.state, job.error) == (Job.State.DONE, "")
    loaded.period.refresh_from_db()


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("name", ["small-shufu-month", "small-meiling-q", "small-shufu-year"])
def test_as_many_statements_for_ten_times_the_people(name: str) -> None:
    few, many = load(copies(name, 1), code="few"), load(copies(name, 12), code="many")
    assert len(many.people) == 12 * len(few.people)
    for work in (lambda each: list(subjects_of(each.period)), close, lambda each: verify_period(each.period)):
        assert statements_of(lambda: work(few)) == statements_of(lambda: work(many))  # noqa: B023
