"""What blocks a close, each with the names of those who can remove it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.closing.computation import Unfit, compute
from assessment.closing.problems import SENTENCES, Problem
from assessment.facts.consistent_read import here
from assessment.facts.subjects import Gathering
from assessment.models import Period
from assessment.models.periods import period_title
from assessment.periods.hand_in import departments_missing
from assessment.periods.membership import people_in
from assessment.periods.parts import unfinished_parts
from assessment.rules import Scheme

State = Period.State


@dataclass(frozen=True)
class Blocker:
    """One reason why a period cannot be closed: what is missing, whose. ``hard`` False is only a warning.

    ``code`` is ``running``, ``period``, ``hand_in``, ``nobody`` or the kind of a problem that the close would name
    (closing.problems).
    """

    code: str
    title: str
    names: list[str] = field(default_factory=list)
    hard: bool = True


def blockers(period: Period) -> list[Blocker]:
    """Everything in the way of the close, in the order in which it is best removed; empty when it can start."""
    found = [*_running(period), *_periods(period, period.rules), *_hand_ins(period)]
    if not people_in(period):
        return [*found, Blocker("nobody", _("Nobody is assigned to a department in this period."))]
    return [*found, *_facts(period)] if not any(each.code == "period" for each in found) else found


def hard_blockers(period: Period) -> list[Blocker]:
    """The blockers that really keep the close from starting."""
    return [each for each in blockers(period) if each.hard]


def _running(period: Period) -> Iterator[Blocker]:
    if timezone.localdate() <= period.ends_on:
        yield Blocker(
            "running",
            _("The period is still running; what happens until its end would be missed."),
            hard=False,
        )


def _hand_ins(period: Period) -> Iterator[Blocker]:
    if period.state == State.OPEN:
        missing = departments_missing(period)
        if missing:
            yield Blocker("hand_in", _("Not handed in yet"), [each.name for each in missing])
        else:
            yield Blocker(
                "hand_in", _("Every department has handed in; the period has still to be submitted.")
            )


def _periods(period: Period, scheme: Scheme) -> Iterator[Blocker]:
    unfinished = unfinished_parts(period, scheme)
    if unfinished:
        yield Blocker(
            "period",
            _("Not final yet"),
            [
                f"{period_title(key)} ({part.get_state_display() if part else _('not opened')})"
                for key, part in unfinished
            ],
        )


def _facts(period: Period) -> list[Blocker]:
    """What the close itself would refuse, with the raters first: they are who can remove it."""
    try:
        compute(period, Gathering(period, here()), lambda _count: None)
    except Unfit as unfit:
        problems = unfit.problems
    else:
        return []
    owed = [each for each in problems if each.what == "score"]
    found = [Blocker("score", _("Given scores are missing from"), _by_rater(owed))] if owed else []
    by_sentence: dict[tuple[str, str], list[str]] = {}
    for each in problems:
        if each.what != "score":
            sentence = str(SENTENCES[each.what]) % {"item": each.title or each.item, "rater": each.rater}
            by_sentence.setdefault((each.what, sentence), []).append(each.name)
    return found + [Blocker(what, sentence, names) for (what, sentence), names in by_sentence.items()]


def _by_rater(owed: list[Problem]) -> list[str]:
    """Each rater with the number of scores still to give."""
    counts = Counter(each.rater for each in owed)
    return [
        _("%(name)s (%(count)s to give)") % {"name": name, "count": count} for name, count in counts.items()
    ]


def summary(found: Iterable[Blocker]) -> str:
    """The blockers as one text for a refusal."""
    chinese = (get_language() or "zh-hans").startswith("zh")
    comma, colon, stop = ("、", "：", "；") if chinese else (", ", ": ", "; ")
    return stop.join(
        f"{each.title}{colon}{comma.join(each.names[:5])}" if each.names else each.title for each in found
    )
