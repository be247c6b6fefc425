"""What an entry would do to people's running period, before it is recorded; and what the period holds so far."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assessment.closing.gathering import Snapshot, subjects_of
from assessment.ledger.clauses import name_clauses
from assessment.ledger.selectors import entries_seen_by, standing_entries
from assessment.models import Entry, Period
from assessment.periods.opening import settings_of
from assessment.rules import Entry as RuleEntry
from assessment.rules import Outcome, PeriodKey, Subject, provisional
from assessment.schemes.compiled import scheme_of
from organization.policy import Access

NEW = 0  # no stored entry has this number


@dataclass(frozen=True)
class Change:
    """A person's figure before and after.

    ``figure`` is empty for the score; while the score still waits for something it names the item that is shown instead.
    """

    staff_id: int
    name: str
    figure: str
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        """What the entry changes."""
        return self.after - self.before


@dataclass(frozen=True)
class Month:
    """What a person's period holds so far: entries the asker may see, the sum of the others, all together."""

    staff_id: int
    name: str
    score: Decimal | None
    entries: Sequence[Entry]
    elsewhere: Decimal
    elsewhere_count: int
    total: Decimal


def changes(period: Period, staff_ids: Collection[int], language: str, new: RuleEntry | None) -> list[Change]:
    """Before and after for these people; without a new entry both are the figure of now. Statements do not grow."""
    scheme, key, settings = scheme_of(period), PeriodKey.parse(period.key), settings_of(period)
    found = []
    for person, subject in subjects_of(period, staff_ids=staff_ids):
        before = provisional(scheme, key, settings, subject)
        after = before
        if new is not None:
            after = provisional(scheme, key, settings, _with(subject, new))
        change = _change(person, before, after, period, new, language)
        if change is not None:
            found.append(change)
    return sorted(found, key=lambda change: change.difference)


def _with(subject: Subject, new: RuleEntry) -> Subject:
    return replace(subject, entries=[*subject.entries, new])


def _change(
    person: Snapshot, before: Outcome, after: Outcome, period: Period, new: RuleEntry | None, language: str
) -> Change | None:
    if before.score is not None and after.score is not None:
        return Change(person.staff_id, person.name, "", before.score, after.score)
    part = scheme_of(period).part(period.cadence)  # type: ignore[arg-type]
    item = part.clauses[new.clause].item if new is not None else None
    if item is None or item not in after.items:
        return None
    zero = Decimal(0)
    figure = part.items[item].title.get(language)
    return Change(
        person.staff_id, person.name, figure, before.items.get(item, zero), after.items.get(item, zero)
    )


def month_of(access: Access, period: Period, staff_id: int, language: str) -> Month | None:
    """What the person's period holds so far; None for one who is not in it."""
    found = next(iter(subjects_of(period, staff_ids=[staff_id])), None)
    if found is None:
        return None
    person, subject = found
    outcome = provisional(scheme_of(period), PeriodKey.parse(period.key), settings_of(period), subject)
    standing = standing_entries(period).filter(staff_id=staff_id)
    effects = dict(standing.values_list("pk", "effect"))
    seen = entries_seen_by(access).filter(pk__in=effects).select_related("period__version")
    entries = name_clauses(seen.order_by("occurred_on", "pk"), language)
    total = sum(effects.values(), Decimal(0))
    return Month(
        staff_id=staff_id,
        name=person.name,
        score=outcome.score,
        entries=entries,
        elsewhere=total - sum((entry.effect for entry in entries), Decimal(0)),
        elsewhere_count=len(effects) - len(entries),
        total=total,
    )
