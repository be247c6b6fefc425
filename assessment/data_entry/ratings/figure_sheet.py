"""Figures of a period from Excel: one row for each person (and month), one column for each figure of the scheme."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.data_entry.ratings.upload_sheet import ImportKind, Parsed, preview_line
from assessment.models import Figure, Period
from assessment.periods.membership import members
from assessment.ratings.rated_items import FigureColumn, figure_columns, month_title, months_of
from assessment.ratings.set_figures import FigureRow, check_value, figure_departments, set_figures
from foundation.excel.columns import Column
from foundation.excel.reader import Row, Table
from foundation.excel.template import fill_in_workbook
from foundation.numbers import trimmed
from organization.models import StaffMember, User
from organization.policy import Access


def columns(period: Period) -> list[Column]:
    """The columns of the sheet: number and name, then the scheme's figures."""
    found = [
        Column("number", gettext_lazy("Staff number"), 12, required=True),
        Column("name", gettext_lazy("Name"), 12, help=gettext_lazy("Checked against the staff number.")),
    ]
    if months_of(period):
        says = gettext_lazy("For example 2026-03; empty for figures of the whole period.")
        found.append(Column("month", gettext_lazy("Month"), 10, help=says))
    for figure in _figures(period):
        places = 0 if figure.step == 1 else 1 if figure.step == Decimal("0.5") else 2
        found.append(
            Column(f"f:{figure.name}", heading(figure), kind="number", decimals=places, help=_help(figure))
        )
    return found


def _figures(period: Period) -> list[FigureColumn]:
    """The figures of the period and of its months, each name once."""
    kinds = ["", *months_of(period)[:1]]
    return list({each.name: each for kind in kinds for each in figure_columns(period, kind)}.values())


def heading(figure: FigureColumn) -> str:
    """A figure with its unit: 迟到（次）."""
    return f"{figure.title}（{figure.unit}）" if figure.unit else figure.title


def _help(figure: FigureColumn) -> str:
    if figure.step == 1:
        return _("Whole numbers only.")
    return _("Only in steps of %(step)s.") % {"step": trimmed(figure.step)} if figure.step else ""


def template(access: Access, period: Period, month: str = "") -> bytes:
    """The sheet to fill in: everyone of the asker's departments with the figures that stand (in a month)."""
    known: dict[int, dict[str, Decimal]] = {}
    for staff_id, name, value in Figure.objects.filter(period=period, month=month).values_list(
        "staff_id", "name", "value"
    ):
        known.setdefault(staff_id, {})[f"f:{name}"] = value
    rows = [
        {"number": place.staff.number, "name": place.staff.name, "month": month}
        | known.get(place.staff_id, {})
        for place in members(period, figure_departments(access))
    ]
    notes = [
        _("Figures of %(period)s.") % {"period": period.title},
        _(
            "An empty cell changes nothing. Where nothing was ever entered the scheme's own value counts, mostly 0."
        ),
    ]
    return fill_in_workbook(_("Figures"), columns(period), notes=notes, rows=rows)


def check(access: Access, period: Period, table: Table) -> Parsed:
    """Check every row against the roster and the definitions of the figures."""
    cols, figures = columns(period), _figures(period)
    parsed = Parsed(table, cols)
    has_months = bool(months_of(period))
    parsed.headings = [
        _("Staff member"),
        *([_("Month")] if has_months else []),
        *(heading(figure) for figure in figures),
    ]
    mine = {place.staff.number: place.staff for place in members(period, figure_departments(access))}
    known = {
        (staff_id, month, name): value
        for staff_id, month, name, value in Figure.objects.filter(period=period).values_list(
            "staff_id", "month", "name", "value"
        )
    }
    seen: set[tuple[int, str]] = set()
    for row in table.rows:
        month = _month(row, period)
        staff = _person(row, mine, seen, month)
        own = {each.name for each in figure_columns(period, month)} if "month" not in row.errors else set()
        for figure in figures:
            _value(row, figure, staff, known, parsed, month)
            if row.values[f"f:{figure.name}"] is not None and figure.name not in own and not row.errors:
                row.errors[f"f:{figure.name}"] = _("Not a figure of this month or period.")
        cells = [f"{row.values['name'] or ''} {row.values['number'] or ''}".strip()]
        if has_months:
            cells.append(month_title(month) if "month" not in row.errors else month)
        cells += [_shown(row.values[f"f:{figure.name}"]) for figure in figures]
        parsed.lines.append(preview_line(row, cells, cols))
    return parsed


def _month(row: Row, period: Period) -> str:
    """The month of the row as it is typed, or as Excel makes a date of it; empty for the whole period."""
    month = str(row.values.get("month") or "").strip()[:7]
    if month and month not in months_of(period):
        row.errors["month"] = _("%(month)s is no month of this period.") % {"month": month}
    return month


def _person(
    row: Row, people: dict[str, StaffMember], seen: set[tuple[int, str]], month: str
) -> StaffMember | None:
    if "number" in row.errors:
        return None
    person = people.get(str(row.values["number"]))
    if person is None:
        row.errors["number"] = _("Nobody of your departments has this number in the period.")
        return None
    given = "".join(str(row.values["name"] or "").split())
    if given and given != "".join(person.name.split()):
        row.errors["name"] = _("The number belongs to %(name)s.") % {"name": person.name}
        return None
    if (person.pk, month) in seen:
        row.errors["number"] = _("This person is in the sheet twice.")
    seen.add((person.pk, month))
    row.values["name"] = person.name
    return person


def _value(
    row: Row,
    figure: FigureColumn,
    staff: StaffMember | None,
    known: dict[tuple[int, str, str], Decimal],
    parsed: Parsed,
    month: str,
) -> None:
    key = f"f:{figure.name}"
    value = row.values[key]
    if not isinstance(value, Decimal) or key in row.errors:
        return
    try:
        check_value(figure, value)
    except ValidationError as error:
        row.errors[key] = " ".join(error.messages)
        return
    if staff is None or row.errors:
        return
    if known.get((staff.pk, month, figure.name)) == value:
        parsed.unchanged += 1
    else:
        parsed.rows.append(FigureRow(staff, figure.name, value, month))


def _shown(value: object) -> str:
    return trimmed(value) if isinstance(value, Decimal) else ""


def write(actor: User, period: Period, rows: list[FigureRow]) -> int:
    """Set the figures of a checked sheet; how many changed."""
    return set_figures(actor=actor, period=period, rows=rows)


FIGURES = ImportKind(title=lambda: _("Figures"), columns=columns, check=check, write=write)
