"""Reversing an entry (冲销): a second line that takes the first one back. Nothing is edited."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessment.ledger.record_entries import unchecked
from assessment.models import Entry
from assessment.periods.hand_in import why_not_record
from assessment.periods.lock_periods import lock_for_facts, refuse_unless_open
from assessment.policy import Action
from organization.models import User
from organization.policy import Access, require
from organization.write_audit import log_act


def reverse(*, actor: User, entry: Entry, reason: str, idempotency_key: str) -> Entry:
    """Take an entry back; with a key that was used for this very reversal, the reversal that is there.

    Raises PermissionDenied for one who does not record for the entry's department, ValidationError without a reason,
    for a reversal or a reversed entry, and once the period is closed.
    """
    access = require(actor, entry.unit, Action.RECORD_ENTRIES, entry.department_id)
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why the entry is taken back.")})
    if len(reason) > 300:
        raise ValidationError({"reason": _("At most 300 characters.")})
    try:
        with transaction.atomic():
            return _reverse(access, entry, reason, idempotency_key)
    except IntegrityError:
        with transaction.atomic():
            return _reverse(access, entry, reason, idempotency_key)


def why_not_reversible(entry: Entry) -> str:
    """Why an entry cannot be taken back; empty when it can."""
    if entry.reverses_id is not None:
        return _("A reversal cannot be reversed. Record the matter again.")
    if hasattr(entry, "reversal"):
        return _("The entry has been taken back already.")
    try:
        refuse_unless_open(entry.period)
    except ValidationError as refusal:
        return refusal.messages[0]
    return ""


def _reverse(access: Access, entry: Entry, reason: str, idempotency_key: str) -> Entry:
    actor = access.user
    entry = Entry.objects.select_related("period", "reversal").get(pk=entry.pk)
    known = Entry.objects.filter(unit=entry.unit_id, idempotency_key=idempotency_key).first()
    if known is not None:
        same = (known.reverses_id, known.reason, known.entered_by_id) == (entry.pk, reason, actor.pk)
        if same:
            return known
        raise ValidationError({"idempotency_key": _("This key was used for another entry.")})
    entry.period.state = lock_for_facts(entry.period_id).state
    if why := why_not_reversible(entry) or why_not_record(entry.period, entry.department_id, access):
        raise ValidationError(why)
    return _write(actor, entry, reason, idempotency_key)


def take_back(*, actor: User, entry: Entry, reason: str, idempotency_key: str) -> Entry:
    """Reverse an entry because an appeal was upheld, or because the room that proposed it says that it no longer holds.

    Who may do so is settled by the caller, in its transaction.

    Raises ValidationError for a reversal or a reversed entry, and while the period takes no facts.
    """
    entry = Entry.objects.select_related("period", "unit", "reversal").get(pk=entry.pk)
    entry.period.state = lock_for_facts(entry.period_id).state
    if why := why_not_reversible(entry):
        raise ValidationError(why)
    return _write(actor, entry, reason, idempotency_key)


def _write(actor: User, entry: Entry, reason: str, idempotency_key: str) -> Entry:
    reversal = Entry(
        unit_id=entry.unit_id,
        period_id=entry.period_id,
        staff_id=entry.staff_id,
        department_id=entry.department_id,
        clause=entry.clause,
        occurred_on=entry.occurred_on,
        count=entry.count,
        points=entry.points,
        attributes=entry.attributes,
        effect=-entry.effect,
        source=Entry.Source.MANUAL,
        entered_by=actor,
        reverses=entry,
        reason=reason,
        idempotency_key=idempotency_key,
    )
    reversal.clean_fields(exclude=unchecked(reversal))
    reversal.save(force_insert=True)
    log_act(
        actor=actor,
        unit=entry.unit,
        action="entry.reverse",
        target=str(entry.pk),
        after={"reversal": reversal.pk, "reason": reason},
    )
    return reversal
