"""The states of a period as one table: which step leads from where to where, and the only way to take one."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Period, PeriodStep
from assessment.periods.lock_periods import break_stale_claim
from organization.models import User
from organization.write_audit import log_act

State = Period.State


class StepRefused(ValidationError):
    """The period is not in a state from which this step leads; the message says what to do instead."""


@dataclass(frozen=True)
class Transition:
    """From which states a step leads to which; ``title`` names it in the history of a period."""

    title: Any
    sources: tuple[str, ...]
    target: str
    needs_reason: bool = False


TRANSITIONS: dict[str, Transition] = {
    "submit": Transition(gettext_lazy("period submitted"), (State.OPEN,), State.SUBMITTED),
    "unsubmit": Transition(gettext_lazy("hand-in withdrawn"), (State.SUBMITTED,), State.OPEN),
    "close": Transition(gettext_lazy("period closed"), (State.SUBMITTED,), State.CLOSED),
    "review": Transition(gettext_lazy("review finished"), (State.CLOSED,), State.REVIEWED),
    "resume_review": Transition(gettext_lazy("review taken up again"), (State.REVIEWED,), State.CLOSED),
    "publish": Transition(gettext_lazy("results published"), (State.REVIEWED,), State.PUBLISHED),
    "finalise": Transition(gettext_lazy("filed as final"), (State.PUBLISHED,), State.FINAL),
    "reopen": Transition(
        gettext_lazy("period reopened"),
        (State.CLOSED, State.REVIEWED, State.PUBLISHED, State.FINAL),
        State.OPEN,
        needs_reason=True,
    ),
}

STEP_TITLES: dict[str, Any] = {"open": gettext_lazy("period opened")} | {
    action: transition.title for action, transition in TRANSITIONS.items()
}


def may_step(period: Period, action: str) -> bool:
    """Whether the step leads from the state that the period is in."""
    return period.state in TRANSITIONS[action].sources


def check_step(period: Period, action: str, reason: str = "") -> Transition:
    """The transition, or StepRefused when it does not lead from here; a missing reason is a ValidationError."""
    transition = TRANSITIONS[action]
    if period.state not in transition.sources:
        raise StepRefused(
            _("%(period)s is %(state)s: this step is not possible now.")
            % {"period": period.title, "state": period.get_state_display()},
            code="state",
        )
    if transition.needs_reason and not reason.strip():
        raise ValidationError({"reason": _("Say why: the reason stays on record.")})
    return transition


@transaction.atomic
def take_step(
    *, actor: User | None, period: Period, action: str, reason: str = "", **values: Any
) -> PeriodStep:
    """Move a period by a conditional update, record the step and audit it; ``values`` are set along with it.

    Of two at once one succeeds and the other gets StepRefused; so does a step while a close is running. The object
    passed in is refreshed.
    """
    break_stale_claim(period.pk)
    period.refresh_from_db()
    transition = check_step(period, action, reason)
    source = period.state
    moved = Period.objects.filter(pk=period.pk, state=source, claim__isnull=True).update(
        state=transition.target, **values
    )
    if not moved:
        raise StepRefused(
            _("Something else is happening to %(period)s at this moment. Reload the page.")
            % {"period": period.title},
            code="busy",
        )
    period.refresh_from_db()
    step = PeriodStep.objects.create(
        period=period,
        action=action,
        from_state=source,
        to_state=transition.target,
        by=actor,
        reason=reason.strip(),
    )
    log_act(
        actor=actor,
        unit=period.unit,
        action=f"period.{action}",
        target=period.key,
        before={"state": source},
        after={"state": transition.target, "reason": step.reason},
    )
    return step
