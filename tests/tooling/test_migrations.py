"""An installation of 0.1.0 is brought forward: it recorded migrations that one per room has replaced since."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db

RECORDED_BY_0_1_0 = {
    "organization": [
        "0001_initial",
        "0002_roster_import_and_search",
        "0003_audit_append_only",
        "0004_calendar_2024_to_2026",
    ],
    "assessment": [
        "0001_initial",
        "0002_initial",
        "0003_append_only_ledger",
        "0004_optional_actors",
        "0005_append_only_results",
        "0006_period_state_words",
        "0007_newest_entries_of_a_period",
        "0008_scheme_status_words",
        "0009_append_only_decisions",
        "0010_workshop",
        "0011_appeals",
        "0012_facts",
    ],
    "evaluation": ["0001_initial", "0002_group_names"],
    "worklog": ["0001_initial"],
}
FIRST = {
    ("organization", "0001_organization"),
    ("assessment", "0001_assessment"),
    ("evaluation", "0001_evaluation"),
    ("worklog", "0001_initial"),
}


@pytest.fixture
def executor() -> MigrationExecutor:
    """Migrate, started in a database that recorded what 0.1.0 recorded."""
    recorder = MigrationRecorder(connection)
    for room, names in RECORDED_BY_0_1_0.items():
        recorder.migration_qs.filter(app=room).delete()
        for name in names:
            recorder.record_applied(room, name)
    return MigrationExecutor(connection)


def names(migrations: Any) -> set[tuple[str, str]]:
    return {(migration.app_label, migration.name) for migration in migrations}


def test_what_0_1_0_had_is_not_applied_again(executor: MigrationExecutor) -> None:
    executor.loader.check_consistent_history(connection)
    graph = executor.loader.graph
    plan = [migration for migration, _backwards in executor.migration_plan(graph.leaf_nodes())]
    later = {key for key in graph.nodes if key[0] in RECORDED_BY_0_1_0} - FIRST
    assert names(plan) == later


def test_it_is_recorded_under_the_names_of_today(executor: MigrationExecutor) -> None:
    executor.check_replacements()
    assert set(MigrationRecorder(connection).applied_migrations()) >= FIRST


def test_only_a_complete_0_1_0_counts(executor: MigrationExecutor) -> None:
    """Half of the old migrations are not all of the tables: nothing is taken for applied."""
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("assessment", "0012_facts")
    executor.loader.build_graph()
    assert ("assessment", "0001_assessment") not in executor.loader.applied_migrations
