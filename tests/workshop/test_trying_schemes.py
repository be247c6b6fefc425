"""Every scheme that ships, tried out: the version itself changes nobody, and a department comes out as the draft says."""

import json
from pathlib import Path

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from assessment.closing.start_close import close_here
from assessment.models import Result
from organization.models import Job
from tests.closing.case_loader import Loaded, case_files, load
from tests.narrowing import present
from tests.workshop.trying import draft_of, tried

pytestmark = pytest.mark.django_db


def one_of_each() -> dict[str, Path]:
    """A case of every scheme and cadence that ships: the first by name."""
    found: dict[tuple[str, int], Path] = {}
    for path in case_files():
        case = json.loads(path.read_text("utf-8"))
        found.setdefault((case["scheme"], case["period"].count("-") + case["period"].count("Q")), path)
    return {scheme + "-" * depth: path for (scheme, depth), path in found.items()}


CASES = one_of_each()
HALL = next(
    path
    for path in case_files()
    if '"carried_over": "-' in path.with_suffix(".expected.json").read_text("utf-8")
)


def closed_case(path: Path) -> Loaded:
    """A case in the database, closed."""
    case = json.loads(path.read_text("utf-8"))
    for row in case["staff"]:
        row.setdefault("category", "general")  # a free label where the scheme has no categories
    loaded = load(case)
    job = close_here(actor=loaded.office, period=loaded.period)
    assert job.state == Job.State.DONE, job.error
    loaded.period.refresh_from_db()
    return loaded


@pytest.mark.parametrize("path", CASES.values(), ids=CASES)
def test_the_version_itself_changes_nobody(
    path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    loaded = closed_case(path)
    draft = draft_of(loaded, loaded.period)
    report = tried(loaded, draft, loaded.period, django_capture_on_commit_callbacks).report
    assert report["people"] == present(loaded.period.current_close).people
    assert (
        report["changes"]["people"] == report["left_out"]["people"] == report["departments"]["changed"] == 0
    )
    assert report["unused"] == report["assumed"] == report["scales"] == report["settings"] == []
    assert report["departments"]["left_out"] == report["departments"]["unused"] == []
    assert (
        report["departments"]["number"]
        == Result.objects.departments().filter(close=loaded.period.current_close).count()
    )


def test_a_department_comes_out_as_the_draft_says(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    loaded = closed_case(HALL)
    change = ("per: 5\n          points: -2", "per: 5\n          points: -3")
    draft = draft_of(loaded, loaded.period, change)
    report = tried(loaded, draft, loaded.period, django_capture_on_commit_callbacks).report
    results = {
        each.pk: each for each in Result.objects.departments().filter(close=loaded.period.current_close)
    }
    carried = {pk for pk, each in results.items() if each.items.get("carried_over", "0.00") != "0.00"}
    assert carried
    assert {row["result"] for row in report["departments"]["rows"]} == carried
    for row in report["departments"]["rows"]:
        assert [item[0] for item in row["items"]] == ["carried_over"]


def test_a_draft_that_drops_departments_says_so(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    loaded = closed_case(HALL)
    draft = draft_of(loaded, loaded.period)
    clause = draft.text.index("      - id: s24d\n")
    after = draft.text.index("      - id: ban\n", clause)
    draft.text = draft.text[:clause] + draft.text[after : draft.text.index("    departments:\n")]
    draft.save()
    report = tried(loaded, draft, loaded.period, django_capture_on_commit_callbacks).report
    assert report["departments"]["is_dropped"]
    assert report["departments"]["number"] == 0
