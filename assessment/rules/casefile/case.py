"""A case file as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assessment.rules.faults import CaseError
from assessment.rules.periods import PeriodKey
from assessment.rules.scheme import Scheme
from assessment.rules.subjects import Subject

from .body import Body
from .json_text import repeated_keys
from .values import JsonLocation, Notes


@dataclass(slots=True)
class Case:
    """A case that is valid: what to score, by which scheme, in which period."""

    name: str
    scheme: Scheme
    period: PeriodKey
    settings: dict[str, Decimal]
    subjects: Sequence[Subject] = field(default_factory=list)


def read_case(data: Any, schemes: Mapping[str, Scheme]) -> Case:
    """Read the JSON of a case. Raises CaseError with every fault, each at its exact place."""
    notes = Notes()
    if not isinstance(data, dict):
        notes.fault("", "case_expected")
        raise CaseError(notes.faults)
    place = JsonLocation(notes, data, "")
    scheme, period = _head(place, schemes)
    for path in repeated_keys(data):
        notes.fault(path, "repeated_key")
    body = Body(place, scheme, period)
    subjects = body.read()
    if notes.faults:
        raise CaseError(notes.faults)
    return Case(data["case"], scheme, period, body.settings, subjects)


def _head(place: JsonLocation, schemes: Mapping[str, Scheme]) -> tuple[Scheme, PeriodKey]:
    """Scheme and period; without them nothing else can be judged, so only that is reported."""
    name = place.data.get("scheme")
    if not isinstance(name, str) or name not in schemes:
        place.fault("scheme", "no_scheme", name=name)
        raise CaseError(place.notes.faults)
    scheme, key = schemes[name], place.data.get("period")
    try:
        period = PeriodKey.parse(key if isinstance(key, str) else "")
    except ValueError:
        place.fault("period", "not_a_period", key=key)
        raise CaseError(place.notes.faults) from None
    if period.cadence not in scheme.parts:
        place.fault("period", "cadence_unknown", cadence=period.cadence, known=tuple(scheme.parts))
        raise CaseError(place.notes.faults)
    return scheme, period
