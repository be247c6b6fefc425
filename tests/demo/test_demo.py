"""The demo: units with a past, one for each scheme, built once for the whole module through the services of real work."""

from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import Settings

from assessment.decisions.pending import matters_to_decide
from assessment.models import (
    Acknowledgement,
    Appeal,
    Draft,
    Entry,
    Evidence,
    Period,
    Result,
    Scheme,
)
from assessment.packs import SCHEMES
from assessment.results.verification import verify_period
from assessment.rules import Cadence
from demo import build_demo
from demo.plans import PLANS
from organization.models import Role, RoleGrant, StaffState, Unit, User
from tests.conftest import NOW

# Under several workers one of them builds it for all (tests/distribution.py).
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("built")]


@pytest.fixture(scope="module")
def built(
    django_db_setup: None,  # noqa: ARG001  # for its effect
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The demo as of Friday, 20 November 2026, in one transaction that is rolled back after the module."""
    values = {
        "MEDIA_ROOT": str(tmp_path_factory.mktemp("media")),
        "JOBS_RUN_IN": "inline",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        override_settings(**values),
        transaction.atomic(),
    ):
        build_demo.build_demo()
        yield
        transaction.set_rollback(True)


def closed_periods(code: str) -> list[Period]:
    return list(Period.objects.filter(unit__code=code, current_close__isnull=False))


def test_it_is_recognised_as_built() -> None:
    assert build_demo.is_built()
    assert not build_demo.is_empty()
    assert {unit.code for unit in Unit.objects.all()} == {plan.code for plan in PLANS}


def test_the_units_have_the_size_of_real_ones() -> None:
    assert Unit.objects.get(code="minzheng").staff.count() == 45
    assert Unit.objects.get(code="yunshan").staff.count() == 120


def test_the_past_year_is_there_month_by_month_and_quarter_by_quarter() -> None:
    months = [f"{year}-{month:02}" for year, month in [(2025, 11), (2025, 12)]]
    months += [f"2026-{month:02}" for month in range(1, 12)]
    keys = set(Period.objects.filter(unit__code="minzheng").values_list("key", flat=True))
    assert keys >= {*months, "2025"}
    street = dict(Period.objects.filter(unit__code="yunshan").values_list("key", "state"))
    assert street.keys() >= {"2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2025"}
    assert (street["2025"], street["2026-Q3"], street["2026-Q4"]) == ("final", "closed", "open")
    assert Period.objects.get(unit__code="minzheng", key="2026-10").state in ("published", "final")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.STAFF])
def test_every_role_has_a_login(role: Any) -> None:
    assert RoleGrant.objects.filter(role=role, user__is_active=True).exists()


def test_every_printed_login_enters_with_the_printed_password(settings: Settings) -> None:
    settings.DEBUG = True
    out = StringIO()
    call_command("demo", logins=True, stdout=out)
    names = [line.split()[0] for line in out.getvalue().splitlines() if line.startswith("  ")][:-1]
    assert len(names) == sum(len(plan.roles) for plan in PLANS) + 3
    for name in names:
        client = Client()
        client.post("/login/", {"username": name, "password": build_demo.PASSWORD})
        assert client.get("/", follow=True).status_code == 200, name
        assert "_auth_user_id" in client.session, name


def test_a_tie_at_the_excellent_seats_of_the_middle_rank_waits_for_the_leading_group() -> None:
    period = Period.objects.get(unit__code="yunshan", key="2026-Q3")
    assert period.current_close is not None
    tie = next(m for m in matters_to_decide(period.current_close) if m.kind == "tie")
    assert (tie.grade, tie.category, len(tie.people)) == ("excellent", "middle", 3)
    assert tie.seats
    assert 0 < tie.seats < 3
    assert len({person.score for person in tie.people}) == 1


def test_somebody_retired_somebody_is_admonished() -> None:
    today = NOW.date()
    retired = StaffState.objects.filter(kind="retired", valid_from__lte=today)
    assert retired.exists()
    assert Result.objects.filter(staff__in=retired.values("staff"), status="out_of_scope").exists()
    for code in ("minzheng", "yunshan"):
        assert StaffState.objects.filter(staff__unit__code=code, kind="admonition").exists()


def test_every_clause_was_used_and_every_source_and_a_reversal() -> None:
    used_on: list[tuple[str, Cadence]] = [("minzheng", "month"), ("yunshan", "quarter")]
    for code, cadence in used_on:
        period = Period.objects.filter(unit__code=code, cadence=cadence).latest("starts_on")
        clauses = set(period.rules.part(cadence).clauses)
        used = set(Entry.objects.filter(unit__code=code).values_list("clause", flat=True))
        assert used == clauses
    assert Entry.objects.exclude(reverses=None).exists()
    assert Evidence.objects.exists()
    assert set(Entry.objects.values_list("source", flat=True)) >= {"manual", "api"}


@pytest.mark.parametrize(
    ("code", "at_least"), [("minzheng", 6), ("yunshan", 6), ("zhengfuban", 6), ("sifa", 1), ("dating", 4)]
)
def test_every_closed_period_gives_the_same_figures_again(code: str, at_least: int) -> None:
    periods = closed_periods(code)
    assert len(periods) >= at_least
    assert [list(verify_period(period)) for period in periods] == [[] for _period in periods]


def test_most_have_signed_and_some_have_still_to_sign() -> None:
    results = Result.objects.filter(
        close__period__unit__code="yunshan", close__period__key="2026-Q2", staff__user__isnull=False
    )
    signed = Acknowledgement.objects.filter(result__in=results).count()
    assert 0 < signed < results.count()
    old = Result.objects.filter(close__period__key="2025-Q4", staff__user__isnull=False)
    assert not old.filter(acknowledgement=None).exists()


def test_every_scheme_that_ships_is_seen_at_work() -> None:
    at_work = set(Period.objects.filter(current_close__isnull=False).values_list("scheme__code", flat=True))
    national = {"civil-servant-annual", "institution-staff-annual"}  # for every unit, in the library
    assert at_work | national == set(Scheme.objects.values_list("code", flat=True)) == set(SCHEMES)


def test_windows_sections_and_evaluated_windows_have_results() -> None:
    for code, key in [("dating", "2026-10"), ("dating", "2025"), ("zhengfuban", "2025")]:
        rows = Result.objects.departments().filter(close__period__unit__code=code, close__period__key=key)
        assert rows.count() >= 5
        assert all(row.score is not None for row in rows)
    advanced = Result.objects.departments().filter(
        close__period__key="2025", department__unit__code="zhengfuban"
    )
    assert sum("advanced" in row.flags for row in advanced) <= 2


def test_a_draft_and_an_appeal_are_half_done() -> None:
    draft = Draft.objects.get(unit__code="minzheng")
    assert (draft.state, draft.revision) == ("editing", 2)
    assert Appeal.objects.get(unit__code="minzheng").answered_at is None


def test_work_was_done_on_the_day_it_is_dated() -> None:
    first = Entry.objects.earliest("occurred_on")
    assert first.recorded_at.date() < date(2026, 1, 1)
    assert not Entry.objects.filter(recorded_at__gt=NOW).exists()


@pytest.mark.parametrize(
    ("login", "path"),
    [
        ("minzheng-admin", "/u/minzheng/enter/"),
        ("minzheng-staff", "/u/minzheng/mine/"),
        ("yunshan-staff", "/u/yunshan/mine/"),
        ("yunshan-office", "/u/yunshan/periods/"),
        ("yunshan-group", "/u/yunshan/reviews/"),
        ("yunshan-hr", "/u/yunshan/exports/"),
        ("zhengfuban-office", "/u/zhengfuban/board/"),
        ("zhengfuban-staff", "/u/zhengfuban/mine/"),
        ("sifa-office", "/u/sifa/figures/"),
        ("sifa-chief", "/u/sifa/scores/"),
        ("sifa-staff", "/u/sifa/mine/"),
        ("dating-office", "/u/dating/enter/"),
        ("dating-staff", "/u/dating/mine/"),
        ("dating-head", "/u/dating/insight/"),
    ],
)
def test_the_main_pages_open(login: str, path: str) -> None:
    client = Client()
    client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(path, follow=True).status_code == 200


def test_the_demo_refuses_to_run_in_production(settings: Settings) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError):
        call_command("demo", logins=True)


def test_where_data_was_entered_nothing_is_built_again(settings: Settings) -> None:
    settings.DEBUG = True
    before = Entry.objects.count()
    call_command("demo", if_empty=True)
    assert Entry.objects.count() == before
