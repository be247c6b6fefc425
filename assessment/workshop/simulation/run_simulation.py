"""The try-out as long work: read, score, compare, keep the report. Run again after a kill it begins anew."""

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.facts.consistent_read import one_moment
from assessment.models import TryOut
from assessment.rules import Scheme, load_scheme
from assessment.workshop.simulation.comparison import Comparison
from assessment.workshop.simulation.report import Report, report_of
from assessment.workshop.simulation.start_simulation import KIND, may_read
from organization.jobs import JobFailed, Progress, job_kind
from organization.models import Job
from organization.policy import access_to


@job_kind(KIND, title=gettext_lazy("Try-out of a draft"))
def run_tryout(job: Job, progress: Progress) -> dict[str, Any]:
    """The job: nothing is written but the report of the try-out that it names, in one statement at the end."""
    rows = TryOut.objects.select_related("close__period__unit", "close__version__scheme")
    tryout = rows.get(pk=job.params["tryout"])
    unit = tryout.close.period.unit
    if job.started_by is None or not may_read(access_to(job.started_by, unit)):
        raise JobFailed(_("The right to try drafts out was withdrawn in the meantime."))
    report = compute(tryout, progress)
    TryOut.objects.filter(pk=tryout.pk).update(report=tryout.report | report)
    return {
        "text": _("%(period)s: %(people)s people, of them with another grade: %(count)s.")
        % {
            "period": tryout.close.period.title,
            "people": report["people"],
            "count": report["changes"]["grade"],
        },
        "url": job.params["back"],
        "label": _("Read the report"),
    }


def comparison_of(tryout: TryOut) -> Comparison:
    """The comparison of a try-out: the draft as its text was when it was started."""
    return Comparison(tryout.close, _tried(tryout.draft_hash, tryout.report["pack"]))


@lru_cache(maxsize=16)
def _tried(digest: str, text: str) -> Scheme:
    """The draft as a scheme; parsed once per process, since what was tried never changes."""
    return load_scheme(text, file=digest)


def compute(tryout: TryOut, progress: Progress) -> Report:
    """The report, computed from the facts of the close as they are stored."""
    comparison, people = comparison_of(tryout), tryout.close.people
    with one_moment() as reader:
        progress.step(_("Reading and scoring the facts"), people)
        comparison.score(reader, progress.done)
        progress.step(_("Comparing the results"), people)
        return report_of(comparison, reader, progress.done)
