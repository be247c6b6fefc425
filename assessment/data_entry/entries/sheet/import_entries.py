"""Recording a checked sheet as long work: all rows or none; the same file again changes nothing."""

from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from assessment.data_entry.entries.sheet.check import check_sheet
from assessment.ledger.new_entry import RowsRefused
from assessment.ledger.record_entries import record_many
from assessment.models import Entry
from foundation.uploads import UploadRefused
from organization.jobs import JobFailed, Progress, job_kind, start_job
from organization.models import Job, Unit, User
from organization.write_audit import log_act

KIND = "ledger.import"


def start_import(*, actor: User, unit: Unit, path: str, name: str, with_twins: bool) -> Job:
    """Start recording a sheet that was uploaded to ``path``."""
    params = {"path": path, "name": name, "with_twins": with_twins}
    return start_job(kind=KIND, unit=unit, actor=actor, params=params)


@job_kind(KIND)
def run_import(job: Job, progress: Progress) -> dict[str, Any]:
    """Check the sheet again and record it. Killed and started again it finds the rows that are there by their keys."""
    actor, unit, params = job.started_by, job.unit, job.params
    if actor is None or unit is None:
        raise JobFailed(_("The upload is no longer there. Upload the file again."))
    progress.step(_("Checking the rows"))
    try:
        with default_storage.open(params["path"]) as file:
            checked = check_sheet(actor=actor, unit=unit, file=file, name=params["name"])
    except FileNotFoundError as error:
        raise JobFailed(_("The upload is no longer there. Upload the file again.")) from error
    except UploadRefused as refusal:
        raise JobFailed(refusal.messages[0]) from refusal
    if checked.faulty:
        raise JobFailed(
            _("Nothing was recorded: %(count)s rows have errors. Look at the check of the file.")
            % {"count": len(checked.faulty)}
        )
    lines = checked.to_record(with_twins=params["with_twins"])
    progress.step(_("Recording"), total=len(lines))
    try:
        record_many(actor=actor, unit=unit, rows=lines, source=Entry.Source.IMPORT)
    except RowsRefused as refusal:
        raise JobFailed(_("Nothing was recorded: %(text)s") % {"text": refusal.messages[0]}) from refusal
    left_out = 0 if params["with_twins"] else len(checked.twins)
    outcome = {"recorded": len(lines), "known": len(checked.known), "left_out": left_out}
    log_act(actor=actor, unit=unit, action="entry.import", target=params["name"], after=outcome)
    return outcome
