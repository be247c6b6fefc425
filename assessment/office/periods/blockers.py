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
from assessment.facts.subjects import Gathering, people_in
from assessment.models import Period, UnitScheme
from assessment.models.periods import period_title
from assessment.periods.hand_in import departments_missing
from assessment.rules import PeriodKey, Scheme
from assessment.schemes.compiled import scheme_of
from organization.policy import in_force

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
    found = [*_running(period), *_periods(period, scheme_of(period)), *_hand_ins(period)]
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


def unfinished_parts(period: Period, scheme: Scheme) -> list[tuple[str, Period | None]]:
    """The shorter periods that this one rolls up and that are not final: key and period (None: never opened).

    Periods before the unit's first one with the scheme do not count: there the records begin.
    """
    cadence = scheme.part(PeriodKey.parse(period.key).cadence).history
    if cadence is None:
        return []
    own = Period.objects.filter(unit_id=period.unit_id, scheme_id=period.scheme_id, cadence=cadence)
    first = own.order_by("starts_on").first()
    there = {
        each.key: each for each in own.filter(starts_on__gte=period.starts_on, ends_on__lte=period.ends_on)
    }
    found: list[tuple[str, Period | None]] = []
    for key in PeriodKey.parse(period.key).parts(cadence):
        part = there.get(key.key)
        if part is None and (first is None or key.first_day < first.starts_on):
            continue
        if part is None and not _in_use(period, key):
            continue
        if part is None or part.state != State.FINAL:
            found.append((key.key, part))
    return found


def _in_use(period: Period, key: PeriodKey) -> bool:
    uses = UnitScheme.objects.filter(
        in_force(key.last_day), unit_id=period.unit_id, scheme_id=period.scheme_id
    )
    return uses.exists()


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
