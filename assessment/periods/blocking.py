"""What blocks a close, each with the names of those who can remove it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.closing.gathering import subjects_of
from assessment.models import Period, UnitScheme
from assessment.models.periods import period_title
from assessment.periods.handing_in import departments_missing
from assessment.periods.opening import settings_of
from assessment.periods.people import members_of
from assessment.ratings.missing import RaterProgress, missing_scores, named_gaps
from assessment.rules import PeriodKey, Scheme, Scoring
from assessment.schemes.compiled import scheme_of
from organization.policy import in_force
from organization.selectors import Membership

State = Period.State


@dataclass(frozen=True)
class Blocker:
    """One reason why a period cannot be closed: what is missing, whose. ``hard`` False is only a warning.

    ``code`` is ``hand_in``, ``rating``, ``rater``, ``duty``, ``fact``, ``history``, ``category``, ``nobody``,
    ``period`` or ``running``.
    """

    code: str
    title: str
    names: list[str] = field(default_factory=list)
    hard: bool = True


def blockers(period: Period) -> list[Blocker]:
    """Everything in the way of the close, in the order in which it is best removed; empty when it can start."""
    members = {member.staff_id: member for member in members_of(period)}
    scheme = scheme_of(period)
    found = [*_running(period), *_periods(period, scheme), *_hand_ins(period), *_people(members, scheme)]
    if not any(each.code in ("category", "nobody", "period") for each in found):
        found += _facts(period, scheme, members)
    return found


def hard_blockers(period: Period) -> list[Blocker]:
    """The blockers that really keep the close from starting."""
    return [each for each in blockers(period) if each.hard]


def _running(period: Period) -> Iterator[Blocker]:
    if timezone.localdate() <= period.ends_on:
        yield Blocker("running", _("The period is still running; what happens until its end would be missed."), hard=False)


def _hand_ins(period: Period) -> Iterator[Blocker]:
    if period.state == State.OPEN:
        missing = departments_missing(period)
        if missing:
            yield Blocker("hand_in", _("Not handed in yet"), [each.name for each in missing])
        else:
            yield Blocker("hand_in", _("Every department has handed in; the period has still to be submitted."))


def _people(members: dict[int, Membership], scheme: Scheme) -> Iterator[Blocker]:
    if not members:
        yield Blocker("nobody", _("Nobody is assigned to a department in this period."))
    strange = [member for member in members.values() if member.category not in scheme.categories]
    if strange:
        yield Blocker(
            "category", _("Their category is not one of the scheme’s"), [f"{m.name} ({m.category})" for m in strange]
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
    there = {each.key: each for each in own.filter(starts_on__gte=period.starts_on, ends_on__lte=period.ends_on)}
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
    uses = UnitScheme.objects.filter(in_force(key.last_day), unit_id=period.unit_id, scheme_id=period.scheme_id)
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


def _facts(period: Period, scheme: Scheme, members: dict[int, Membership]) -> Iterator[Blocker]:
    """What the scheme requires of people and nobody gave: scores by the name of who owes them, then the rest."""
    owing = missing_scores(period)
    if owing:
        yield Blocker("rating", _("Given scores are missing from"), [_owed(row) for row in owing])
    scoring = Scoring(scheme, PeriodKey.parse(period.key), settings_of(period))
    for _snapshot, subject in subjects_of(period):
        scoring.add(subject)
    by_title: dict[tuple[str, str], list[str]] = {}
    for gap in named_gaps(period, scoring):
        by_title.setdefault((gap.what, gap.title), []).append(members[gap.staff_id].name)
    for (what, title), people in by_title.items():
        yield Blocker(what, _GAPS[what] % {"item": title}, people)
    unscored = [members[int(each.id)].name for each in scoring.missing if each.what == "history"]
    if unscored:
        yield Blocker("history", _("No earlier period with a score"), unscored)


_GAPS = {
    "duty": gettext_lazy("No duty of “%(item)s” is assigned to"),
    "rater": gettext_lazy("Nobody is assigned to score “%(item)s” of"),
    "fact": gettext_lazy("The figure “%(item)s” is required of"),
}


def _owed(row: RaterProgress) -> str:
    """A rater with how many of how many were given."""
    return f"{row.name} {row.given}/{row.total}"


def summary(found: Iterable[Blocker]) -> str:
    """The blockers as one text for a refusal."""
    chinese = (get_language() or "zh-hans").startswith("zh")
    comma, colon, stop = ("、", "：", "；") if chinese else (", ", ": ", "; ")
    return stop.join(
        f"{each.title}{colon}{comma.join(each.names[:5])}" if each.names else each.title for each in found
    )
