"""Scheduled work of the assessment room; the schedule stands in the settings."""

from celery import shared_task

from assessment.appeals.set_due_dates import fix_due_dates
from assessment.office.periods.publish_period import finalise_due
from assessment.results.verify_nightly import verify_recent


@shared_task
def finalise_periods_task() -> int:
    """Every day after midnight: periods whose publication is over are filed; how many."""
    return len(finalise_due())


@shared_task
def verify_recent_periods_task() -> int:
    """Every night: the closes of the past year still give their figures; how many differences were put on record."""
    return verify_recent()


@shared_task
def fix_appeal_dates_task() -> int:
    """Every night: days of answers that had to wait for the working-day calendar; how many were set."""
    return fix_due_dates()
