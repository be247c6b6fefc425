"""Warnings of the analysis that are meant: accepted with a reason, and taken back."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import Draft
from assessment.policy import Action
from assessment.workshop.findings import draft_findings
from assessment.workshop.save_draft import require_editing
from organization.models import User
from organization.policy import require
from organization.services.base import keep, need_reason
from organization.write_audit import log_act

LONGEST_REASON = 300


@transaction.atomic
def accept_findings(*, actor: User, draft: Draft, keys: Collection[str], reason: str) -> Draft:
    """Accept warnings with a reason, which is kept with the published version; all of them or none.

    Raises ValidationError without a reason, for an error, or where there is no such finding; PermissionDenied.
    """
    require(actor, draft.unit, Action.DRAFT_SCHEMES)
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    require_editing(draft)
    reason = need_reason(reason)
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("At most 300 characters.")})
    if not keys:
        raise ValidationError(_("Tick the warnings that are accepted."))
    severities = {each.key: each.severity for each in draft_findings(draft)}
    for key in keys:
        if key not in severities:
            raise ValidationError(_("The analysis does not find this (any more)."))
        if severities[key] != "warning":
            raise ValidationError(_("An error cannot be accepted; it has to be corrected."))
        draft.accepted[key] = {"reason": reason, "by": str(actor), "at": timezone.now().isoformat()}
        _log(actor, draft, "draft.accept_warning", key, reason)
    keep(draft, actor=actor)
    return draft


@transaction.atomic
def withdraw_acceptance(*, actor: User, draft: Draft, key: str) -> Draft:
    """Take an acceptance back; the warning stands in the way of publication again."""
    require(actor, draft.unit, Action.DRAFT_SCHEMES)
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    require_editing(draft)
    given = draft.accepted.pop(key, None)
    if given is None:
        raise ValidationError(_("This warning was not accepted (any more)."))
    keep(draft, actor=actor)
    _log(actor, draft, "draft.withdraw_acceptance", key, given["reason"])
    return draft


def _log(actor: User, draft: Draft, act: str, key: str, reason: str) -> None:
    after = {"draft": draft.pk, "finding": key, "reason": reason}
    log_act(actor=actor, unit=draft.unit, action=act, target=draft.code, after=after)
