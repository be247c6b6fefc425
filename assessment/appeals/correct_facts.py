"""What an upheld appeal corrects: entries taken back, figures and given scores put right, grades decided anew.

A correction is first tried in memory (:class:`Corrected`), and written only when the differences were confirmed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.facts.consistent_read import Reader
from assessment.facts.subjects import Gathering, Snapshot
from assessment.ledger.reverse_entry import take_back
from assessment.models import Appeal, Entry, Figure, Period, RatingTask
from assessment.periods.lock_periods import lock_for_facts
from assessment.ratings.rated_items import CENT, figure_columns
from assessment.ratings.set_figures import check_value
from assessment.rules import Subject
from organization.models import User
from organization.services.base import keep
from organization.subjects import SubjectRef


@dataclass(frozen=True)
class Corrections:
    """Entries (by id) to take back, figures and given scores (by name, by task) to set, or grades to decide anew."""

    entries: tuple[int, ...] = ()
    figures: tuple[tuple[str, Decimal], ...] = ()
    scores: tuple[tuple[int, Decimal], ...] = ()
    anew: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is corrected."""
        return not (self.entries or self.figures or self.scores or self.anew)

    def as_json(self) -> dict[str, Any]:
        """Ready for JSON; the same corrections always give the same."""
        return {
            "entries": sorted(self.entries),
            "figures": {name: str(value.quantize(CENT)) for name, value in sorted(self.figures)},
            "scores": {str(task): str(score.quantize(CENT)) for task, score in sorted(self.scores)},
            "anew": self.anew,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Corrections":
        """What ``as_json`` gave."""
        return cls(
            entries=tuple(stored.get("entries", ())),
            figures=tuple((name, Decimal(value)) for name, value in stored.get("figures", {}).items()),
            scores=tuple((int(task), Decimal(score)) for task, score in stored.get("scores", {}).items()),
            anew=bool(stored.get("anew", False)),
        )


class Corrected(Gathering):
    """The facts of a period as they would be after the corrections; nothing is written."""

    def __init__(
        self, period: Period, reader: Reader, about: SubjectRef, corrections: Corrections, **more: Any
    ):
        super().__init__(period, reader, **more)
        self.about, self.corrections = about, corrections

    def __iter__(self) -> Iterator[tuple[Snapshot, Subject]]:
        """Everyone, with the corrections of the one they are about."""
        for named, subject in super().__iter__():
            yield named, self._corrected(named, subject)

    def _corrected(self, named: Snapshot, subject: Subject) -> Subject:
        if named.subject == self.about:
            return corrected(subject, self.corrections)
        if self.about.is_department and self.corrections.figures and named.department_id == self.about.id:
            # Points may come to people from the figures of their department.
            facts = {**subject.department_facts, **_figures(self.corrections)}
            return replace(subject, department_facts=facts)
        return subject


def _figures(corrections: Corrections) -> dict[str, Decimal]:
    return {name: value.quantize(CENT) for name, value in corrections.figures}


def corrected(subject: Subject, corrections: Corrections) -> Subject:
    """A subject's facts with the corrections."""
    gone, scores = set(corrections.entries), dict(corrections.scores)
    return replace(
        subject,
        entries=[entry for entry in subject.entries if entry.ref not in gone],
        facts={**subject.facts, **_figures(corrections)},
        ratings=[
            replace(rating, score=scores[int(rating.ref)].quantize(CENT)) if rating.ref in scores else rating
            for rating in subject.ratings
        ],
    )


def standing_entries_of(appeal: Appeal) -> list[Entry]:
    """The person's (or department's) entries that count in the period, the latest first."""
    rows = Entry.objects.counting().filter(period=appeal.period_id, **appeal.subject.own)
    return list(rows.select_related("entered_by", "period__version", "department").order_by("-occurred_on"))


def check(actor: User, appeal: Appeal, corrections: Corrections) -> None:
    """ValidationError with everything that is wrong with the corrections; who entered a thing does not correct it."""
    if corrections.is_empty:
        raise ValidationError({"corrections": _("Choose what is corrected.")}, code="nothing")
    faults = [
        *_entry_faults(actor, appeal, corrections),
        *_figure_faults(actor, appeal, corrections),
        *_score_faults(actor, appeal, corrections),
    ]
    if corrections.anew and appeal.period.takes_entries:
        faults.append(_("Grades are decided after the close; the period is still open."))
    if faults:
        raise ValidationError({"corrections": list(dict.fromkeys(faults))})


def _entry_faults(actor: User, appeal: Appeal, corrections: Corrections) -> Iterator[str]:
    known = {entry.pk: entry for entry in standing_entries_of(appeal)}
    if appeal.entry_id is not None and appeal.entry_id not in corrections.entries:
        yield _("To uphold this appeal means to take the entry back that it is against.")
    for pk in corrections.entries:
        if pk not in known:
            yield _("An entry has been taken back meanwhile or is about somebody else.")
        elif known[pk].entered_by_id == actor.pk:
            yield _("You entered one of these entries yourself: somebody else judges the appeal.")


def _figure_faults(actor: User, appeal: Appeal, corrections: Corrections) -> Iterator[str]:
    kind = appeal.subject.kind
    columns = {column.name: column for column in figure_columns(appeal.period, kind=kind)}
    known = {row.name: row for row in figures_of(appeal)}
    for name, value in corrections.figures:
        if name not in columns:
            yield _("The scheme has no figure “%(name)s”.") % {"name": name}
            continue
        try:
            check_value(columns[name], value)
        except ValidationError as fault:
            yield from (f"{columns[name].title}: {text}" for text in fault.messages)
        if name in known and known[name].entered_by_id == actor.pk:
            yield _("You entered the figure “%(name)s” yourself: somebody else judges the appeal.") % {
                "name": columns[name].title
            }


def _score_faults(actor: User, appeal: Appeal, corrections: Corrections) -> Iterator[str]:
    tasks = {task.pk: task for task in tasks_of(appeal)}
    part, duties = appeal.period.part.of_kind(appeal.subject.kind), [task.item for task in tasks.values()]
    for pk, score in corrections.scores:
        task = tasks.get(pk)
        if task is None:
            yield _("A given score is no longer there.")
        elif actor.pk in (task.rater.user_id, task.given_by_id):
            yield _("You gave one of these scores yourself: somebody else judges the appeal.")
        elif score < 0 or score != score.quantize(CENT) or part.over_maximum(task.item, score, duties):
            yield _("%(score)s is no score that can be given there.") % {"score": score}


def tasks_of(appeal: Appeal) -> list[RatingTask]:
    """The scores that were given to the person (or department) in the period."""
    rows = RatingTask.objects.filter(period=appeal.period_id, score__isnull=False, **appeal.subject.own)
    return list(rows.select_related("rater", "period", "staff", "department").order_by("item", "pk"))


def figures_of(appeal: Appeal) -> QuerySet[Figure]:
    """The person's (or department's) figures of the whole period, as they were entered."""
    return Figure.objects.filter(period=appeal.period_id, month="", **appeal.subject.own)


def write_corrections(actor: User, appeal: Appeal, corrections: Corrections) -> None:
    """Write the corrections into the period, which must be open; inside the caller's transaction."""
    reason = _("Corrected on review, No. %(number)s") % {"number": appeal.pk}
    for pk in sorted(corrections.entries):
        take_back(
            actor=actor,
            entry=Entry.objects.get(pk=pk),
            reason=reason,
            idempotency_key=f"appeal:{appeal.pk}:{pk}",
        )
    lock_for_facts(appeal.period_id)
    for name, value in corrections.figures:
        row = figures_of(appeal).filter(name=name).first()
        row = row or Figure(period=appeal.period, name=name, **appeal.subject.columns)
        row.value, row.entered_by = value.quantize(CENT), actor
        keep(row, actor=actor, reason=reason)
    tasks = {task.pk: task for task in tasks_of(appeal)}
    for pk, score in corrections.scores:
        task = tasks[pk]
        task.score, task.given_at, task.given_by = score.quantize(CENT), timezone.now(), actor
        keep(task, actor=actor, reason=reason)
