"""Acts at the same moment, each in a thread and on a connection of its own. For tests with real transactions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections

PATIENCE = 120  # seconds before something is taken for hanging, also on a busy machine


def race(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts, released together; what each returned, or the ValidationError that it was refused with."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=PATIENCE)
            return act()
        except ValidationError as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def kinds(outcomes: list[Any]) -> list[str]:
    """The names of the types of outcomes, in order of the alphabet."""
    return sorted(type(each).__name__ for each in outcomes)
