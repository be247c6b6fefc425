"""Writing the log of acts."""

from typing import Any

from organization.models import AuditEvent, Unit, User


def log_act(
    *, actor: User | None, unit: Unit | None, action: str, target: str, before: Any = None, after: Any = None
) -> AuditEvent:
    """Record who did what to what, with the values before and after (JSON-ready; dates and decimals allowed)."""
    return AuditEvent.objects.create(
        actor=actor, unit=unit, action=action, target=target[:120], before=before, after=after
    )
