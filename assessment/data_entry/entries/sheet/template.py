"""The sheet to fill in for a period, with the list of its clauses."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font, PatternFill

from assessment.data_entry.entries.sheet.check import entry_parts
from assessment.data_entry.entries.sheet.columns import COUNT, POINTS, columns_of
from assessment.ledger.clauses import clauses_of
from assessment.models import Period
from foundation.excel.template import fill_in_workbook
from foundation.excel.writer import neutral, set_a4_landscape, sheet_name


def template_of(period: Period, language: str) -> bytes:
    """The workbook: entries to fill in, how to fill them in, the clauses with their points."""
    parts = entry_parts(period)
    kinds = ["department" if part.of_departments else "staff" for part in parts]
    lines = [line for kind in kinds for line in clauses_of(period, language, kind).values()]
    unused = set()
    if not any(line.takes_points for line in lines):
        unused.add(POINTS.key)
    if not any(line.takes_count for line in lines):
        unused.add(COUNT.key)
    content = fill_in_workbook(
        _("Entries"),
        [column for column in columns_of(parts) if column.key not in unused],
        notes=[
            _("%(unit)s, %(period)s: %(scheme)s")
            % {"unit": period.unit.name, "period": period.title, "scheme": period.scheme},
            _("One row for each matter and person (or department). All rows are recorded, or none.")
            if "department" in kinds
            else _("One row for each matter and person. All rows are recorded, or none."),
            _("Dates from %(first)s to %(last)s.") % {"first": period.starts_on, "last": period.ends_on},
        ],
    )
    workbook = load_workbook(BytesIO(content))
    sheet = workbook.create_sheet(sheet_name(_("Clauses")), 1)
    sheet.append([_("Clause"), _("Matter"), _("Points"), _("Item")])
    for line in lines:
        sheet.append([line.id, neutral(line.title), neutral(line.points).lstrip("'"), neutral(line.item)])
    for cell in sheet[1]:
        cell.font = Font(name="黑体", size=10, bold=True)
        cell.fill = PatternFill("solid", start_color="E6EBF2")
    for row in sheet.iter_rows():
        for cell in row:
            cell.number_format, cell.data_type = "@", "s"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    for letter, width in zip("ABCD", (12, 60, 24, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    set_a4_landscape(sheet)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
