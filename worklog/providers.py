"""The journals of a period, for the close."""

from collections.abc import Iterator
from decimal import Decimal

from assessment.facade import Journal, Period
from worklog.models import WeeklyJournal
from worklog.weeks import weeks_between


def journals_of(period: Period) -> Iterator[tuple[int, Journal]]:
    """Every week on record of the period's people; one statement."""
    weeks = list(weeks_between(period.starts_on, period.ends_on))
    rows = WeeklyJournal.objects.filter(unit=period.unit_id, week__in=weeks).order_by("staff_id", "week")
    for pk, staff_id, week, state, scores in rows.values_list(
        "pk", "staff_id", "week", "state", "scores"
    ).iterator(chunk_size=2000):
        given = {
            name: {level: Decimal(score) for level, score in levels.items()}
            for name, levels in scores.items()
        }
        yield staff_id, Journal(pk, week, state, given if state == WeeklyJournal.State.COUNTED else {})
