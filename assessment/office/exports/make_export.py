"""Making an export: asked for on a page, done as a job, on record with who, what and when."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.models import Close, Period
from assessment.office.exports.base import ExportSubject
from assessment.office.exports.sheets import KINDS, make_book
from assessment.policy import Action
from organization.jobs import JobFailed, Progress, job_kind, start_job
from organization.models import Job, User
from organization.policy import access_to
from organization.write_audit import log_act

JOB = "assessment.export"


def may_export(actor: User, period: Period) -> bool:
    """Whether the login exports this unit's sheets: for the whole unit or not at all."""
    return access_to(actor, period.unit).departments(Action.EXPORT) is None


def start_export(*, actor: User, period: Period, kind: str) -> Job:
    """Start an export of a period's current close.

    Raises PermissionDenied without the right to export, ValidationError when the period was never closed or the
    export does not suit it. The act is logged.
    """
    if not may_export(actor, period):
        raise PermissionDenied
    close = period.current_close
    if close is None:
        raise ValidationError(_("The period has not been closed yet; there is nothing to export."))
    part = close.version.rules.part(period.cadence)  # type: ignore[arg-type]
    if kind not in KINDS or not KINDS[kind].suits(part, period.cadence):
        raise ValidationError(_("This sheet cannot be made for the period."))
    log_act(
        actor=actor,
        unit=period.unit,
        action="export.file",
        target=f"{kind} {period.key}",
        after={"close": str(close.pk), "revision": close.revision},
    )
    params = {
        "kind": kind,
        "close": str(close.pk),
        "back": reverse("exports", args=[period.unit.code]),
    }
    return start_job(kind=JOB, unit=period.unit, actor=actor, params=params)


@job_kind(JOB, title=gettext_lazy("Export"))
def run_export(job: Job, progress: Progress) -> dict[str, Any]:
    """The job: write the workbook and keep it with the job."""
    close = Close.objects.select_related("period__unit", "version__scheme", "started_by").get(
        pk=job.params["close"]
    )
    if job.started_by is None or not may_export(job.started_by, close.period):
        raise JobFailed(_("The right to export was withdrawn in the meantime."))
    kind = KINDS[job.params["kind"]]
    progress.step(str(kind.title), close.people)
    content = make_book(kind, ExportSubject.of(close, job.started_by), progress.done)
    name = f"{close.period.unit.name}_{close.period.key}_{kind.title}_{timezone.localdate():%Y%m%d}.xlsx"
    job.file.save("export.xlsx", ContentFile(content), save=False)
    Job.objects.filter(pk=job.pk).update(file=job.file.name, file_name=name)
    return {"people": close.people, "bytes": len(content), "text": _said(close)}


def _said(close: Close) -> str:
    return _("%(period)s, revision %(revision)s: %(people)s people.") % {
        "period": close.period.title,
        "revision": close.revision,
        "people": close.people,
    }
