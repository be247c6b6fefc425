"""The nightly look at what was closed: do the stored figures still follow from the stored facts?"""

import logging
from datetime import date, timedelta

from django.utils import timezone

from assessment.models import Period
from assessment.results.verification import Deviation, verify_period
from organization.write_audit import log_act

logger = logging.getLogger(__name__)
RECENT = timedelta(days=400)
ON_RECORD = 50  # differences that an audit event holds; the log has them all


def verify_recent(today: date | None = None) -> int:
    """Verify every period with results that ended within the past 400 days; how many differences there are.

    Differences are logged as errors and put on record as an audit event of the unit.
    """
    since = (today or timezone.localdate()) - RECENT
    periods = Period.objects.filter(current_close__isnull=False, ends_on__gte=since).select_related(
        "unit", "scheme"
    )
    total = 0
    for period in periods.order_by("pk"):
        found = verify_period(period)
        if found:
            _report(period, found)
        total += len(found)
    return total


def _report(period: Period, found: list[Deviation]) -> None:
    for difference in found:
        logger.error("%s (%s): %s", period, period.scheme.code, difference)
    log_act(
        actor=None,
        unit=period.unit,
        action="period.verification_failed",
        target=f"{period.scheme.code} {period.key}",
        after={"count": len(found), "differences": [str(each) for each in found[:ON_RECORD]]},
    )
