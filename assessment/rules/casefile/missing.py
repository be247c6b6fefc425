"""What a scheme requires of the subjects of a case and the case does not give."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from ..evaluator import Evaluator
from ..faults import Missing
from ..periods import PeriodKey
from ..scheme import Scheme
from ..subjects import Subject
from .values import Json, JsonLocation


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
            place.fault("duties", f"at least one duty of {each.item!r} is required")
    if others:
        listed = ", ".join(f"{each.what} {each.item}" for each in others)
        place.notes.add(place.path, f"missing: {listed}")


def _object(place: JsonLocation, key: str) -> Json:
    value = place.data.get(key)
    return value if isinstance(value, dict) else {}
