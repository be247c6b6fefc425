"""Deciding proposed entries: the assessment office confirms them into the ledger, or not, with the reason.

Nobody decides about himself: the persons are compared, whatever roles the login holds.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.ledger.propose_entries import reversal_key, values_of_proposal, write_log
from assessment.ledger.record_entries import record
from assessment.ledger.reverse_entry import reverse
from assessment.models import Entry, ProposedEntry
from assessment.policy import Action
from organization.models import User
from organization.policy import Access, require_whole_unit

State = ProposedEntry.State


def decides_proposals(access: Access) -> bool:
    """Whether the asker decides proposed entries: the assessment office of the whole unit."""
    return access.covers_unit(Action.RUN_PERIODS)


def proposals_of(access: Access, *states: str) -> QuerySet[ProposedEntry]:
    """The unit's proposals in these states (none given: in any) for who decides them; nothing for anybody else."""
    if not decides_proposals(access):
        return ProposedEntry.objects.none()
    rows = ProposedEntry.objects.filter(unit=access.unit)
    if states:
        rows = rows.filter(state__in=states)
    return rows.select_related("unit", "period__version__scheme", "staff", "department", "decided_by").defer(
        "period__version__text"
    )


def is_about(user: User, row: ProposedEntry) -> bool:
    """Whether a proposal is about this very person."""
    return row.staff is not None and row.staff.user_id == user.pk


@transaction.atomic
def confirm_proposal(
    *, actor: User, proposal: ProposedEntry, reason: str = "", revision: int | None = None
) -> ProposedEntry:
    """Confirm a proposal: the ledger has its entry from now on, with the room as its source.

    ``revision`` is the one that the asker has seen: another one is refused. Raises PermissionDenied for anybody but the
    assessment office; ValidationError for one's own matter, after a decision (of two at once the second is too late),
    and with everything that the ledger says against the entry.
    """
    row, before = _claimed(actor, proposal, State.PROPOSED, reason, revision)
    entry = record(
        actor=actor,
        unit=row.unit,
        clause=row.clause,
        occurred_on=row.occurred_on,
        idempotency_key=row.source_ref,
        staff=row.staff,
        department=row.department,
        period=row.period,
        count=row.count,
        points=row.points,
        attributes=row.attributes,
        note=row.note,
        source=Entry.Source.ROOM,
        source_ref=row.source_ref,
    )
    row.entry = entry
    return _settled(actor, row, State.CONFIRMED, "proposal.confirm", before)


@transaction.atomic
def dismiss_proposal(
    *, actor: User, proposal: ProposedEntry, reason: str, revision: int | None = None
) -> ProposedEntry:
    """Do not confirm a proposal, with the reason; the errors are those of ``confirm_proposal``."""
    row, before = _claimed(actor, proposal, State.PROPOSED, _needed(reason), revision)
    return _settled(actor, row, State.DISMISSED, "proposal.dismiss", before)


@transaction.atomic
def take_back_recalled(*, actor: User, proposal: ProposedEntry) -> ProposedEntry:
    """Reverse the entry of a proposal that no longer holds, for the reason that its room gave.

    Raises what ``confirm_proposal`` and ``ledger.reverse`` raise: nothing is reversed in a closed period.
    """
    row, before = _claimed(actor, proposal, State.RECALLED, proposal.decision_reason, None)
    assert row.entry is not None  # the table's check
    if not Entry.objects.filter(reverses=row.entry).exists():
        reverse(actor=actor, entry=row.entry, reason=row.withdrawal_reason, idempotency_key=reversal_key(row))
    return _settled(actor, row, State.WITHDRAWN, "proposal.withdraw", before)


@transaction.atomic
def keep_recalled(*, actor: User, proposal: ProposedEntry, reason: str) -> ProposedEntry:
    """Let the entry of a recalled proposal stand, with the reason; the errors are those of ``confirm_proposal``."""
    row, before = _claimed(actor, proposal, State.RECALLED, _needed(reason), None)
    return _settled(actor, row, State.CONFIRMED, "proposal.keep", before)


def decide_several(
    *, actor: User, proposals: Iterable[tuple[ProposedEntry, int]], dismiss_because: str | None = None
) -> tuple[int, list[str]]:
    """Confirm proposals, or dismiss them for a reason, each by itself: how many, and why not the others.

    ``proposals`` come with the revision that was seen. Raises PermissionDenied as the single steps do.
    """
    done, refused = 0, []
    for proposal, revision in proposals:
        try:
            if dismiss_because is None:
                confirm_proposal(actor=actor, proposal=proposal, revision=revision)
            else:
                dismiss_proposal(actor=actor, proposal=proposal, reason=dismiss_because, revision=revision)
            done += 1
        except ValidationError as error:
            refused += [f"{proposal.about} {proposal.occurred_on}: {text}" for text in error.messages]
    return done, refused


def _claimed(
    actor: User, proposal: ProposedEntry, state: str, reason: str, revision: int | None
) -> tuple[ProposedEntry, dict[str, Any]]:
    """The proposal, this transaction's to decide, and how it stood. Only one of two at once gets it."""
    if require_whole_unit(actor, proposal.unit, Action.RUN_PERIODS) is None:
        raise PermissionDenied(Action.RUN_PERIODS)
    reason = reason.strip()
    if len(reason) > 300:
        raise ValidationError({"reason": _("At most 300 characters.")})
    before = ProposedEntry.objects.get(pk=proposal.pk)
    rows = ProposedEntry.objects.filter(pk=proposal.pk, state=state)
    if revision is not None:
        rows = rows.filter(revision=revision)
    if not rows.update(decided_by=actor, decided_at=timezone.now(), decision_reason=reason):
        raise ValidationError(_too_late(proposal, state), code="too_late")
    found = ProposedEntry.objects.select_related("unit", "period", "staff", "department", "entry")
    row = found.get(pk=proposal.pk)
    if is_about(actor, row):
        raise ValidationError(
            _("This is about yourself: somebody else of the assessment office decides it."), code="own_matter"
        )
    return row, values_of_proposal(row) | {"decision_reason": before.decision_reason}


def _too_late(proposal: ProposedEntry, state: str) -> str:
    row = ProposedEntry.objects.select_related("decided_by").get(pk=proposal.pk)
    if row.state == state:
        return _("The room has changed this proposal in the meantime. Look at it again.")
    if row.decided_by is None:
        return _("This proposal is %(state)s.") % {"state": row.get_state_display()}
    words = {"name": row.decided_by, "state": row.get_state_display()}
    return _("%(name)s has decided this proposal in the meantime: %(state)s.") % words


def _settled(
    actor: User, row: ProposedEntry, state: str, action: str, before: dict[str, Any]
) -> ProposedEntry:
    row.state = state
    row.save(update_fields=["state", "entry"])
    write_log(actor, row, action, before)
    return row


def _needed(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    return reason
