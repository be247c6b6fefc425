"""Doing yesterday's work today: the demo's services run at the hour at which the work would have been done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def at(day: date, hour: int = 10, minute: int = 0) -> Iterator[None]:
    """Let ``timezone.now`` stand at an hour of a day while the block runs; never later than it is."""
    moment = datetime.combine(day, time(hour, minute), tzinfo=timezone.get_default_timezone())
    moment = min(moment, timezone.now())
    with patch("django.utils.timezone.now", return_value=moment):
        yield
