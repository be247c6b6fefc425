"""Figures of a period from Excel: one row for each person or department (and month), one column for each figure.

People and departments have sheets of their own: a number of the one may be a code of the other.
"""

from decimal import Decimal
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.data_entry.ratings.upload_sheet import ImportKind, Parsed, preview_line
from assessment.models import Figure, Period
from assessment.periods.membership import members
from assessment.ratings.rated_items import FigureColumn, figure_columns, month_title, months_of, period_title
from assessment.ratings.set_figures import (
    FigureRow,
    check_value,
    figure_departments,
    own_departments,
    set_figures,
)
from foundation.excel.columns import Column
from foundation.excel.reader import Row, Table
from foundation.excel.template import fill_in_workbook
from foundation.templatetags.figures import trimmed
from organization.models import User
from organization.policy import Access
from organization.subjects import KINDS, Someone, SubjectKind, of_kind


def columns(period: Period, kind: SubjectKind) -> list[Column]:
    """The columns of the sheet: number (or code) and name, then the scheme's figures."""
    if kind == "department":
        titles, says = gettext_lazy("Department code"), gettext_lazy("Checked against the code.")
    else:
        titles, says = gettext_lazy("Staff number"), gettext_lazy("Checked against the staff number.")
    found = [
        Column("number", titles, 12, required=True),
        Column("name", gettext_lazy("Name"), 12, help=says),
    ]
    if months_of(period, kind):
        says = gettext_lazy("For example 2026-03; empty for figures of the whole period.")
        found.append(Column("month", gettext_lazy("Month"), 10, help=says))
    for figure in _figures(period, kind):
        places = 0 if figure.step == 1 else 1 if figure.step == Decimal("0.5") else 2
        found.append(
            Column(f"f:{figure.name}", heading(figure), kind="number", decimals=places, help=_help(figure))
        )
    return found


def _figures(period: Period, kind: SubjectKind) -> list[FigureColumn]:
    """The figures of the period and of its months, each name once."""
    spans = ["", *months_of(period, kind)[:1]]
    return list({each.name: each for span in spans for each in figure_columns(period, span, kind)}.values())


def heading(figure: FigureColumn) -> str:
    """A figure with its unit: 迟到（次）."""
    return f"{figure.title}（{figure.unit}）" if figure.unit else figure.title


def _help(figure: FigureColumn) -> str:
    if figure.step == 1:
        return _("Whole numbers only.")
    return _("Only in steps of %(step)s.") % {"step": trimmed(figure.step)} if figure.step else ""


def template(access: Access, period: Period, kind: SubjectKind, month: str = "") -> bytes:
    """The sheet to fill in: everyone of the asker's departments with the figures that stand (in a month)."""
    known: dict[int, dict[str, Decimal]] = {}
    there = Figure.objects.filter(of_kind(kind), period=period, month=month)
    for subject_id, name, value in there.values_list(f"{kind}_id", "name", "value"):
        known.setdefault(subject_id, {})[f"f:{name}"] = value
    rows = [
        {"number": number, "name": one.name, "month": month} | known.get(one.pk, {})
        for number, one in own_subjects(access, period, kind).items()
    ]
    notes = [
        _("Figures of %(period)s.") % {"period": period_title(period)},
        _(
            "An empty cell changes nothing. Where nothing was ever entered the scheme's own value counts, mostly 0."
        ),
    ]
    return fill_in_workbook(str(_title(kind)), columns(period, kind), notes=notes, rows=rows)


def own_subjects(access: Access, period: Period, kind: SubjectKind) -> dict[str, Someone]:
    """The people or departments of the period whose figures the asker keeps, by number or code."""
    scope = figure_departments(access)
    if kind == "department":
        return {place.code: place for place in own_departments(period, scope)}
    return {place.staff.number: place.staff for place in members(period, scope)}


def check(kind: SubjectKind, access: Access, period: Period, table: Table) -> Parsed:
    """Check every row against the roster and the definitions of the figures."""
    cols, figures = columns(period, kind), _figures(period, kind)
    parsed = Parsed(table, cols)
    has_months = bool(months_of(period, kind))
    parsed.headings = [
        _("Department") if kind == "department" else _("Staff member"),
        *([_("Month")] if has_months else []),
        *(heading(figure) for figure in figures),
    ]
    mine = own_subjects(access, period, kind)
    there = Figure.objects.filter(of_kind(kind), period=period)
    known = {
        (subject_id, month, name): value
        for subject_id, month, name, value in there.values_list(f"{kind}_id", "month", "name", "value")
    }
    seen: set[tuple[int, str]] = set()
    for row in table.rows:
        month = _month(row, period, kind)
        one = _person(row, mine, seen, month, kind)
        own = (
            {each.name for each in figure_columns(period, month, kind)}
            if "month" not in row.errors
            else set()
        )
        for figure in figures:
            _value(row, figure, one, known, parsed, month)
            if row.values[f"f:{figure.name}"] is not None and figure.name not in own and not row.errors:
                row.errors[f"f:{figure.name}"] = _("Not a figure of this month or period.")
        cells = [f"{row.values['name'] or ''} {row.values['number'] or ''}".strip()]
        if has_months:
            cells.append(month_title(month) if "month" not in row.errors else month)
        cells += [_shown(row.values[f"f:{figure.name}"]) for figure in figures]
        parsed.lines.append(preview_line(row, cells, cols))
    return parsed


def _month(row: Row, period: Period, kind: SubjectKind) -> str:
    """The month of the row as it is typed, or as Excel makes a date of it; empty for the whole period."""
    month = str(row.values.get("month") or "").strip()[:7]
    if month and month not in months_of(period, kind):
        row.errors["month"] = _("%(month)s is no month of this period.") % {"month": month}
    return month


def _person(
    row: Row, people: dict[str, Someone], seen: set[tuple[int, str]], month: str, kind: SubjectKind
) -> Someone | None:
    if "number" in row.errors:
        return None
    is_department = kind == "department"
    person = people.get(str(row.values["number"]))
    if person is None:
        row.errors["number"] = (
            _("None of your departments has this code in the period.")
            if is_department
            else _("Nobody of your departments has this number in the period.")
        )
        return None
    given = "".join(str(row.values["name"] or "").split())
    if given and given != "".join(person.name.split()):
        row.errors["name"] = _("The number belongs to %(name)s.") % {"name": person.name}
        return None
    if (person.pk, month) in seen:
        row.errors["number"] = (
            _("This department is in the sheet twice.")
            if is_department
            else _("This person is in the sheet twice.")
        )
    seen.add((person.pk, month))
    row.values["name"] = person.name
    return person


def _value(
    row: Row,
    figure: FigureColumn,
    one: Someone | None,
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
    if one is None or row.errors:
        return
    if known.get((one.pk, month, figure.name)) == value:
        parsed.unchanged += 1
    else:
        parsed.rows.append(FigureRow(one, figure.name, value, month))


def _shown(value: object) -> str:
    return trimmed(value) if isinstance(value, Decimal) else ""


def write(actor: User, period: Period, rows: list[FigureRow]) -> int:
    """Set the figures of a checked sheet; how many changed."""
    return set_figures(actor=actor, period=period, rows=rows)


def _title(kind: SubjectKind) -> str:
    return _("Figures of departments") if kind == "department" else _("Figures")


def figures_of(kind: SubjectKind) -> ImportKind:
    """The import of the figures of people, or of departments."""
    return ImportKind(
        title=partial(_title, kind),
        columns=partial(columns, kind=kind),
        check=partial(check, kind),
        write=write,
        about="" if kind == "staff" else kind,
    )


FIGURES: dict[SubjectKind, ImportKind] = {kind: figures_of(kind) for kind in KINDS}
