"""The claim of a close on its period: one holder, signs of life, and a check at the end that it still holds."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Close, Period
from assessment.models.periods import period_title
from assessment.periods.lock_periods import CLAIM_STALE_AFTER, being_closed, break_stale_claim
from assessment.periods.parts import unfinished_parts
from organization.models import Job, User

BEAT_EVERY = timedelta(seconds=1)


class ClaimLost(Exception):
    """The claim is no longer ours: another close took the period over. Nothing may be written."""


def claims_of(job: Job) -> list[UUID]:
    """The claims of all attempts of a job so far, its own last: so a later attempt knows those of earlier ones."""
    return [uuid5(job.pk, f"close {attempt}") for attempt in range(1, job.attempt + 1)]


def why_not_close(period: Period) -> str | None:
    """Why a close of this period cannot begin now, in a sentence; None when it can."""
    stale = timezone.now() - CLAIM_STALE_AFTER
    if period.claim is not None and period.claimed_at is not None and period.claimed_at >= stale:
        return being_closed(period)
    if period.state == Period.State.SUBMITTED:
        return _parts_not_final(period)
    if period.state == Period.State.OPEN:
        return _("%(period)s is still open: every department has to hand in first.") % {
            "period": period.title
        }
    close = period.current_close
    if close is None or close.started_by is None or close.finished_at is None:
        return _("%(period)s is closed already.") % {"period": period.title}
    return _("%(period)s was closed by %(name)s at %(time)s (revision %(revision)s).") % {
        "period": period.title,
        "name": close.started_by,
        "time": timezone.localtime(close.finished_at).strftime("%Y-%m-%d %H:%M"),
        "revision": close.revision,
    }


def _parts_not_final(period: Period) -> str | None:
    unfinished = [period_title(key) for key, _part in unfinished_parts(period, period.rules)]
    if not unfinished:
        return None
    return _("%(period)s is rolled up from periods that are not final yet: %(keys)s.") % {
        "period": period.title,
        "keys": ", ".join(unfinished),
    }


@transaction.atomic
def claim(*, period_id: int, actor: User | None, claims: Sequence[UUID]) -> Close:
    """Take the period for a close; the last of ``claims`` becomes its claim, the earlier ones are its own dead attempts.

    Waits for writers of facts that are inside. Raises ValidationError, saying who is closing or what state it is in.
    """
    *earlier, mine = claims
    break_stale_claim(period_id)
    free = Q(claim__isnull=True) | Q(claim__in=earlier)
    now = timezone.now()
    taken = Period.objects.filter(free, pk=period_id, state=Period.State.SUBMITTED)
    got = taken.update(claim=mine, claimed_at=now)
    period = Period.objects.select_related("version", "unit", "current_close__started_by").get(pk=period_id)
    refused = _parts_not_final(period) if got else why_not_close(period) or being_closed(period)
    if refused is not None:
        raise ValidationError(refused, code="not_free")
    Close.objects.filter(pk__in=earlier, state=Close.State.RUNNING).update(
        state=Close.State.FAILED, finished_at=now, error=_("Its process ended; it was begun again.")
    )
    close = Close(pk=mine, period=period, version=period.version, scheme_hash=period.rules.hash)
    close.settings, close.started_by = period.settings, actor
    close.save(force_insert=True)
    return close


class Heart:
    """Gives signs of life of a claim while the work goes on."""

    def __init__(self, close: Close) -> None:
        self._period_id, self._claim = close.period_id, close.pk
        self._last = timezone.now()

    def beat(self) -> None:
        """A sign of life, at most once a second. Raises ClaimLost when another close holds the period."""
        now = timezone.now()
        if now - self._last < BEAT_EVERY:
            return
        mine = Period.objects.filter(pk=self._period_id, claim=self._claim)
        if not mine.update(claimed_at=now):
            raise ClaimLost
        self._last = now


def hold(close: Close) -> Period:
    """Lock the period row until the transaction ends. Raises ClaimLost unless the claim and the state still stand."""
    rows = Period.objects.select_related("unit")
    period = rows.select_for_update(no_key=True, of=("self",)).get(pk=close.period_id)
    if period.claim != close.pk or period.state != Period.State.SUBMITTED:
        raise ClaimLost
    return period


@transaction.atomic
def give_up(close: Close, error: str) -> None:
    """End a close without a result: its claim is free again, why it failed stays on record."""
    Period.objects.filter(pk=close.period_id, claim=close.pk).update(claim=None, claimed_at=None)
    Close.objects.filter(pk=close.pk, state=Close.State.RUNNING).update(
        state=Close.State.FAILED, finished_at=timezone.now(), error=error
    )
