"""The table of docs/permissions.md, walked: every route × role × whose."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from organization.models import User
from tests.cast import PASSWORD, House, build_outsiders
from tests.permissions.table import LET_IN, METHODS, Row, ask, client_of, lines_of, read_table, routes
from tests.permissions.world import ADMINISTRATORS, COLUMNS, World, build_world

pytestmark = pytest.mark.django_db
# What the interface tells of itself and of the asker's own place; nothing of an assessment.
OPEN_TO_ADMINISTRATORS = {"api_schema", "api_docs", "api_token", "api_units", "api_unit"}


@pytest.fixture
def world(clock: time_machine.Traveller, bureau: House, street: House, settings: Settings) -> World:  # noqa: ARG001  # for its effect
    """One login for every role; wrong codes of a ballot are not counted, the table has many."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    return build_world(bureau, street)


def test_every_route_is_in_the_table(request: pytest.FixtureRequest) -> None:
    listed = {row.route for row in read_table()}
    missing = [route for route in routes() if route.name not in listed]
    if missing:
        world = request.getfixturevalue("world")
        lines = "\n".join(line for route in missing for line in lines_of(world, route))
        pytest.fail(f"not in docs/permissions.md; as they answer now:\n{lines}", pytrace=False)


def test_the_table_lists_no_route_that_is_gone() -> None:
    known = {route.name for route in routes()}
    assert sorted({row.route for row in read_table()} - known) == []


def test_no_line_stands_twice() -> None:
    lines = [(row.route, method, row.of) for row in read_table() for method in row.methods.split()]
    assert len(lines) == len(set(lines))


def test_everyone_is_answered_as_the_table_says(world: World) -> None:
    known = {route.name: route for route in routes()}
    clients = {column: client_of(world, column) for column in COLUMNS}
    differing = []
    for row in read_table():
        for method in row.methods.split() if row.route in known else ():
            found = tuple(
                ask(world, clients[column], known[row.route], method, row.of, column) for column in COLUMNS
            )
            if found != row.cells:
                differing.append(f"listed {row}\nfound  {replace(row, methods=method, cells=found)}")
    assert not differing, "\n".join(differing)


def test_a_method_that_is_not_in_the_table_does_nothing(world: World) -> None:
    rows = {row.route: row for row in read_table()}
    listed = {
        name: {m for row in read_table() if row.route == name for m in row.methods.split()} for name in rows
    }
    found = []
    for column in ("office", "leading", "system"):
        client = client_of(world, column)
        for route in routes():
            for method in sorted(METHODS - listed.get(route.name, METHODS)):
                if method == "DELETE" and not route.name.startswith("api_"):
                    continue  # pages know no DELETE
                answer = ask(world, client, route, method, rows[route.name].of, column)
                if answer not in ("405", "–"):
                    found.append(f"{method} {route.name} by {column}: {answer}")
    assert found == []


def test_the_three_administrators_are_let_in_nowhere_in_the_assessment_room() -> None:
    rooms = {route.name: route.module.split(".")[0] for route in routes()}
    rooms |= {name: "assessment" for name in rooms if name.startswith("api_")}
    seen = [
        row.route
        for row in read_table()
        if rooms[row.route] == "assessment" and row.route not in OPEN_TO_ADMINISTRATORS
        for column in ADMINISTRATORS
        if row.cell(column) == LET_IN
    ]
    assert seen == []


def test_a_stranger_is_let_in_nowhere_in_the_unit() -> None:
    units = {route.name for route in routes() if "unit_code" in route.parts}
    assert units
    assert [row.route for row in read_table() if row.route in units and row.cell("stranger") != "–"] == []


def test_only_superusers_enter_the_administration_of_the_installation(
    bureau: House, login: Callable[[User], Client]
) -> None:
    logins = [bureau.user(name) for name in bureau.people] + list(build_outsiders(bureau).values())
    for client in [Client(), *map(login, logins)]:
        answer = client.get("/admin/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")
    root = User.objects.create_superuser("root", password=PASSWORD)
    assert login(root).get("/admin/").status_code == 200


def test_a_row_is_written_as_it_is_read() -> None:
    row = read_table()[0]
    assert isinstance(row, Row)
    assert str(row).count("|") == len(COLUMNS) + 4
