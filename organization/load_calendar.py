"""Loading the working days of a year: a sheet of holidays and make-up days, checked; weekends are known."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO, StringIO
from itertools import islice
from typing import IO, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from foundation.excel.columns import Column
from foundation.excel.error_sheet import error_workbook
from foundation.excel.reader import Table, read_table
from foundation.excel.template import fill_in_workbook
from foundation.uploads import UploadRefused, detect
from organization.models import CalendarDay, Job, Unit, User
from organization.policy import Action, require
from organization.write_audit import log_act

COLUMNS = (
    Column("day", gettext_lazy("Date"), width=14, kind="date", required=True),
    Column(
        "working",
        gettext_lazy("Worked"),
        width=10,
        kind="choice",
        required=True,
        choices={"no": gettext_lazy("off"), "yes": gettext_lazy("worked")},
        help=gettext_lazy("“off” for a holiday, “worked” for a make-up day on a weekend"),
    ),
    Column("name", gettext_lazy("Name of the holiday"), width=24),
)
MAX_ROWS = 400
MAX_CSV = 1024 * 1024  # bytes; a year is some ten thousand
ALWAYS_OFF = (
    (1, 1),
    (5, 1),
    (10, 1),
)  # New Year, Labour Day, National Day: a sheet without them is incomplete


class Special(NamedTuple):
    """A day that differs from the plain week, or carries a name."""

    is_working: bool
    name: str


@dataclass
class YearSheet:
    """An uploaded sheet: its year, its special days, the table with the errors of its rows."""

    table: Table
    year: int | None = None
    special: dict[date, Special] = field(default_factory=dict)


def template_workbook(year: int) -> bytes:
    """The sheet to fill in for a year, with two rows to show the way."""
    rows = [
        {"day": date(year, 1, 1), "working": _("off"), "name": _("New Year's Day")},
        {"day": date(year, 10, 1), "working": _("off"), "name": _("National Day")},
    ]
    notes = [
        _("Enter every day off (holidays, weekend days among them too if you like) and every make-up day."),
        _("All other days follow the week: Monday to Friday worked, Saturday and Sunday off."),
    ]
    return fill_in_workbook(_("Working-day calendar"), COLUMNS, notes=notes, rows=rows)


def read_sheet(file: IO[bytes] | Any, name: str) -> YearSheet:
    """Read and check an .xlsx or .csv sheet. UploadRefused when unreadable; wrong rows carry their errors."""
    source = _csv_as_workbook(file) if name.lower().endswith(".csv") else file
    sheet = YearSheet(read_table(source, COLUMNS, max_rows=MAX_ROWS))
    years = [day.year for row in sheet.table.rows if isinstance(day := row.values.get("day"), date)]
    sheet.year = max(set(years), key=years.count) if years else None
    for row in sheet.table.rows:
        day = row.values.get("day")
        if row.errors or not isinstance(day, date):
            continue
        if day.year != sheet.year:
            row.errors["day"] = _("Another year than the other rows: one sheet holds one year.")
        elif day in sheet.special:
            row.errors["day"] = _("This day occurs twice.")
        else:
            sheet.special[day] = Special(row.values["working"] == "yes", str(row.values.get("name") or ""))
    if sheet.year is not None and not sheet.table.has_errors:
        _refuse_incomplete(sheet.year, sheet.special)
    return sheet


@transaction.atomic
def load_year(
    *,
    actor: User | None,
    unit: Unit | None,
    year: int,
    special: Mapping[date, Special],
    replace: bool = False,
) -> int:
    """Put the working days of a year on record; how many days were new or changed. The same sheet again: 0.

    A year that is loaded already is changed only with ``replace``; every change of a day is kept in its history.
    """
    if actor is not None and unit is not None:
        require(actor, unit, Action.EDIT_CALENDAR)
    known = {day.day: day for day in CalendarDay.objects.select_for_update().filter(day__year=year)}
    new, changed, before = [], [], []
    for day, wanted in whole_year(year, special).items():
        held = known.get(day)
        if held is None:
            new.append(CalendarDay(day=day, is_working=wanted.is_working, name=wanted.name))
        elif (held.is_working, held.name) != wanted:
            before.append([day.isoformat(), held.is_working, held.name])
            held.is_working, held.name = wanted
            changed.append(held)
    if changed and not replace:
        raise ValidationError(
            {
                "replace": _(
                    "%(year)s is loaded already, and %(count)s of its days would change. Tick the box to change them."
                )
                % {"year": year, "count": len(changed)}
            }
        )
    if new:
        bulk_create_with_history(new, CalendarDay, default_user=actor)
    if changed:
        bulk_update_with_history(changed, CalendarDay, ["is_working", "name"], default_user=actor)
    if new or changed:
        after = [[day.day.isoformat(), day.is_working, day.name] for day in changed] or {"days": len(new)}
        log_act(
            actor=actor,
            unit=unit,
            action="calendar.load",
            target=str(year),
            before=before or None,
            after=after,
        )
    return len(new) + len(changed)


def whole_year(year: int, special: Mapping[date, Special]) -> dict[date, Special]:
    """Every day of the year: the special ones as given, the others by the week."""
    days, day = {}, date(year, 1, 1)
    while day.year == year:
        days[day] = special.get(day) or Special(day.weekday() < 5, "")
        day += timedelta(days=1)
    return days


def _refuse_incomplete(year: int, special: Mapping[date, Special]) -> None:
    lacking = [
        date(year, month, day).isoformat()
        for month, day in ALWAYS_OFF
        if date(year, month, day) not in special or special[date(year, month, day)].is_working
    ]
    if lacking:
        raise UploadRefused(
            _("The sheet is incomplete: these days are always off, but the sheet does not say so: %(days)s.")
            % {"days": "、".join(lacking)},
            code="incomplete",
        )


def _csv_as_workbook(file: IO[bytes] | Any) -> BytesIO:
    """A CSV file as a workbook, so that both are read by the same rules."""
    file.seek(0)
    data = file.read(MAX_CSV + 1)
    if len(data) > MAX_CSV or detect(file) != "txt":
        raise UploadRefused(_("This is not a CSV file."), code="kind")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    workbook = Workbook()
    worksheet: Any = workbook.active
    try:
        for row in islice(csv.reader(StringIO(text)), MAX_ROWS + 1):
            worksheet.append(row)
    except csv.Error as error:
        raise UploadRefused(_("This is not a CSV file."), code="kind") from error
    buffer = BytesIO()
    workbook.save(buffer)
    buffer.seek(0)
    return buffer


def keep_error_sheet(*, actor: User, unit: Unit, sheet: YearSheet) -> Job:
    """Keep the rows with their errors as the file of a finished job, which only the uploader may download."""
    job = Job(kind="organization.calendar_errors", unit=unit, started_by=actor)
    job.state, job.finished_at = Job.State.DONE, timezone.now()
    job.file_name = _("Working days with errors") + ".xlsx"
    content = error_workbook(_("Working-day calendar"), sheet.table, COLUMNS)
    job.file.save("errors.xlsx", ContentFile(content), save=False)
    job.save()
    return job
