"""What the night does for appeals: dates that had to wait for the working-day calendar."""

from assessment.appeals.deadlines import answer_due
from assessment.models import Appeal
from assessment.models.appeals import OPEN_STATES


def fix_due_dates() -> int:
    """Set the day of the answer where the calendar did not know it when the appeal was filed; how many were set."""
    done = 0
    waiting = Appeal.objects.filter(state__in=OPEN_STATES, answer_due__isnull=True)
    for appeal in waiting.select_related("period__version__scheme"):
        due = answer_due(appeal.period, appeal.filed_on, appeal.subject.kind)
        if due is not None:
            done += Appeal.objects.filter(pk=appeal.pk, answer_due__isnull=True).update(answer_due=due)
    return done
