"""The gate that every writer of facts passes: entries, given scores and figures flow into a period only here.

A close first claims the period row, which waits for the writers that are inside, and keeps later ones out until it has
ended. So the facts of a close are those of one moment, and nothing that was recorded is ever missed by it.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Close, Period

CLAIM_STALE_AFTER = timedelta(seconds=30)


def lock_for_facts(period_id: int) -> Period:
    """Lock a period for writing facts into it until the transaction ends, and return it as it stands.

    Writers share the lock among themselves; a close and a change of state wait for them. Must be called inside the
    writer's transaction, before it writes. Raises ValidationError with the way out when the period takes no facts now.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("lock_for_facts needs the writer's transaction")
    break_stale_claim(period_id)
    if connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM {connection.ops.quote_name(Period._meta.db_table)} WHERE id = %s FOR SHARE",  # noqa: S608
                [period_id],
            )
    period = (
        Period.objects.select_related("unit", "scheme", "version").defer("version__text").get(pk=period_id)
    )
    refuse_unless_open(period)
    return period


def refuse_unless_open(period: Period) -> None:
    """ValidationError with the way out unless facts may flow into the period now."""
    if not period.takes_entries:
        raise ValidationError(
            _("%(period)s is closed. File an appeal, or ask the assessment office to reopen the period.")
            % {"period": period.title},
            code="period_closed",
        )
    if period.claim is not None:
        raise ValidationError(being_closed(period), code="period_being_closed")


def being_closed(period: Period) -> str:
    """Who is closing a claimed period, in a sentence."""
    close = (
        Close.objects.select_related("started_by").filter(pk=period.claim).first() if period.claim else None
    )
    if close is None or close.started_by is None:
        return _("%(period)s is being closed. Try again in a minute.") % {"period": period.title}
    return _("%(period)s is being closed by %(name)s since %(time)s. Try again in a minute.") % {
        "period": period.title,
        "name": close.started_by,
        "time": timezone.localtime(close.started_at).strftime("%H:%M"),
    }


@transaction.atomic
def break_stale_claim(period_id: int) -> bool:
    """Take the claim from a close that gave no sign of life for half a minute; whether there was one.

    A close that still wakes up later finds its claim gone and writes nothing.
    """
    stale = timezone.now() - CLAIM_STALE_AFTER
    broken = Period.objects.filter(pk=period_id, claimed_at__lt=stale).update(claim=None, claimed_at=None)
    if broken:
        Close.objects.filter(period_id=period_id, state=Close.State.RUNNING).update(
            state=Close.State.FAILED,
            finished_at=timezone.now(),
            error=_("It gave no sign of life and was given up."),
        )
    return bool(broken)
