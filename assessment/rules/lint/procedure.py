"""Findings about the procedure: steps out of order, periods shorter than the national ones."""

from datetime import date

from assessment.rules.periods import PeriodKey
from assessment.rules.vocabulary.base import Text
from assessment.rules.vocabulary.pack import Step

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
    "publication_short": warning(
        zh="年度结果公示 {days} 个工作日，少于国家规定的 {national} 个工作日。",
        en="The annual result is published for {days} working days, less than the national {national}.",
        do_zh="改为不少于 {national} 个工作日，或写明依据。",
        do_en="Publish it for {national} working days at least, or name the basis.",
    ),
    "appeal_short": warning(
        zh="对年度结果的申诉期限为 {within}，短于国家规定的不称职人员申请复核的期限（{national} 日）。",
        en="The annual result may be appealed within {within}, less than the {national} days that national rules give people graded unqualified.",
        do_zh="核对适用的规定；按原文执行的，写入口径说明。",
        do_en="Check which rules apply; where the plan stands, say so in a reading.",
    ),
    "dates_out_of_order": warning(
        zh="步骤「{title}」的期限（{day}）早于排在其前的「{before}」（{before_day}）。",
        en="The step “{title}” is due ({day}) before the step above it, “{before}” ({before_day}).",
        do_zh="核对期限，或调整步骤的先后次序。",
        do_en="Check the dates, or reorder the steps.",
    ),
}
PUBLISHED, REVIEWED = 5, 30
"""Working days of publication, and days in which a review may be asked for, by the national rules."""
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


def spans(study: Study) -> Hits:
    """The year's publication and appeals against what the national rules give."""
    each = study.part("year")
    if each is None or not study.context.national:
        return
    for number, step in enumerate(each.part.procedure):
        due = step.due
        if step.reached == "final" and due is not None and due.kind == "working_days" and due.day < PUBLISHED:
            path = (*each.path, "procedure", number, "due")
            yield hit("publication_short", *path, days=due.day, national=PUBLISHED)
    within = each.part.appeal.within
    days = within.days if within.days is not None else (within.working_days or 0) * 7 // 5
    if "unqualified" in each.part.grades and days < REVIEWED:
        yield hit("appeal_short", *each.path, "appeal", within=phrase(each, within), national=REVIEWED)


RULES = (states, dates, spans)
