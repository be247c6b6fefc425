"""Every valid case, put into the database and really closed, gives the case's figures."""

import json
from pathlib import Path

import pytest
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from assessment.closing.start_close import start_close
from assessment.models import Result
from assessment.results.explanation import explanation_data, explanation_of
from assessment.results.verification import verify_period
from organization.models import Job
from tests.closing.case_loader import (
    Loaded,
    case_files,
    load,
    printed,
    stored,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", case_files(), ids=lambda path: path.stem)
def test_a_case_closed_in_the_database_gives_its_expected_results_and_explains_them(
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
        assert stored(loaded, "department") == expected["departments"]
    assert verify_period(loaded.period) == []
    assert_explained(loaded)


def assert_explained(loaded: Loaded) -> None:
    """What is stored explains itself with the same figures."""
    related = ("close__period", "close__version")
    results = Result.objects.filter(close__period=loaded.period).select_related(*related)
    assert results.people().count() == len(loaded.people)
    for result in results:
        assert explanation_data(result)["outcome"] == printed(result)
        assert explanation_of(result, "zh-hans") or result.score is None
        assert explanation_of(result, "en") or result.score is None
