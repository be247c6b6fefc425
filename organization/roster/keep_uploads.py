"""An upload of the roster: checked, compared, kept with its plan until it is confirmed or discarded."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.excel.error_sheet import error_workbook
from foundation.excel.reader import Table, read_table
from foundation.uploads import check_upload
from organization.models import RosterImport, Unit, User
from organization.policy import Action, require_whole_unit
from organization.roster.columns import roster_columns
from organization.roster.current_roster import CurrentRoster, current_roster_of
from organization.roster.plan import plan_of
from organization.write_audit import log_act


@transaction.atomic
def keep_upload(*, actor: User, unit: Unit, file: Any, effective_on: date, is_complete: bool) -> RosterImport:
    """Read an uploaded sheet and keep it with what it would change. UploadRefused when it cannot be read at all."""
    require_whole_unit(actor, unit, Action.EDIT_ROSTER)
    checked = check_upload(file, allowed={"xlsx"})
    table = read_table(file, roster_columns(unit))
    standing = current_roster_of(unit)
    plan = plan_of(table, standing, effective_on, is_complete=is_complete)
    faulty = table.has_errors
    file.seek(0)
    upload = RosterImport(
        unit=unit,
        uploaded_by=actor,
        effective_on=effective_on,
        is_complete=is_complete,
        file_name=checked.name,
        sha256=checked.sha256,
        roster_hash=standing.fingerprint,
        plan=[] if faulty else plan.changes,
        row_count=len(table.rows),
        unchanged_count=plan.unchanged,
        state=RosterImport.State.FAULTY if faulty else RosterImport.State.PENDING,
    )
    upload.file.save("roster.xlsx", file, save=False)
    upload.save()
    return upload


def reread(upload: RosterImport) -> Table:
    """The sheet of an upload as it stands against the roster now, with the errors of its rows."""
    with upload.file.open("rb") as file:
        table = read_table(file, roster_columns(upload.unit))
    plan_of(table, current_roster_of(upload.unit), upload.effective_on, is_complete=upload.is_complete)
    return table


def error_sheet(upload: RosterImport) -> bytes:
    """The uploaded rows with a column that says what is wrong in each."""
    return error_workbook(_("Roster"), reread(upload), roster_columns(upload.unit))


def refuse_unless_pending(upload: RosterImport, standing: CurrentRoster | None = None) -> None:
    """ValidationError when the upload is over, or the roster is no longer the one its plan rests on."""
    if upload.state != RosterImport.State.PENDING:
        raise ValidationError(_("This upload was applied or discarded already."))
    standing = standing or current_roster_of(upload.unit)
    if standing.fingerprint != upload.roster_hash:
        raise ValidationError(
            _("The roster was changed after this upload was compared with it. Upload the sheet again."),
            code="changed",
        )


@transaction.atomic
def discard(*, actor: User, upload: RosterImport) -> None:
    """Put an upload aside; nothing of it is applied."""
    require_whole_unit(actor, upload.unit, Action.EDIT_ROSTER)
    waiting = (RosterImport.State.PENDING, RosterImport.State.FAULTY)
    done = RosterImport.objects.filter(pk=upload.pk, state__in=waiting).update(
        state=RosterImport.State.DISCARDED, finished_at=timezone.now()
    )
    if done:
        log_act(actor=actor, unit=upload.unit, action="roster.discard", target=upload.file_name)
