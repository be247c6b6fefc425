"""Upholding an appeal: corrections, reopening and the close of a new revision, all in one transaction or not at all.

What is confirmed must be what was shown: the period is computed again inside the transaction, and when its fingerprint
is not that of the differences shown, nothing stays and the new differences are shown instead.
"""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.appeals.correct_facts import Corrections, check, write_corrections
from assessment.appeals.handle_appeal import check_judge, need_answer
from assessment.appeals.preview import Tick, fingerprint, fresh_period, longer_periods, preview
from assessment.appeals.take_step import take
from assessment.closing.computation import Unfit, compute
from assessment.closing.hold_lease import ClaimLost, claim
from assessment.closing.problems import in_words
from assessment.closing.write_results import write
from assessment.facts.consistent_read import here
from assessment.facts.subjects import Gathering
from assessment.models import Appeal, AppealStep, Close, Period
from assessment.periods.change_state import take_step
from organization.models import User


class FactsChanged(Exception):
    """The differences are no longer those that were shown; nothing was written."""


def ready(*, actor: User, appeal: Appeal, corrections: Corrections, answer: str) -> str:
    """Raise whatever keeps the actor from upholding the appeal with these corrections; the answer without blanks."""
    check_judge(actor, appeal)
    check(actor, appeal, corrections)
    return need_answer(answer)


@transaction.atomic
def uphold(
    *,
    actor: User,
    appeal: Appeal,
    corrections: Corrections,
    answer: str,
    shown: str,
    origin: str = "",
) -> Appeal:
    """Uphold an appeal as its differences were shown; ``shown`` is their fingerprint, ``origin`` the work that asks.

    A closed, published or filed period is closed again as a new revision: provisional, to be reviewed and published
    as every other. In an open one the facts are corrected and the next close counts them. Raises PermissionDenied
    without the role, ValidationError with what is in the way, FactsChanged when the differences are no longer these.
    """
    appeal = _held(appeal)
    answer = ready(actor=actor, appeal=appeal, corrections=corrections, answer=answer)
    Period.objects.select_for_update(of=("self",)).get(pk=appeal.period_id)
    period = fresh_period(appeal.period_id)
    data: dict[str, Any] = {"corrections": corrections.as_json(), "fingerprint": shown, "origin": origin}
    if period.takes_entries:
        if preview(appeal, corrections, _quietly)["fingerprint"] != shown:
            raise FactsChanged
        write_corrections(actor, appeal, corrections)
        close = None
    else:
        data["longer"] = [each.pk for each in longer_periods(period)]
        data["before"] = str(period.current_close_id)
        close = _recompute(actor, appeal, period, corrections, shown)
    return take(
        actor=actor,
        appeal=appeal,
        sources=(Appeal.State.ACCEPTED,),
        target=Appeal.State.UPHELD,
        action=AppealStep.Action.UPHOLD,
        act="appeal.uphold",
        text=answer,
        data=data,
        expected={"handler": actor.pk},
        answered_at=timezone.now(),
        recomputed_as=close,
    )


def _held(appeal: Appeal) -> Appeal:
    """The appeal with its row locked: of two that judge it at once the second sees what the first did."""
    Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
    rows = Appeal.objects.select_related(
        "unit",
        "staff",
        "department",
        "entry",
        "result__close",
        "period__unit",
        "period__version__scheme",
        "handler",
    )
    return rows.get(pk=appeal.pk)


def _recompute(actor: User, appeal: Appeal, period: Period, corrections: Corrections, shown: str) -> Close:
    """Reopen, correct, submit and close; StepRefused and ValidationError leave nothing behind."""
    old = period.current_close
    assert old is not None  # it takes no entries, so it was closed
    reason = _("Corrected on review, No. %(number)s") % {"number": appeal.pk}
    undated = {"published_on": None, "publication_ends_on": None, "final_on": None}
    take_step(actor=actor, period=period, action="reopen", reason=reason, **undated)
    write_corrections(actor, appeal, corrections)
    take_step(actor=actor, period=period, action="submit", reason=reason)
    close = claim(period_id=period.pk, actor=actor, claims=[uuid4()])
    close.cutoff = timezone.now()
    try:
        computed = compute(close.period, Gathering(close.period, here()), _quietly)
        if fingerprint(old, corrections, computed.facts_hash) != shown:
            raise FactsChanged
        return write(close, computed)
    except Unfit as unfit:
        raise ValidationError(in_words(unfit.problems), code="unfit") from unfit
    except ClaimLost as lost:
        raise ValidationError(
            _("The period was taken over or changed meanwhile; nothing was written.")
        ) from lost


def _quietly(_count: int) -> None:
    """Inside a transaction nobody could see the progress."""


def uphold_as_shown(
    *, actor: User, appeal: Appeal, corrections: Corrections, answer: str, shown: str, tick: Tick, origin: str
) -> dict[str, Any] | None:
    """Uphold; None when it is done, else the new differences to be confirmed instead."""
    if Appeal.objects.filter(pk=appeal.pk, steps__data__origin=origin, state=Appeal.State.UPHELD).exists():
        return None  # an earlier attempt of the same work came to its end without being able to say so
    ready(actor=actor, appeal=appeal, corrections=corrections, answer=answer)
    now = preview(appeal, corrections, tick)
    if now["fingerprint"] != shown:
        return now
    try:
        uphold(actor=actor, appeal=appeal, corrections=corrections, answer=answer, shown=shown, origin=origin)
    except FactsChanged:
        return preview(appeal, corrections, tick)
    return None
