"""Saving a draft: whatever was typed is kept; nobody writes over what somebody else has saved meanwhile."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Draft
from assessment.policy import Action
from assessment.workshop.make_drafts import LARGEST_PACK, one_kind_of_line
from organization.models import User
from organization.policy import require
from organization.services.base import keep
from organization.write_audit import log_act


class Superseded(Exception):
    """Somebody else saved the draft meanwhile; ``draft`` holds their text."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        super().__init__(f"revision {draft.revision}")


@transaction.atomic
def save_draft(*, actor: User, draft: Draft, text: str, revision: int) -> Draft:
    """Save the text on top of the revision it was made from, valid or not.

    Raises Superseded when the draft has a newer revision with another text, ValidationError when it is not being
    edited (any more), is empty or too large; PermissionDenied.
    """
    require(actor, draft.unit, Action.DRAFT_SCHEMES)
    draft = Draft.objects.select_for_update().select_related("saved_by", "unit").get(pk=draft.pk)
    require_editing(draft)
    text = one_kind_of_line(text)
    if text == draft.text:
        return draft
    if draft.revision != revision:
        raise Superseded(draft)
    if not text.strip():
        raise ValidationError({"text": _("An empty pack is not saved. To give the draft up, discard it.")})
    if len(text.encode()) > LARGEST_PACK:
        raise ValidationError({"text": _("The pack is too large: at most 1 MB.")})
    draft.text, draft.revision, draft.saved_by = text, draft.revision + 1, actor
    keep(draft, actor=actor)
    log_act(
        actor=actor,
        unit=draft.unit,
        action="draft.save",
        target=draft.code,
        before={"revision": revision},
        after={"draft": draft.pk, "revision": draft.revision},
    )
    return draft


def require_editing(draft: Draft) -> None:
    """ValidationError unless the draft is being edited."""
    if draft.state != Draft.State.EDITING:
        raise ValidationError(
            _("The draft is not being edited (any more): %(state)s.") % {"state": draft.get_state_display()}
        )


def text_of(draft: Draft, revision: int) -> str | None:
    """The text that a revision of the draft had, from its history; None where there was no such revision."""
    found = draft.history.filter(revision=revision).order_by("history_id").last()
    return None if found is None else found.text
