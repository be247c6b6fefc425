"""Rows of several queries, merged subject by subject."""

from collections.abc import Iterable

from assessment.facts.consistent_read import Row


class Grouped:
    """Rows that begin with an id, in its order, handed out subject by subject."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = iter(rows)
        self._next: Row | None = next(self._rows, None)
        self.strangers: set[int] = set()

    def of(self, subject_id: int) -> list[Row]:
        """The rows of a subject; subjects must be asked for in rising order. Rows passed over become ``strangers``."""
        row, rows = self._next, self._rows
        while row is not None and row[0] < subject_id:
            self.strangers.add(row[0])
            row = next(rows, None)
        found = []
        while row is not None and row[0] == subject_id:
            found.append(row)
            row = next(rows, None)
        self._next = row
        return found

    def finish(self) -> set[int]:
        """The subjects that have rows and were never asked for."""
        if self._next is not None:
            self.strangers.add(self._next[0])
        self.strangers.update(row[0] for row in self._rows)
        self._next = None
        return self.strangers
