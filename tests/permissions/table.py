"""Reading docs/permissions.md, walking it, and writing a row as it was found."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.permissions.arguments import body, fill
from tests.permissions.world import COLUMNS, World

FILE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
METHODS = {"GET", "POST", "DELETE"}
LET_IN, NOT_THERE, LOGIN = "✓", "–", "login"
# Faulty or incomplete, but let in: the asker was told what is wrong.
TOLD = (400, 409, 422)


@dataclass(frozen=True)
class Row:
    """One line of the table: a route, its methods, whose, and the cell of each column."""

    route: str
    methods: str
    of: str
    cells: tuple[str, ...]

    def cell(self, column: str) -> str:
        """What the column is answered."""
        return self.cells[COLUMNS.index(column)]

    def __str__(self) -> str:
        return f"| {self.route} | {self.methods} | {self.of} | {' | '.join(self.cells)} |"


@dataclass(frozen=True)
class Route:
    """A route of the URLconf."""

    name: str
    address: str
    parts: tuple[str, ...]
    module: str


def read_table() -> list[Row]:
    """The rows of every table in the file."""
    rows = []
    for line in FILE.read_text("utf-8").splitlines():
        fields = [each.strip() for each in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(fields) == 3 + len(COLUMNS) and set(fields[1].split()) <= METHODS:
            rows.append(Row(fields[0], fields[1], fields[2], tuple(fields[3:])))
    return rows


def routes() -> list[Route]:
    """Every route but those of the administration of the installation, which superusers alone enter."""
    return list(_routes(get_resolver().url_patterns, "", ()))


def _routes(patterns: list[Any], prefix: str, parts: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        known = (*parts, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            if not address.startswith(("admin/", "gallery/")):
                yield from _routes(pattern.url_patterns, address, known)
        elif isinstance(pattern, URLPattern):
            extra = tuple(name for name in known if name not in pattern.default_args)
            view = getattr(pattern.callback, "view_class", getattr(pattern.callback, "cls", pattern.callback))
            yield Route(pattern.name or address, address, extra, view.__module__)


def client_of(world: World, column: str) -> Client:
    """Somebody's browser."""
    client = Client(raise_request_exception=False)
    user = world.logins[column]
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ask(world: World, client: Client, route: Route, method: str, of: str, column: str) -> str:
    """What a row is answered in a column; nothing that was done stays."""
    if route.name == "api_nowhere":
        address = "/api/v1/nowhere/"
    else:
        address = reverse(route.name, kwargs=fill(world, route.name, list(route.parts), of, column))
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        said: Any = body(world, route.name, of, column)
        kind = "application/json" if address.startswith("/api/") else None
        more = {"data": said} if kind is None else {"data": said, "content_type": kind}
        response = (
            client.get(address, said) if method == "GET" else getattr(client, method.lower())(address, **more)
        )
        if response.streaming:
            response.getvalue()  # read to its end, the file is closed
        transaction.set_rollback(True)
    client.cookies = cookies  # logging out must not last
    return _cell(response)


def _cell(response: Any) -> str:
    status = response.status_code
    if status == 302 and response["Location"].startswith("/login/"):
        return LOGIN
    if status < 400 or status in TOLD:
        return LET_IN
    return NOT_THERE if status == 404 else str(status)


def lines_of(world: World, route: Route) -> list[str]:
    """The lines of a route as it answers now, to be read, judged and put into the table."""
    found: dict[tuple[str, ...], list[str]] = {}
    for method in sorted(METHODS - {"DELETE"}):
        cells = tuple(ask(world, client_of(world, c), route, method, "", c) for c in COLUMNS)
        if "405" not in cells:
            found.setdefault(cells, []).append(method)
    return [str(Row(route.name, " ".join(methods), "", cells)) for cells, methods in found.items()]
