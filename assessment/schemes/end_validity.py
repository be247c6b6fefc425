"""A unit ends the validity of one of its own versions; what was in force before it is so again from the day after."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assessment.models import SchemeVersion
from assessment.policy import Action
from foundation.dates import day as written
from organization.models import Unit, User
from organization.policy import require_whole_unit
from organization.write_audit import log_act


def may_be_ended(version: SchemeVersion, unit: Unit) -> bool:
    """Whether it is a version of the unit itself, in force: shared versions are not a unit's to end."""
    return version.unit_id == unit.pk and version.status == SchemeVersion.Status.PUBLISHED


def earliest_end(version: SchemeVersion) -> date:
    """The last day of the periods that were opened with the version, its own first day without any."""
    last = version.periods.aggregate(last=Max("ends_on"))["last"]
    return max(version.valid_from, last) if last else version.valid_from


@transaction.atomic
def end_validity(
    *, actor: User, version: SchemeVersion, unit: Unit, valid_to: date, reason: str
) -> SchemeVersion:
    """Let a version of the unit hold until a day and no longer.

    Raises PermissionDenied, or ValidationError without a reason, for a shared version, a day before the end of the
    periods opened with it, or one after the day on which it ends already.
    """
    require_whole_unit(actor, unit, Action.APPROVE_SCHEMES)
    version = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    if not may_be_ended(version, unit):
        raise ValidationError(
            _("Only a version of the unit itself that is in force can be ended."), code="shared"
        )
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the reason stays on record.")})
    earliest = earliest_end(version)
    if valid_to < earliest:
        raise ValidationError(
            {
                "valid_to": _("Periods opened with this version last until %(day)s.")
                % {"day": written(earliest)}
            }
        )
    if version.valid_to is not None and valid_to > version.valid_to:
        raise ValidationError(
            {"valid_to": _("The version ends on %(day)s already.") % {"day": written(version.valid_to)}}
        )
    before = version.valid_to
    version.valid_to = valid_to
    version.save(update_fields=["valid_to"])
    log_act(
        actor=actor,
        unit=unit,
        action="scheme.end",
        target=f"{version.scheme.code} v{version.number}",
        before={"valid_to": before},
        after={"valid_to": valid_to, "reason": reason.strip()},
    )
    return version
