"""What the verbs share: permission, history, values for the log."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from organization.models import User

REASON_IN_HISTORY = 100  # characters that the history keeps; the log of acts has the whole reason


def keep(instance: Any, *, actor: User | None, reason: str = "") -> None:
    """Check and save a row, with who and why in its history."""
    instance.full_clean()
    sign(instance, actor=actor, reason=reason)
    instance.save()


def sign(instance: Any, *, actor: User | None, reason: str = "") -> None:
    """Name the actor and the reason for the row's next line of history."""
    instance._history_user = actor
    instance._change_reason = reason[:REASON_IN_HISTORY] or None


def values_of(instance: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """Values for the log: related rows by their name."""
    return {name: _plain(getattr(instance, name)) for name in fields}


def need_reason(reason: str) -> str:
    """The reason without blanks around it; ValidationError when there is none."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the reason is kept in the history.")})
    return reason.strip()


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, models.Model) else value
