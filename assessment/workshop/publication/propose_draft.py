"""报送审批: a draft is proposed for publication, taken back by those who draft, or returned with a reason."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Draft
from assessment.policy import Action
from assessment.workshop.publication.blockers import check_ready
from organization.models import User
from organization.policy import require_whole_unit
from organization.write_audit import log_act

State = Draft.State


@transaction.atomic
def propose(*, actor: User, draft: Draft, note: str, valid_from: date | None) -> Draft:
    """Ask a second person to publish the draft from a day on, with the note that the staff will read.

    Raises PermissionDenied, or ValidationError with all that is in the way: faults, open findings, another id, a missing
    note, a day within a period that keeps its version.
    """
    require_whole_unit(actor, draft.unit, Action.DRAFT_SCHEMES)
    draft = held(draft, State.EDITING)
    draft.note, draft.valid_from = note.strip(), valid_from
    check_ready(draft)
    draft.state = State.PROPOSED
    draft.proposed_by, draft.proposed_at = actor, timezone.now()
    draft.returned_reason = ""
    draft.save(update_fields=["note", "valid_from", "state", "proposed_by", "proposed_at", "returned_reason"])
    log_act(
        actor=actor,
        unit=draft.unit,
        action="draft.propose",
        target=str(draft),
        after={"revision": draft.revision, "valid_from": valid_from, "note": draft.note},
    )
    return draft


@transaction.atomic
def return_draft(*, actor: User, draft: Draft, reason: str) -> Draft:
    """The approver sends a proposed draft back to be edited, saying why. ValidationError without a reason."""
    require_whole_unit(actor, draft.unit, Action.APPROVE_SCHEMES)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the reason stays on record.")})
    return _reopened(actor, draft, "draft.return", reason.strip())


@transaction.atomic
def take_back(*, actor: User, draft: Draft) -> Draft:
    """Those who draft take a proposal back in order to edit it further."""
    require_whole_unit(actor, draft.unit, Action.DRAFT_SCHEMES)
    return _reopened(actor, draft, "draft.take_back", "")


def _reopened(actor: User, draft: Draft, action: str, reason: str) -> Draft:
    draft = held(draft, State.PROPOSED)
    draft.state, draft.returned_reason = State.EDITING, reason
    draft.save(update_fields=["state", "returned_reason"])
    log_act(
        actor=actor,
        unit=draft.unit,
        action=action,
        target=str(draft),
        after={"revision": draft.revision, "reason": reason},
    )
    return draft


def held(draft: Draft, state: str) -> Draft:
    """The draft as it is now, its row locked; ValidationError when it is no longer in the state expected."""
    draft = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("unit", "based_on__scheme")
        .get(pk=draft.pk)
    )
    if draft.state != state:
        raise ValidationError(
            _("The draft is %(state)s now: this step is not possible. Reload the page.")
            % {"state": draft.get_state_display()},
            code="state",
        )
    return draft
