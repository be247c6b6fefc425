"""Two requests that write the same row at the same moment: the second looks again instead of failing."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError

P = ParamSpec("P")
R = TypeVar("R")


def retry_on_conflict(verb: Callable[P, R]) -> Callable[P, R]:
    """Carry out a verb once more when a row that it makes is suddenly there.

    To be put around ``transaction.atomic``, so that nothing of the first attempt is left.
    """

    @wraps(verb)
    def carried_out(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return verb(*args, **kwargs)
        except IntegrityError:
            return verb(*args, **kwargs)

    return carried_out
