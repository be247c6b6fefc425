"""Results of departments had a table of their own: they move, keep every figure, and move back."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from assessment.closing.start_close import close_here
from assessment.models import Draft, Period, Result, TryOut
from assessment.results.verification import verify_period
from tests.append_only import installed_triggers
from tests.closing.case_loader import case_files, load
from tests.narrowing import present

BEFORE, AFTER = [("assessment", "0001_assessment")], [("assessment", "0002_one_result")]
SAME = (
    "close_id",
    "department_id",
    "name",
    "status",
    "score",
    "items",
    "flags",
    "shares",
    "facts",
    "standing",
)
Go = Callable[[list[tuple[str, str]]], Any]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def go() -> Iterator[Go]:
    """Migrate the assessment room and get its tables as they are then; at the end everything is as it was."""
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()

    def to(target: list[tuple[str, str]]) -> Any:
        MigrationExecutor(connection).migrate(target)
        executor = MigrationExecutor(connection)
        return executor.loader.project_state(target).apps

    yield to
    MigrationExecutor(connection).migrate(leaves)


@pytest.fixture
def closed() -> Period:
    """A case whose scheme assesses departments, closed."""
    path = next(path for path in case_files() if "departments" in json.loads(Path(path).read_text("utf-8")))
    loaded = load(json.loads(path.read_text("utf-8")))
    assert close_here(actor=loaded.office, period=loaded.period).error == ""
    loaded.period.refresh_from_db()
    return loaded.period


def tried(period: Period) -> TryOut:
    """A report that names a result of a department by its id."""
    close = present(period.current_close)
    user = present(close.started_by)
    draft = Draft.objects.create(unit=period.unit, code="draft", text="", created_by=user, saved_by=user)
    place = present(Result.objects.departments().filter(close=close).order_by("-pk").first())
    report = {"people": 1, "departments": {"rows": [{"result": place.pk, "score": "1.00", "items": []}]}}
    return TryOut.objects.create(draft=draft, period=period, close=close, report=report, started_by=user)


def rows_of(model: Any, code: str) -> list[tuple[Any, ...]]:
    """The results of departments in whichever table, without their ids."""
    rows = model.objects.filter(department__isnull=False)
    return list(rows.order_by("close_id", "department_id").values_list(code, *SAME))


def named_by(tryout: Any, results: Any, code: str) -> str:
    """The code of the department that the report names."""
    pk = tryout.objects.get().report["departments"]["rows"][0]["result"]
    return str(results.objects.values_list(code, flat=True).get(pk=pk))


def test_results_of_departments_move_with_every_figure_and_move_back(go: Go, closed: Period) -> None:
    stored, people = rows_of(Result, "number"), Result.objects.people().count()
    report = tried(closed)
    named = named_by(TryOut, Result, "number")
    assert stored
    then = go(BEFORE)
    old = then.get_model("assessment", "DepartmentResult")
    assert rows_of(old, "code") == stored
    assert then.get_model("assessment", "Result").objects.count() == people
    assert named_by(then.get_model("assessment", "TryOut"), old, "code") == named
    protected = {table for table, _name, _text in installed_triggers(connection)}
    assert {"assessment_result", "assessment_departmentresult"} <= protected
    go(AFTER)
    assert rows_of(Result, "number") == stored
    assert named_by(TryOut, Result, "number") == named
    assert "assessment_result" in {table for table, _name, _text in installed_triggers(connection)}
    assert verify_period(closed) == []
    report.delete()


def test_grades_of_departments_keep_the_tables_from_being_parted(go: Go, closed: Period) -> None:
    """The old table has no place for them: nothing is lost by going back."""
    there = Result.objects.departments().filter(close=closed.current_close).values().first()
    place: dict[str, Any] = dict(present(there))
    other = closed.closes.create(version=closed.version, scheme_hash=closed.version.hash)
    Result.objects.create(**(place | {"id": None, "close_id": other.pk, "grade": "excellent"}))
    with pytest.raises(RuntimeError, match="no place in the old tables"):
        go(BEFORE)
    assert Result.objects.departments().filter(grade="excellent").count() == 1
