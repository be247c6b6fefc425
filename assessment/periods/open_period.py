"""Opening a period: it takes the scheme version in force on its first day and keeps it."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessment.models import Period, PeriodStep, Scheme, UnitScheme
from assessment.rules import PeriodKey
from assessment.schemes.install_schemes import version_in_force
from organization.models import Unit, User
from organization.policy import in_force
from organization.write_audit import log_act


@transaction.atomic
def open_period(*, actor: User | None, unit: Unit, scheme: Scheme, key: str) -> Period:
    """Open a period (``2026-04``, ``2026-Q1``, ``2026``) of a scheme that the unit uses on its last day.

    Raises ValidationError when the key is not a period, the unit does not use the scheme then, the scheme has no such
    cadence or no version is in force, or the period is open already.
    """
    try:
        span = PeriodKey.parse(key)
    except ValueError as error:
        raise ValidationError(_("%(key)s is not a period.") % {"key": key}) from error
    # A new version of the scheme and the opening of a period queue here: the period takes the one or the other.
    scheme = Scheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
    use = (
        UnitScheme.objects.filter(in_force(span.last_day), unit=unit, scheme=scheme)
        .order_by("valid_from")
        .last()
    )
    if use is None:
        raise ValidationError(_("The unit does not use this scheme in %(key)s.") % {"key": key})
    version = version_in_force(scheme, span.first_day, unit)
    if span.cadence not in version.rules.parts:
        raise ValidationError(_("The scheme has no such period: %(key)s.") % {"key": key})
    period = Period(
        unit=unit,
        scheme=scheme,
        version=version,
        cadence=span.cadence,
        key=span.key,
        starts_on=span.first_day,
        ends_on=span.last_day,
        settings=use.settings,
        opened_by=actor,
    )
    period.full_clean()
    try:
        with transaction.atomic():
            period.save()
    except IntegrityError as error:
        raise ValidationError(_("%(period)s has just been opened.") % {"period": period.title}) from error
    PeriodStep.objects.create(period=period, action="open", from_state="", to_state=period.state, by=actor)
    log_act(actor=actor, unit=unit, action="period.open", target=period.key, after={"scheme": scheme.code})
    return period
