"""The columns of the roster sheet and its template."""

from django.utils.functional import lazystr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.excel.columns import Column
from foundation.excel.template import fill_in_workbook
from organization.categories import categories_of
from organization.models import Department, StaffState, Unit

IN_POST = "in_post"
STATUS = {
    IN_POST: gettext_lazy("in post"),
    StaffState.Kind.RETIRED.value: StaffState.Kind.RETIRED.label,
    StaffState.Kind.TRANSFERRED_OUT.value: StaffState.Kind.TRANSFERRED_OUT.label,
}


def roster_columns(unit: Unit) -> list[Column]:
    """The columns, with the unit's departments and categories as choices."""
    departments = Department.objects.filter(unit=unit, is_active=True)
    categories = categories_of(unit)
    return [
        Column("number", gettext_lazy("Staff number"), width=12, required=True),
        Column("name", gettext_lazy("Name"), width=12, required=True),
        Column(
            "department",
            gettext_lazy("Department"),
            width=20,
            kind="choice",
            required=True,
            choices={department.code: department.name for department in departments},
        ),
        Column(
            "category",
            gettext_lazy("Category"),
            width=20,
            kind="choice" if categories else "text",
            required=True,
            choices={code: lazystr(title) for code, title in categories.items()},
        ),
        Column("post", gettext_lazy("Post"), width=16, help=gettext_lazy("A post of that department")),
        Column(
            "position_title", gettext_lazy("Position"), width=16, help=gettext_lazy("Empty: stays as it is")
        ),
        Column(
            "joined_on",
            gettext_lazy("Joined on"),
            kind="date",
            width=12,
            help=gettext_lazy("Only for people newly come to the unit: their first day"),
        ),
        Column(
            "status",
            gettext_lazy("In post or left"),
            kind="choice",
            width=12,
            choices=STATUS,
            help=gettext_lazy("Empty: in post"),
        ),
    ]


def template_workbook(unit: Unit) -> bytes:
    """The sheet to fill in, empty."""
    notes = [
        _("One row for each person. People are recognised by their staff number."),
        _(
            "Who has another department, post or category than on record is transferred from the day you choose."
        ),
        _("The same sheet again changes nothing. Nothing is changed before you have seen it and confirmed."),
    ]
    return fill_in_workbook(_("Roster"), roster_columns(unit), notes=notes)
