"""Findings about the procedure: steps out of order."""

from datetime import date

from ..periods import PeriodKey
from ..vocabulary.base import Text
from ..vocabulary.pack import Step
from .findings import Hits, Values, hit, warning
from .phrases import phrase
from .study import Study

WORDS = {
    "steps_out_of_order": warning(
        zh="步骤「{title}」（{state}）排在「{before}」（{before_state}）之后，而{state}应在{before_state}之前。",
        en="The step “{title}” ({state}) stands after “{before}” ({before_state}), but comes before it in the course of a period.",
        do_zh="调整步骤的先后次序，或改正 reached。",
        do_en="Reorder the steps, or correct `reached`.",
    ),
    "dates_out_of_order": warning(
        zh="步骤「{title}」的期限（{day}）早于排在其前的「{before}」（{before_day}）。",
        en="The step “{title}” is due ({day}) before the step above it, “{before}” ({before_day}).",
        do_zh="核对期限，或调整步骤的先后次序。",
        do_en="Check the dates, or reorder the steps.",
    ),
}
_STATES = ("submitted", "closed", "reviewed", "published", "final")
_TITLES = {
    "submitted": Text(zh="报送", en="submitted"),
    "closed": Text(zh="结算", en="closed"),
    "reviewed": Text(zh="评定", en="reviewed"),
    "published": Text(zh="公示", en="published"),
    "final": Text(zh="归档", en="final"),
}
_SAMPLE = {"month": "2026-04", "quarter": "2026-Q2", "year": "2026"}


def states(study: Study) -> Hits:
    """Steps whose state of the period comes before that of a step above."""
    for each in study.parts:
        latest: Step | None = None
        for number, step in enumerate(each.part.procedure):
            if step.reached is None:
                continue
            if latest is not None and _place(step) < _place(latest):
                words: Values = {"title": step.title, "state": _TITLES[step.reached], "before": latest.title}
                words["before_state"] = _TITLES[str(latest.reached)]
                yield hit("steps_out_of_order", *each.path, "procedure", number, **words)
            else:
                latest = step


def _place(step: Step) -> int:
    return _STATES.index(str(step.reached))


def dates(study: Study) -> Hits:
    """Steps that are due before a step above them."""
    for each in study.parts:
        period = PeriodKey.parse(_SAMPLE[each.cadence])
        latest: tuple[date, Step] | None = None
        for number, step in enumerate(each.part.procedure):
            day = step.due.date_in(period) if step.due is not None else None
            if day is None:
                continue
            if latest is not None and day < latest[0]:
                words: Values = {"title": step.title, "day": phrase(each, step.due)}
                words |= {"before": latest[1].title, "before_day": phrase(each, latest[1].due)}
                yield hit("dates_out_of_order", *each.path, "procedure", number, "due", **words)
            else:
                latest = (day, step)


RULES = (states, dates)
