"""The close as long work: claim, read, score, write. Safe to kill at any moment and to start again."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.closing.computation import Computed, Unfit, compute
from assessment.closing.hold_lease import ClaimLost, Heart, claim, claims_of, give_up
from assessment.closing.problems import in_words
from assessment.closing.write_results import write
from assessment.facts.consistent_read import one_moment
from assessment.facts.subjects import Gathering
from assessment.models import Close, Period
from assessment.periods.membership import people_in
from organization.jobs import JobFailed, Progress, job_kind
from organization.models import Job

KIND = "close"


@job_kind(KIND)
def run_close(job: Job, progress: Progress) -> dict[str, Any]:
    """Close the period that the job names; the outcome names the close, its revision and the number of people.

    Raises JobFailed: with what is missing by name (as data in the job's outcome), with who is closing, or with why not.
    """
    claims = claims_of(job)
    try:
        close = claim(period_id=job.params["period"], actor=job.started_by, claims=claims)
    except ValidationError as refused:
        # An earlier attempt of this very job may have come to its end without being able to say so.
        done = Close.objects.filter(pk__in=claims, state=Close.State.DONE).first()
        if done is not None:
            return outcome_of(done)
        raise JobFailed(" ".join(refused.messages)) from refused
    try:
        return outcome_of(_close(close, progress))
    except Unfit as unfit:
        Job.objects.filter(pk=job.pk).update(
            outcome={"problems": [each.as_dict() for each in unfit.problems]}
        )
        give_up(close, in_words(unfit.problems))
        raise JobFailed(in_words(unfit.problems)) from unfit
    except ClaimLost as lost:
        give_up(close, _("The period was taken over or changed meanwhile."))
        raise JobFailed(_("The period was taken over or changed meanwhile; nothing was written.")) from lost
    except BaseException as error:
        give_up(close, type(error).__name__)
        raise


def _close(close: Close, progress: Progress) -> Close:
    period = close.period
    progress.step(_("Reading and scoring the facts"), total=people_in(period))
    computed = _computed(close, period, progress)
    progress.step(_("Writing the results of %(count)s people") % {"count": computed.people})
    return write(close, computed)


def _computed(close: Close, period: Period, progress: Progress) -> Computed:
    heart = Heart(close)

    def tick(count: int) -> None:
        heart.beat()
        progress.done(count)

    with one_moment() as reader:
        close.cutoff = timezone.now()
        return compute(period, Gathering(period, reader), tick)


def outcome_of(close: Close) -> dict[str, Any]:
    """What a finished close leaves with its job."""
    return {
        "close": str(close.pk),
        "period": close.period_id,
        "revision": close.revision,
        "people": close.people,
    }
