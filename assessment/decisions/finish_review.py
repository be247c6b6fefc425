"""Finishing the review: every matter is decided, the period can be published."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.decisions.pending import matters_to_decide
from assessment.models import Period
from assessment.periods.change_state import StepRefused, check_step, take_step
from assessment.policy import Action
from organization.models import User
from organization.policy import access_to


@transaction.atomic
def finish_review(*, actor: User, period: Period) -> Period:
    """Close the review of a period; by the assessment office or the leading group.

    Raises StepRefused from other states than ``closed`` and while matters are open.
    """
    access = access_to(actor, period.unit)
    if not (access.covers_unit(Action.RUN_PERIODS) or access.covers_unit(Action.DECIDE)):
        raise PermissionDenied
    period = Period.objects.select_for_update().select_related("unit").get(pk=period.pk)
    check_step(period, "review")
    assert period.current_close is not None  # a closed period has one
    left = matters_to_decide(period.current_close)
    if left:
        raise StepRefused(
            _("%(count)s matters are still to be decided by the leading group.") % {"count": len(left)},
            code="open_matters",
        )
    take_step(actor=actor, period=period, action="review")
    return period
