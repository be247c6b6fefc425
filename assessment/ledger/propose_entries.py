"""Proposing entries: a room puts what it found before the assessment office, once for each reference of its own.

A proposal is no fact yet: it counts nothing until the office has confirmed it, and then the ledger has an entry as any
other (``decide_proposals``). The room's own policy says who may cause a proposal; here nobody's rights are asked.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.ledger.entry_checks import counted, date_fault, effect_of, line_faults
from assessment.ledger.new_entry import NewEntry
from assessment.ledger.open_periods import NoPeriod, PeriodFinder, recordable_in
from assessment.ledger.reverse_entry import take_back
from assessment.models import Entry, ProposedEntry
from assessment.models.proposals import LONGEST_REFERENCE, LONGEST_ROOM
from foundation.retry_on_conflict import retry_on_conflict
from organization.models import Department, StaffMember, Unit, User
from organization.selectors import staff_on
from organization.subjects import SubjectRef
from organization.write_audit import log_act

State = ProposedEntry.State
_SAID = ("occurred_on", "clause", "points", "attributes", "note", "reason")


@retry_on_conflict
@transaction.atomic
def propose_entry(  # noqa: PLR0913  # each particular of a proposal is a keyword of its own
    *,
    unit: Unit,
    room: str,
    reference: str,
    about: SubjectRef,
    clause: str,
    occurred_on: date,
    reason: str,
    count: Decimal | None = None,
    points: Decimal | None = None,
    attributes: Mapping[str, Any] | None = None,
    note: str = "",
    actor: User | None = None,
) -> ProposedEntry:
    """Propose an entry about a person or a department; ``actor`` is who caused it, None for a task of the system.

    ``count`` is in the clause's unit, ``points`` are signed; ``reason`` tells the office why. The same reference and
    content give the proposal that is there, whatever became of it. Other content replaces it while nobody has decided,
    and the log keeps both; a proposal that was taken back before a decision may so be made again. ValidationError (by
    field) after a decision, and where the ledger would refuse the entry: no open period, no such clause, not on the
    roster that day.
    """
    line = _line(unit, about, f"{room}:{reference}", clause, occurred_on, count, points, attributes, note)
    reason = _stated(reason)
    _check_names(room, reference)
    known = _known(unit, room, reference)
    if known is not None:
        if known.state != State.WITHDRAWN and _same(known, line, about, reason):
            return known
        if known.state not in (State.PROPOSED, State.WITHDRAWN) or known.entry_id is not None:
            raise ValidationError(
                _("%(reference)s has been decided. Propose under another reference.")
                % {"reference": known.source_ref},
                code="decided",
            )
    before = None if known is None else values_of_proposal(known)
    row = known or ProposedEntry(unit=unit, source_room=room, reference=reference, revision=0)
    _fill(row, line, reason)
    row.full_clean(validate_unique=False, validate_constraints=False)
    row.save()
    write_log(actor, row, "proposal.make" if before is None else "proposal.change", before)
    return row


@retry_on_conflict
@transaction.atomic
def withdraw_proposal(
    *, unit: Unit, room: str, reference: str, reason: str, actor: User | None = None
) -> ProposedEntry | None:
    """Take a proposal back that no longer holds; None where the room never made it.

    One that waits, waits no more. Where the office has confirmed it, the entry is reversed with the reason in the name
    of ``actor``, who caused this. An entry is taken back in somebody's name, in a period that takes facts, and by
    nobody from himself: without an actor, with the person it is about, and once the period is closed, the proposal goes
    back to the office, which decides (``decide_proposals``). A second time, and after a dismissal, nothing changes.
    """
    reason = _stated(reason)
    row = _known(unit, room, reference)
    if row is None or row.state not in (State.PROPOSED, State.CONFIRMED):
        return row
    before = values_of_proposal(row)
    gone = row.state == State.PROPOSED or _is_reversed(row, actor, reason)
    row.state = State.WITHDRAWN if gone else State.RECALLED
    row.withdrawn_at, row.withdrawal_reason = timezone.now(), reason
    row.save(update_fields=["state", "withdrawn_at", "withdrawal_reason"])
    write_log(actor, row, "proposal.withdraw" if gone else "proposal.recall", before)
    return row


def proposal_of(unit: Unit, room: str, reference: str) -> ProposedEntry | None:
    """What became of a proposal of a room: its state, its entry once confirmed; None where there is none."""
    rows = ProposedEntry.objects.select_related("entry", "period", "decided_by")
    return rows.filter(unit=unit, source_room=room, reference=reference).first()


def values_of_proposal(row: ProposedEntry) -> dict[str, Any]:
    """A proposal for the log."""
    return {
        "state": str(row.state),
        "about": str(SubjectRef.of(row)),
        "count": row.count,
        "effect": row.effect,
        "revision": row.revision,
        "decision_reason": row.decision_reason,
        "withdrawal_reason": row.withdrawal_reason,
        "entry": row.entry_id,
    } | {name: getattr(row, name) for name in _SAID}


def write_log(actor: User | None, row: ProposedEntry, action: str, before: dict[str, Any] | None) -> None:
    """What became of a proposal, before and after, for the log."""
    log_act(
        actor=actor,
        unit=row.unit,
        action=action,
        target=row.source_ref,
        before=before,
        after=values_of_proposal(row),
    )


def reversal_key(row: ProposedEntry) -> str:
    """The key under which the entry of a proposal is reversed."""
    return f"{row.source_ref}:-"


def _known(unit: Unit, room: str, reference: str) -> ProposedEntry | None:
    rows = ProposedEntry.objects.select_for_update(of=("self",)).select_related("unit", "staff")
    return rows.filter(unit=unit, source_room=room, reference=reference).first()


def _check_names(room: str, reference: str) -> None:
    """Room and reference are the key of the entry; a colon in the room's name would make two of them one."""
    if not 0 < len(room) <= LONGEST_ROOM or ":" in room:
        raise ValueError(f"not the name of a room: {room!r}")
    if not 0 < len(reference) <= LONGEST_REFERENCE:
        raise ValueError(f"a reference has 1 to {LONGEST_REFERENCE} characters: {reference!r}")


def _stated(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Say why.")})
    if len(reason) > 300:
        raise ValidationError({"reason": _("At most 300 characters.")})
    return reason


def _line(
    unit: Unit,
    about: SubjectRef,
    key: str,
    clause: str,
    occurred_on: date,
    count: Decimal | None,
    points: Decimal | None,
    attributes: Mapping[str, Any] | None,
    note: str,
) -> NewEntry:
    """The entry as the ledger would take it; ValidationError unless the unit has such a person or department."""
    staff = None if about.is_department else StaffMember.objects.filter(unit=unit, pk=about.id).first()
    department = Department.objects.filter(unit=unit, pk=about.id).first() if about.is_department else None
    if staff is None and department is None:
        text = _("There is no such department.") if about.is_department else _("There is no such person.")
        raise ValidationError({about.kind: text})
    return NewEntry(
        clause, occurred_on, key, staff, department, count, points, attributes=attributes or {}, note=note
    )


def _same(known: ProposedEntry, line: NewEntry, about: SubjectRef, reason: str) -> bool:
    default = Decimal(1) if line.points is None else None
    given = (line.occurred_on, line.clause, line.points, line.attributes, line.note, reason)
    return (
        SubjectRef.of(known) == about
        and known.count in ((default, None) if line.count is None else (line.count,))
        and given == tuple(getattr(known, name) for name in _SAID)
    )


def _fill(row: ProposedEntry, line: NewEntry, reason: str) -> None:
    """Put what is proposed into the row, as far as the ledger would take it today; ValidationError by field."""
    if why := date_fault(line.occurred_on, timezone.localdate()):
        raise ValidationError({"occurred_on": why})
    if line.staff is not None and not staff_on(row.unit, line.occurred_on).filter(staff=line.staff).exists():
        text = _("%(name)s was not on the roster on %(day)s.")
        raise ValidationError({"staff": text % {"name": line.name, "day": line.occurred_on}})
    try:
        period = PeriodFinder(row.unit, [line.occurred_on]).find(
            line.occurred_on, line.clause, kind=line.kind
        )
    except NoPeriod as why_none:
        raise ValidationError({"occurred_on": str(why_none)}) from why_none
    if faults := line_faults(line, period):
        raise ValidationError({name: texts for name, texts in faults.items() if texts})
    row.staff, row.department = line.staff, line.department
    row.period, row.clause, row.occurred_on = period, line.clause, line.occurred_on
    row.count = counted(recordable_in(period, line.kind)[line.clause], line.count)
    row.points, row.attributes, row.note = line.points, dict(line.attributes), line.note
    row.effect, row.reason = effect_of(line, period), reason
    row.state, row.proposed_at, row.revision = State.PROPOSED, timezone.now(), row.revision + 1
    row.withdrawn_at, row.withdrawal_reason = None, ""


def _is_reversed(row: ProposedEntry, actor: User | None, reason: str) -> bool:
    """Whether the entry of a confirmed proposal is taken back, now or already."""
    assert row.entry_id is not None  # the table's check: confirmed means that there is an entry
    if Entry.objects.filter(reverses=row.entry_id).exists():
        return True
    if actor is None or (row.staff is not None and row.staff.user_id == actor.pk):
        return False
    try:
        entry = Entry.objects.get(pk=row.entry_id)
        take_back(actor=actor, entry=entry, reason=reason, idempotency_key=reversal_key(row))
    except ValidationError:  # the period takes no facts now
        return False
    return True
