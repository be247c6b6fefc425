"""签收: the person has read the result."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Acknowledgement, Result
from assessment.results.selectors import PUBLIC_STATES
from organization.models import User
from organization.write_audit import log_act


@transaction.atomic
def acknowledge(*, actor: User, result: Result) -> Acknowledgement:
    """Record that the person has read their published result; the same again changes nothing.

    Raises PermissionDenied for somebody else's result, ValidationError before its publication or once a later revision
    has superseded it.
    """
    if result.staff is None or result.staff.user_id != actor.pk:
        raise PermissionDenied
    period = result.close.period
    if period.current_close_id != result.close_id or period.state not in PUBLIC_STATES:
        raise ValidationError(_("Only a published result can be signed for."))
    signed, created = Acknowledgement.objects.get_or_create(result=result, defaults={"by": actor})
    if created:
        log_act(
            actor=actor, unit=period.unit, action="result.acknowledge", target=f"{period.key} {result.number}"
        )
    return signed
