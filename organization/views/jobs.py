"""The page of a job: progress while it runs, its file when it is done. Seen by who started it."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from organization.decorators import UnitRequest, unit_page
from organization.jobs import is_stalled, pick_up
from organization.jobs.registry import title_of_kind
from organization.models import Job
from organization.policy import Action


def own_job(request: UnitRequest, job_id: UUID) -> Job:
    """A job that the asker started in this unit, or 404."""
    return get_object_or_404(Job, pk=job_id, unit=request.unit, started_by=request.user)


@unit_page(Action.BELONG)
def job_page(request: UnitRequest, job_id: UUID) -> HttpResponse:
    """Progress; polled through htmx until the job is over. A job whose process died is taken up again."""
    job = own_job(request, job_id)
    pick_up(job)
    template = "organization/job_progress.html" if request.htmx else "organization/job.html"
    context = {
        "job": job,
        "stalled": is_stalled(job),
        "title": title_of_kind(job.kind),
        "back": job.params.get("back", ""),
    }
    return render(request, template, context)


@unit_page(Action.BELONG)
def job_file(request: UnitRequest, job_id: UUID) -> HttpResponseBase:
    """The file that a job made."""
    job = own_job(request, job_id)
    if not job.file:
        raise Http404
    return FileResponse(job.file.open("rb"), as_attachment=True, filename=job.file_name)
