"""What a person may read of their own assessment.

A result is told in full once it is published. Between the close and the publication the score is shown as provisional
and without the grade: the leading group may still be deciding. A running period shows what is known so far.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from assessment.facts.subjects import subjects_of
from assessment.models import Period, RatingSheet, Result
from assessment.results.selectors import PUBLIC_STATES
from assessment.rules import Outcome, Subject, provisional
from organization.models import Assignment, StaffMember, StaffState
from organization.policy import in_force

SHOWN = 14  # periods offered on the page: a year of months, the year itself and the running one


@dataclass(frozen=True)
class OwnPeriod:
    """A period of the person: its result once closed, and whether that may be told in full."""

    period: Period
    result: Any | None

    @property
    def is_told(self) -> bool:
        """Whether the result is published."""
        return self.result is not None and self.period.state in PUBLIC_STATES

    @property
    def is_running(self) -> bool:
        """Whether facts still flow in."""
        return self.period.takes_entries

    @property
    def awaits_signature(self) -> bool:
        """Whether the person has still to sign that the published result was read."""
        return self.is_told and self.result is not None and not hasattr(self.result, "acknowledgement")


def own_periods(staff: StaffMember) -> list[OwnPeriod]:
    """The person's last periods, newest first: closed ones with their result, running ones without. Two statements."""
    worked = Assignment.objects.touching(OuterRef("starts_on"), OuterRef("ends_on")).filter(staff=staff)
    periods = list(
        Period.objects.filter(Exists(worked), unit=staff.unit_id)
        .select_related("scheme", "version__scheme", "unit", "current_close")
        .order_by("-ends_on", "-starts_on")[:SHOWN]
    )
    found = (
        Result.objects.filter(
            staff=staff, close__in=[p.current_close_id for p in periods if p.current_close_id]
        )
        .with_final()
        .select_related("close__period__unit", "close__version__scheme", "acknowledgement")
    )
    by_close = {result.close_id: result for result in found}
    own = [
        OwnPeriod(period, None if period.takes_entries else by_close.get(period.current_close_id))
        for period in periods
    ]
    # What a questionnaire brings is told once it is published, to those whom it asked about.
    return [each for each in own if each.is_told or not _asks(each.period)]


def _asks(period: Period) -> bool:
    return period.part.asks is not None


@dataclass(frozen=True)
class SoFar:
    """What can be said of a person in a running period: the facts as they stand and what they come to."""

    subject: Subject
    outcome: Outcome


def so_far(period: Period, staff: StaffMember) -> SoFar | None:
    """The person in a running period; None when the person is not in it.

    A score counts once its rater has handed in the sheet: until then the rater is still writing.
    """
    for _snapshot, subject in subjects_of(period, staff_ids=[staff.pk]):
        if subject.ratings:
            sheets = RatingSheet.objects.filter(period=period, handed_in_at__isnull=False)
            done = {str(rater) for rater in sheets.values_list("rater_id", flat=True)}
            subject = replace(subject, ratings=[each for each in subject.ratings if each.rater in done])
        key, settings = period.parsed_key, period.settings_exact
        return SoFar(subject, provisional(period.rules, key, settings, subject))
    return None


def trend_of(periods: list[OwnPeriod], cadence: str) -> list[tuple[str, Decimal | None]]:
    """Label and score of the published periods of a cadence, oldest first."""
    return [
        (own.period.key, own.result.score)
        for own in reversed(periods)
        if own.is_told and own.result is not None and own.period.cadence == cadence
    ]


def states_in_force(staff: StaffMember, on: Any) -> list[StaffState]:
    """Dated states of the person that hold on a day (an admonition bars promotion while it is in force)."""
    return list(StaffState.objects.filter(in_force(on), staff=staff).exclude(kind=StaffState.Kind.JOINED))
