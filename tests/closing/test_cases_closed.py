"""Every valid case, put into the database and really closed, gives the case's figures."""

import json
from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.closing.start_close import close_here, start_close
from assessment.models import DepartmentResult, Result
from assessment.results.explanation import explanation_data, explanation_of
from assessment.results.verification import verify_period
from organization.models import Job
from tests.closing.case_loader import (
    case_files,
    load,
    printed,
    printed_of_department,
    stored,
    stored_of_departments,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", case_files(), ids=lambda path: path.stem)
def test_a_case_closed_in_the_database_gives_its_expected_results(
    path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    case = json.loads(path.read_text("utf-8"))
    expected = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
    loaded = load(case)
    with django_capture_on_commit_callbacks(execute=True):
        job = start_close(actor=loaded.office, period=loaded.period)
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.DONE, "")
    assert stored(loaded) == expected["staff"]
    if "departments" in expected:
        assert stored_of_departments(loaded) == expected["departments"]
    assert verify_period(loaded.period) == []


@pytest.mark.parametrize("path", case_files(), ids=lambda path: path.stem)
def test_what_is_stored_explains_itself_with_the_same_figures(path: Path) -> None:
    loaded = load(json.loads(path.read_text("utf-8")))
    close_here(actor=loaded.office, period=loaded.period)
    related = ("close__period", "close__version")
    people = Result.objects.filter(close__period=loaded.period).select_related(*related)
    places = DepartmentResult.objects.filter(close__period=loaded.period).select_related(*related)
    assert people.count() == len(loaded.people)
    for person in people:
        assert explanation_data(person)["outcome"] == printed(person)
        assert explanation_of(person, "zh-hans") or person.score is None
    for place in places:
        assert explanation_data(place)["outcome"] == printed_of_department(place)
        assert explanation_of(place, "en") or place.score is None
