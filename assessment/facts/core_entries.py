"""Entries of the ledger as the scoring core takes them."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from assessment.rules import Entry as Matter

_ONE = Decimal(1)
_KNOWN = ("level", "kind", "matter")


def matter_of(
    ref: int,
    clause: str,
    day: date,
    count: Decimal | None,
    points: Decimal | None,
    particulars: str | Mapping[str, Any] | None,
) -> Matter:
    """An entry with its particulars: those that every scheme knows have their places, the rest stays together."""
    counted = _ONE if count is None else count
    if not particulars:
        return Matter(ref, clause, day, counted, points)
    given = dict(json.loads(particulars) if isinstance(particulars, str) else particulars)
    known = {name: given.pop(name) for name in _KNOWN if name in given}
    return Matter(ref, clause, day, counted, points, attributes=given or None, **known)
