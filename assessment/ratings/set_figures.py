"""The figures of a period (late arrivals, days of leave …), as the scheme lists them."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from assessment.models import Figure, Period
from assessment.periods.lock_periods import lock_for_facts
from assessment.periods.membership import members
from assessment.policy import Action
from assessment.ratings.give_scores import read_score
from assessment.ratings.rated_items import FigureColumn, figure_columns, months_of
from foundation.numbers import trimmed
from foundation.retry_on_conflict import retry_on_conflict
from organization.models import StaffMember, User
from organization.policy import Access, access_to
from organization.services.base import sign

HIGHEST = Decimal(10) ** 8


@dataclass(frozen=True)
class FigureRow:
    """One figure to be set, of the period or of one month of it; ``value`` None takes it away."""

    staff: StaffMember
    name: str
    value: Decimal | None
    month: str = ""


def figure_departments(access: Access) -> frozenset[int] | None:
    """Departments whose figures the asker keeps: where they record entries or assign duties. None: the whole unit."""
    first, second = access.departments(Action.RECORD_ENTRIES), access.departments(Action.ASSIGN_DUTIES)
    return None if first is None or second is None else first | second


@transaction.atomic
def set_figure(
    *,
    actor: User,
    period: Period,
    staff: StaffMember,
    name: str,
    value: Decimal | str | None,
    month: str = "",
) -> Figure | None:
    """Set one figure of a person in the period (or a month of it); None (or an empty text) takes it away.

    Raises ValidationError when the scheme has no such figure, the value does not fit it, the person is not in the
    period or it takes no facts; PermissionDenied outside of the actor's departments.
    """
    number = read_score(value) if isinstance(value, str) else value
    set_figures(actor=actor, period=period, rows=[FigureRow(staff, name, number, month)])
    return Figure.objects.filter(period=period, staff=staff, name=name, month=month).first()


@retry_on_conflict
@transaction.atomic
def set_figures(*, actor: User, period: Period, rows: Collection[FigureRow]) -> int:
    """Set many figures, all or none; how many changed. The number of statements does not grow with the rows."""
    rows = list(rows)
    period = lock_for_facts(period.pk)
    scope = figure_departments(access_to(actor, period.unit))
    places = dict(members(period).values_list("staff_id", "department_id"))
    if scope is not None and not all(places.get(row.staff.pk, -1) in scope | {-1} for row in rows):
        raise PermissionDenied
    columns = _columns(period, {row.month for row in rows})
    for row in rows:
        if row.staff.pk not in places:
            raise ValidationError(_("%(name)s is not in this period.") % {"name": row.staff.name})
        if (row.month, row.name) not in columns:
            raise ValidationError(_("The scheme has no figure “%(name)s”.") % {"name": row.name})
        check_value(columns[row.month, row.name], row.value)
    return _write(actor, period, rows)


def _columns(period: Period, months: set[str]) -> dict[tuple[str, str], FigureColumn]:
    """The figures there are, by month and name; ValidationError for a month that is none of the period."""
    strange = months - {"", *months_of(period)}
    if strange:
        raise ValidationError(_("%(month)s is no month of this period.") % {"month": min(strange)})
    return {(month, column.name): column for month in months for column in figure_columns(period, month)}


def check_value(column: FigureColumn, value: Decimal | None) -> None:
    """ValidationError unless the value fits the figure's definition."""
    if value is None:
        return
    if value < 0:
        raise ValidationError(_("Not below 0."))
    highest = column.maximum if column.maximum is not None else HIGHEST
    if value > highest:
        raise ValidationError(_("At most %(maximum)s.") % {"maximum": trimmed(highest)})
    if column.step is not None and value % column.step != 0:
        if column.step == 1:
            raise ValidationError(_("Whole numbers only."))
        raise ValidationError(_("Only in steps of %(step)s.") % {"step": trimmed(column.step)})
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        raise ValidationError(_("At most two decimals."))


def _write(actor: User, period: Period, rows: list[FigureRow]) -> int:
    known = {
        (figure.staff_id, figure.month, figure.name): figure
        for figure in Figure.objects.filter(period=period, staff_id__in={row.staff.pk for row in rows})
    }
    made, changed, gone = [], [], []
    for place, row in {(row.staff.pk, row.month, row.name): row for row in rows}.items():
        figure = known.get(place)
        if figure is None and row.value is not None:
            new = {"name": row.name, "month": row.month, "value": row.value}
            made.append(Figure(period=period, staff=row.staff, entered_by=actor, **new))
        elif figure is None:
            continue
        elif row.value is None:
            gone.append(figure)
        elif figure.value != row.value:
            figure.value, figure.entered_by, figure.updated_at = row.value, actor, timezone.now()
            changed.append(figure)
    if made:
        bulk_create_with_history(made, Figure, batch_size=500, default_user=actor)
    if changed:
        fields = ["value", "entered_by", "updated_at"]
        bulk_update_with_history(changed, Figure, fields, batch_size=500, default_user=actor)
    for figure in gone:
        sign(figure, actor=actor)
        figure.delete()
    return len(made) + len(changed) + len(gone)
