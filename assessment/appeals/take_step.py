"""The one way in which an appeal moves: a conditional update, a step on record, a line in the log."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Appeal, AppealStep
from organization.models import User
from organization.write_audit import log_act

LONGEST = 4000  # characters of grounds and answers


def need_text(field: str, text: str, missing: str) -> str:
    """The text without blanks around it; ValidationError at its field when it is empty or too long."""
    text = text.strip()
    if not text:
        raise ValidationError({field: missing})
    if len(text) > LONGEST:
        raise ValidationError({field: _("At most %(count)s characters.") % {"count": LONGEST}})
    return text


def note_step(
    appeal: Appeal, action: str, actor: User, *, text: str = "", data: dict[str, Any] | None = None
) -> AppealStep:
    """Put a step on record; it is never changed."""
    return AppealStep.objects.create(appeal=appeal, action=action, by=actor, text=text, data=data or {})


@transaction.atomic
def take(
    *,
    actor: User,
    appeal: Appeal,
    sources: Iterable[str],
    target: str,
    action: str,
    act: str,
    text: str = "",
    data: dict[str, Any] | None = None,
    expected: dict[str, Any] | None = None,
    **values: Any,
) -> Appeal:
    """Move an appeal from one of ``sources`` to ``target``, if it still is as ``expected``; the object is refreshed.

    Of two at once one succeeds, the other gets a ValidationError that says how the appeal stands now.
    """
    rows = Appeal.objects.filter(pk=appeal.pk, state__in=list(sources), **(expected or {}))
    if not rows.update(state=target, **values):
        raise ValidationError(how_it_stands(appeal), code="moved")
    appeal.refresh_from_db()
    note_step(appeal, action, actor, text=text, data=data)
    log_act(
        actor=actor,
        unit=appeal.unit,
        action=act,
        target=f"{appeal.pk} {appeal.period.key}",
        after={"state": target, "text": text, **(data or {})},
    )
    return appeal


def how_it_stands(appeal: Appeal) -> str:
    """Why a step is not possible: what became of the appeal meanwhile."""
    now = Appeal.objects.select_related("handler").get(pk=appeal.pk)
    if now.state == Appeal.State.ACCEPTED and now.handler is not None:
        return _("The appeal is being handled by %(name)s.") % {"name": now.handler}
    return _("This step is no longer possible: the appeal stands as “%(state)s”.") % {
        "state": now.get_state_display()
    }
