"""The long work of an appeal, as jobs with progress: computing the differences, and upholding as they were shown."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.appeals.correct_facts import Corrections
from assessment.appeals.preview import preview
from assessment.appeals.uphold_appeal import ready, uphold_as_shown
from assessment.models import Appeal
from assessment.periods.membership import people_in
from organization.jobs import JobFailed, Progress, job_kind, start_job
from organization.models import Job, User

PREVIEW, UPHOLD = "appeal.preview", "appeal.uphold"


def start_preview(*, actor: User, appeal: Appeal, corrections: Corrections, answer: str) -> Job:
    """Put the computation of the differences to work; the answer is kept with it. Raises what upholding raises."""
    answer = ready(actor=actor, appeal=appeal, corrections=corrections, answer=answer)
    params = {"appeal": appeal.pk, "corrections": corrections.as_json(), "answer": answer}
    return start_job(kind=PREVIEW, unit=appeal.unit, actor=actor, params=params)


def start_uphold(*, actor: User, appeal: Appeal, corrections: Corrections, answer: str, shown: str) -> Job:
    """Put the upholding to work, as the differences with the fingerprint ``shown`` were confirmed."""
    answer = ready(actor=actor, appeal=appeal, corrections=corrections, answer=answer)
    params = {"appeal": appeal.pk, "corrections": corrections.as_json(), "answer": answer, "shown": shown}
    return start_job(kind=UPHOLD, unit=appeal.unit, actor=actor, params=params)


@job_kind(PREVIEW, title=gettext_lazy("Differences of an appeal"))
def run_preview(job: Job, progress: Progress) -> dict[str, Any]:
    """The job: everyone whom the corrections would touch; nothing but this list is kept."""
    appeal = _appeal(job)
    progress.step(_("Reading and scoring the facts"), total=people_in(appeal.period))
    try:
        return {"preview": preview(appeal, _corrections(job), progress.done)}
    except ValidationError as refused:
        raise JobFailed(" ".join(refused.messages)) from refused


@job_kind(UPHOLD, title=gettext_lazy("Upholding an appeal"))
def run_uphold(job: Job, progress: Progress) -> dict[str, Any]:
    """The job: check that the differences are those confirmed, then write everything at once."""
    appeal = _appeal(job)
    if job.started_by is None:
        raise JobFailed(_("Nobody is named who answers the appeal."))
    progress.step(_("Reading and scoring the facts"), total=people_in(appeal.period))
    try:
        changed = uphold_as_shown(
            actor=job.started_by,
            appeal=appeal,
            corrections=_corrections(job),
            answer=job.params["answer"],
            shown=job.params["shown"],
            tick=progress.done,
            origin=str(job.pk),
        )
    except PermissionDenied as refused:
        raise JobFailed(_("The right to answer appeals was withdrawn in the meantime.")) from refused
    except ValidationError as refused:
        raise JobFailed(" ".join(refused.messages)) from refused
    return {"upheld": True} if changed is None else {"preview": changed, "changed": True}


def _appeal(job: Job) -> Appeal:
    rows = Appeal.objects.select_related(
        "unit",
        "staff",
        "department",
        "entry",
        "result__close",
        "period__unit",
        "period__version__scheme",
        "handler",
    )
    return rows.get(pk=job.params["appeal"])


def _corrections(job: Job) -> Corrections:
    return Corrections.from_json(job.params["corrections"])
