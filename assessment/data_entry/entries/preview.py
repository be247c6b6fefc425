"""What an entry would do to the running period of people or departments; and what the period holds so far."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from assessment.closing.provisional import departments_so_far
from assessment.data_entry.entries.subject_choices import About
from assessment.facts.subjects import subjects_of
from assessment.ledger.clauses import name_clauses
from assessment.ledger.open_periods import recordable_in
from assessment.ledger.selectors import entries_seen_by
from assessment.models import Entry, Period
from assessment.rules import Entry as RuleEntry
from assessment.rules import Outcome, Subject, provisional
from organization.policy import Access

NEW = 0  # no stored entry has this number


@dataclass(frozen=True)
class EntryChange:
    """Somebody's figure before and after.

    ``figure`` is empty for the score; while the score still waits for something it names the item that is shown instead.
    """

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
    """What somebody's period holds so far: entries the asker may see, the sum of the others, all together."""

    name: str
    score: Decimal | None
    entries: Sequence[Entry]
    elsewhere: Decimal
    elsewhere_count: int
    total: Decimal


@dataclass(frozen=True)
class _Running:
    """One subject of a running period; ``carried`` is what a department's people lost."""

    name: str
    subject: Subject
    carried: dict[str, Any] | None = None


class Running:
    """The figures of a running period, provisional."""

    def __init__(self, period: Period) -> None:
        self.period, self.scheme = period, period.rules
        self._key, self._settings = period.parsed_key, period.settings_exact

    def of(self, about: Sequence[About]) -> Iterator[_Running]:
        """Those of the subjects that are in the period. Statements do not grow with them."""
        people = [each.staff.pk for each in about if each.staff is not None]
        places = [each.department.pk for each in about if each.department is not None]
        if people:
            for person, subject in subjects_of(self.period, staff_ids=people):
                yield _Running(person.name, subject)
        if places:
            for place, subject, carried in departments_so_far(self.period, places):
                yield _Running(place.name, subject, carried)

    def outcome(self, running: _Running, new: RuleEntry | None = None) -> Outcome:
        """What can be said of a subject, with one more entry."""
        subject = running.subject
        if new is not None:
            subject = replace(subject, entries=[*subject.entries, new])
        return provisional(self.scheme, self._key, self._settings, subject, carried=running.carried)


def changes(
    period: Period, about: Sequence[About], language: str, new: RuleEntry | None
) -> list[EntryChange]:
    """Before and after for these subjects; without a new entry both are the figure of now."""
    figures, found = Running(period), []
    for running in figures.of(about):
        before = figures.outcome(running)
        after = figures.outcome(running, new) if new is not None else before
        change = _change(running, before, after, period, new, language)
        if change is not None:
            found.append(change)
    return sorted(found, key=lambda change: change.difference)


def _change(
    running: _Running, before: Outcome, after: Outcome, period: Period, new: RuleEntry | None, language: str
) -> EntryChange | None:
    if before.score is not None and after.score is not None:
        return EntryChange(running.name, "", before.score, after.score)
    kind = running.subject.kind
    item = recordable_in(period, kind)[new.clause].item if new is not None else None
    if item is None or item not in after.items:
        return None
    part = period.part.of_kind(kind)
    zero, figure = Decimal(0), part.items[item].title.get(language)
    return EntryChange(running.name, figure, before.items.get(item, zero), after.items.get(item, zero))


def month_of(access: Access, period: Period, about: About, language: str) -> Month | None:
    """What the subject's period holds so far; None for one that is not in it."""
    figures = Running(period)
    running = next(figures.of([about]), None)
    if running is None:
        return None
    outcome = figures.outcome(running)
    counting = Entry.objects.counting().filter(period=period)
    if about.staff is not None:
        counting = counting.filter(staff=about.staff)
    else:
        counting = counting.filter(staff__isnull=True, department=about.department)
    effects = dict(counting.values_list("pk", "effect"))
    seen = entries_seen_by(access).filter(pk__in=effects).select_related("period__version")
    entries = name_clauses(seen.order_by("occurred_on", "pk"), language)
    total = sum(effects.values(), Decimal(0))
    return Month(
        name=running.name,
        score=outcome.score,
        entries=entries,
        elsewhere=total - sum((entry.effect for entry in entries), Decimal(0)),
        elsewhere_count=len(effects) - len(entries),
        total=total,
    )
