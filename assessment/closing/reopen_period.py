"""Reopening: entries flow again, a later close makes the next revision; what was there stays readable."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Period
from assessment.periods.change_state import check_step, take_step
from assessment.periods.parts import parts_of
from assessment.policy import Action
from organization.models import User
from organization.policy import require_whole_unit

State = Period.State


def rolled_up_in(period: Period) -> Period | None:
    """The longer period that took this one's results over and is past its own close; None when there is none."""
    longer = Period.objects.filter(
        unit_id=period.unit_id,
        scheme_id=period.scheme_id,
        starts_on__lte=period.starts_on,
        ends_on__gte=period.ends_on,
    ).exclude(pk=period.pk)
    for each in longer.closed().select_related("version"):
        if each.part.history == period.cadence:
            return each
    return None


def newer_parts(period: Period) -> list[Period]:
    """Shorter periods that were closed again after this one had taken their results over; it rests on old figures."""
    close = period.current_close
    if close is None or close.finished_at is None or period.takes_entries:
        return []
    return list(parts_of(period).filter(current_close__finished_at__gt=close.finished_at))


@transaction.atomic
def reopen_period(*, actor: User, period: Period, reason: str) -> Period:
    """Open a closed, reviewed, published or final period again.

    Hand-ins stand; a department withdraws its own to change something. The results stay until the next close
    supersedes them. Raises ValidationError without a reason and while a longer period builds on this one's results,
    StepRefused from other states.
    """
    require_whole_unit(actor, period.unit, Action.RUN_PERIODS)
    period = Period.objects.select_for_update().select_related("unit").get(pk=period.pk)
    check_step(period, "reopen", reason)
    longer = rolled_up_in(period)
    if longer is not None:
        raise ValidationError(
            _("%(longer)s was computed from this period. Reopen %(longer)s first.")
            % {"longer": longer.title},
            code="rolled_up",
        )
    take_step(
        actor=actor,
        period=period,
        action="reopen",
        reason=reason,
        published_on=None,
        publication_ends_on=None,
        final_on=None,
    )
    return period
