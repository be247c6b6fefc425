"""Units of the cast are built once per process; for every further test the same rows are put back in bulk.

What a build wrote is read from the tables after its first run, inside the transaction of that test. Nothing of it stays
there: a test that uses no unit finds none, and each test changes rows of its own.
"""

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from itertools import count
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from assessment.models import Scheme
from tests.cast import House
from tests.narrowing import present

_ROOMS = ("organization", "assessment")
# Only SQLite begins to count anew after every test: there the rows of a unit are numbered where no test gets to.
_NUMBERS = count(100_000, 100_000)


@dataclass(frozen=True)
class Rows:
    """The rows of one table; ``moments`` are the columns that say when something was written."""

    table: str
    columns: tuple[str, ...]
    moments: frozenset[int]
    values: tuple[tuple[Any, ...], ...]

    def put_back(self, now: Any) -> None:
        """Insert them, written now."""
        rows = [
            tuple(now if at in self.moments and value is not None else value for at, value in enumerate(row))
            for row in self.values
        ]
        quote = connection.ops.quote_name
        places = "(" + ", ".join(["%s"] * len(self.columns)) + ")"
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {quote(self.table)} ({', '.join(map(quote, self.columns))})"
                f" VALUES {', '.join([places] * len(rows))}",
                [value for row in rows for value in row],
            )


@dataclass(frozen=True)
class Snapshot:
    """What a build wrote, and the house it returned."""

    house: bytes
    scheme: str
    rows: tuple[Rows, ...]

    @classmethod
    def of(cls, build: Callable[[], House]) -> tuple["Snapshot", House]:
        """Build for the first time."""
        before = {model: _keys(model) for model in _models()}
        _count_from(next(_NUMBERS))
        house = build()
        rows = tuple(each for model in _models() if (each := _written(model, before[model])).values)
        return cls(pickle.dumps(house), house.scheme.code, rows), house

    def put_back(self) -> House:
        """Write the same rows; the house with objects of its own."""
        now = timezone.now()
        moment = connection.ops.adapt_datetimefield_value(now)
        with transaction.atomic():  # the checks between the tables wait for its end
            for rows in self.rows:
                rows.put_back(moment)
        house: House = pickle.loads(self.house)
        for person in house.people.values():
            if person.user is not None:
                person.user.date_joined = now
        return house


def built_once(build: Callable[[], House]) -> Callable[[], House]:
    """The build, run once per process. Where the scheme is there already it is run again: it adds less then."""
    kept: list[Snapshot] = []

    @wraps(build)
    def house() -> House:
        if kept:
            there = Scheme.objects.filter(code=kept[0].scheme).exists()
            return build() if there else kept[0].put_back()
        known = set(Scheme.objects.values_list("code", flat=True))
        snapshot, first = Snapshot.of(build)
        if snapshot.scheme not in known:
            kept.append(snapshot)
        return first

    return house


def _models() -> Iterator[type[models.Model]]:
    for room in _ROOMS:
        yield from apps.get_app_config(room).get_models(include_auto_created=True)


def _keys(model: type[models.Model]) -> set[Any]:
    return set(model._base_manager.values_list("pk", flat=True))


def _written(model: type[models.Model], before: set[Any]) -> Rows:
    fields = model._meta.local_concrete_fields
    columns = tuple(present(field.column) for field in fields)
    moments = frozenset(at for at, field in enumerate(fields) if isinstance(field, models.DateTimeField))
    key = next(at for at, field in enumerate(fields) if field.primary_key)
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(map(quote, columns))} FROM {quote(model._meta.db_table)} ORDER BY {key + 1}"
        )
        found = tuple(row for row in cursor.fetchall() if row[key] not in before)
    return Rows(model._meta.db_table, columns, moments, found)


def _count_from(number: int) -> None:
    if connection.vendor != "sqlite":
        return
    tables = {model._meta.db_table for model in _models() if isinstance(model._meta.pk, models.AutoField)}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
