"""Reading many rows as they were at one moment, in pieces, while progress is written elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet

CHUNK = 5000
Row = tuple[Any, ...]
M = TypeVar("M", bound=Model)


class Reader:
    """Runs queries on one connection and hands their rows out in pieces."""

    def __init__(self, on: BaseDatabaseWrapper) -> None:
        self._connection = on

    def rows(self, query: QuerySet[Any, Any]) -> Iterator[Row]:
        """The rows of a ``values_list`` query; on PostgreSQL through a cursor of the server."""
        compiler = query.query.get_compiler(connection=self._connection)
        return iter(compiler.results_iter(chunked_fetch=True, chunk_size=CHUNK))

    def models(self, query: QuerySet[M, M]) -> Iterator[M]:
        """The rows of a query as objects."""
        names = [field.attname for field in query.model._meta.concrete_fields]
        for row in self.rows(query.values_list(*names)):
            yield query.model(**dict(zip(names, row, strict=True)))


def here() -> Reader:
    """A reader on the connection of this thread: sees what its transaction sees."""
    return Reader(connection)


@contextmanager
def one_moment() -> Iterator[Reader]:
    """A reader for which the database stands still, while the connection of this thread goes on writing.

    It is a second connection with a snapshot of its own. Inside a transaction the caller's own rows have to be seen:
    there the reader is that of the caller, who has chosen the moment.
    """
    if connection.in_atomic_block:
        yield here()
        return
    second = connection.copy()
    try:
        if second.vendor == "postgresql":
            second.set_autocommit(False)
            with second.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        else:
            with second.cursor() as cursor:
                cursor.execute("BEGIN DEFERRED")
        yield Reader(second)
    finally:
        second.close()
