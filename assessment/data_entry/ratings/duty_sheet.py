"""Duties from Excel: one row for each person, duty and rater."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.data_entry.ratings.upload_sheet import ImportKind, Parsed, preview_line
from assessment.models import Period, RatingTask
from assessment.periods.membership import members
from assessment.policy import Action
from assessment.ratings.assign_duties import DutyRow, assign_duties
from assessment.ratings.rated_items import duty_items, period_title
from foundation.excel.columns import Column
from foundation.excel.reader import Row, Table
from foundation.excel.template import fill_in_workbook
from organization.models import StaffMember, User
from organization.policy import Access
from organization.subjects import of_kind


def columns(period: Period) -> list[Column]:
    """The columns of the sheet."""
    choices = {item.id: item.title for item in duty_items(period).values()}
    return [
        Column("number", gettext_lazy("Staff number"), 12, required=True),
        Column("name", gettext_lazy("Name"), 12, help=gettext_lazy("Checked against the staff number.")),
        Column("item", gettext_lazy("Duty"), 18, kind="choice", choices=choices),
        Column("title", gettext_lazy("Name of the duty"), 28, help=gettext_lazy("For example the project.")),
        Column("rater", gettext_lazy("Staff number of the rater"), 16),
        Column("rater_name", gettext_lazy("Name of the rater"), 12),
    ]


def template(access: Access, period: Period) -> bytes:
    """The sheet to fill in: the duties that stand, and a line for everyone who has none."""
    people = list(members(period, access.departments(Action.ASSIGN_DUTIES)))
    tasks: dict[int, list[RatingTask]] = {}
    own = RatingTask.objects.filter(of_kind("staff"), period=period, item__in=duty_items(period))
    for task in own.select_related("rater"):
        tasks.setdefault(task.subject.id, []).append(task)
    rows = []
    for place in people:
        base = {"number": place.staff.number, "name": place.staff.name}
        for task in tasks.get(place.staff_id, ()):
            title = duty_items(period)[task.item].title
            rows.append(
                base
                | {
                    "item": title,
                    "title": task.title,
                    "rater": task.rater.number,
                    "rater_name": task.rater.name,
                }
            )
        if place.staff_id not in tasks:
            rows.append(base)
    notes = [
        _("Duties and raters of %(period)s.") % {"period": period_title(period)},
        _(
            "One row for each duty; people with several duties have several rows. Rows without a duty are skipped."
        ),
        _("Duties that stand already and are not in the sheet stay as they are."),
    ]
    return fill_in_workbook(_("Duties and raters"), columns(period), notes=notes, rows=rows)


def check(access: Access, period: Period, table: Table) -> Parsed:
    """Check every row against the roster and the scheme."""
    cols, duties = columns(period), duty_items(period)
    parsed = Parsed(table, cols)
    parsed.headings = [_("Staff member"), _("Duty"), _("Name of the duty"), _("Rater")]
    everyone = {place.staff.number: place for place in members(period)}
    scope = access.departments(Action.ASSIGN_DUTIES)
    mine = {n: p.staff for n, p in everyone.items() if scope is None or p.department_id in scope}
    there = RatingTask.objects.filter(of_kind("staff"), period=period)
    known = set(there.values_list("staff_id", "item", "rater_id"))
    seen: set[tuple[int, str, int]] = set()
    raters = {number: place.staff for number, place in everyone.items()}
    filled = []
    for row in table.rows:
        if not row.errors and row.values["item"] is None and row.values["rater"] is None:
            continue
        filled.append(row)
        staff = _person(row, "number", "name", mine)
        rater = _person(row, "rater", "rater_name", raters)
        if row.values["item"] is None and "item" not in row.errors:
            row.errors["item"] = _("Must be filled in.")
        if staff and rater and staff.pk == rater.pk:
            row.errors["rater"] = _("%(name)s cannot score themselves.") % {"name": staff.name}
        title = str(row.values["title"] or "")
        if len(title) > 80:
            row.errors["title"] = _("At most %(count)s characters.") % {"count": 80}
        if staff and rater and not row.errors:
            key = (staff.pk, str(row.values["item"]), rater.pk)
            if key in seen:
                row.errors[""] = _("The same duty with the same rater is in the sheet twice.")
            seen.add(key)
            parsed.unchanged += key in known
            parsed.rows.append(DutyRow(staff, key[1], rater, title))
        duty = duties.get(str(row.values["item"]))
        cells = [
            _who(row, "number", "name"),
            duty.title if duty else "",
            title,
            _who(row, "rater", "rater_name"),
        ]
        parsed.lines.append(preview_line(row, cells, cols))
    table.rows[:] = filled
    return parsed


def _who(row: Row, number: str, name: str) -> str:
    return f"{row.values[name] or ''} {row.values[number] or ''}".strip()


def _person(row: Row, number: str, name: str, people: dict[str, StaffMember]) -> StaffMember | None:
    """The person of a row; the name, when given, has to be theirs."""
    if number in row.errors:
        return None
    if row.values[number] is None:
        row.errors[number] = _("Must be filled in.")
        return None
    person = people.get(str(row.values[number]))
    if person is None:
        row.errors[number] = _("Nobody of your departments has this number in the period.")
        if number == "rater":
            row.errors[number] = _("Nobody of the unit has this number in the period.")
        return None
    given = "".join(str(row.values[name] or "").split())
    if given and given != "".join(person.name.split()):
        row.errors[name] = _("The number belongs to %(name)s.") % {"name": person.name}
        return None
    row.values[name] = person.name
    return person


def write(actor: User, period: Period, rows: list[DutyRow]) -> int:
    """Assign the duties of a checked sheet; how many are new."""
    return assign_duties(actor=actor, period=period, rows=rows)


DUTIES = ImportKind(title=lambda: _("Duties and raters"), columns=columns, check=check, write=write)
