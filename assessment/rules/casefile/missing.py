"""What a scheme requires of the subjects of a case and the case does not give."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from assessment.rules.evaluator import Evaluator
from assessment.rules.faults import Missing, message
from assessment.rules.periods import PeriodKey
from assessment.rules.scheme import Scheme
from assessment.rules.subjects import Subject

from .values import Json, JsonLocation

_THING_CODES = {
    "rating": "missing_rating",
    "fact": "missing_fact",
    "month": "missing_month",
    "journal": "missing_journal",
    "history": "missing_history",
}


class MissingThings:
    """Reports what is missing, in one fault for each subject; what is given and faulty is not missing."""

    def __init__(self, scheme: Scheme, period: PeriodKey, settings: dict[str, Decimal]) -> None:
        part = scheme.part(period.cadence)
        self.evaluators = {"staff": Evaluator(scheme, period, settings)}
        if part.departments is not None:
            self.evaluators["department"] = Evaluator(scheme, period, settings, kind="department")

    def report(
        self, place: JsonLocation, subject: Subject, *, rated: Collection[str], journals_given: bool
    ) -> None:
        """What is missing of one subject; ``rated`` and ``journals_given`` say what was given, faulty or not."""
        evaluator = self.evaluators[subject.kind]
        view = evaluator.view(subject)
        if not evaluator.in_scope(view):
            return
        found = evaluator.missing(view, rated, _object(place, "facts"))
        if journals_given:
            found = [each for each in found if each.what != "journal"]
        _report(place, [each for each in found if not _given(place, each)])


def _given(place: JsonLocation, missing: Missing) -> bool:
    """Whether something faulty stands where it would be given."""
    if missing.what == "history":
        rows = place.data.get("history")
        return isinstance(rows, list) and any(_has_score(row) for row in rows)
    return missing.what == "month" and place.notes.any_at(place.at("months"))


def _has_score(row: Any) -> bool:
    return isinstance(row, dict) and row.get("score") is not None


def _report(place: JsonLocation, missing: list[Missing]) -> None:
    others = [each for each in missing if each.what != "duty"]
    for each in missing:
        if each.what == "duty":
            place.fault("duties", "duty_required", item=each.item)
    if others:
        things = tuple(message(_THING_CODES[each.what], item=each.item) for each in others)
        place.notes.fault(place.path, "things_missing", things=things)


def _object(place: JsonLocation, key: str) -> Json:
    value = place.data.get(key)
    return value if isinstance(value, dict) else {}
