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
from assessment.periods.membership import departments_assessed, places_in
from assessment.policy import Action
from assessment.ratings.give_scores import read_score
from assessment.ratings.rated_items import FigureColumn, figure_columns, months_of
from foundation.retry_on_conflict import again_if_raced
from foundation.templatetags.figures import trimmed
from organization.models import Department, User
from organization.policy import Access, access_to
from organization.services.base import sign
from organization.subjects import Someone, SubjectKind, SubjectRef, among

HIGHEST = Decimal(10) ** 8


@dataclass(frozen=True)
class FigureRow:
    """One figure of a person or department to be set, of the period or of one month of it; None takes it away."""

    about: Someone
    name: str
    value: Decimal | None
    month: str = ""

    @property
    def subject(self) -> SubjectRef:
        """Whose figure it is."""
        return SubjectRef.to(self.about)

    @property
    def place(self) -> tuple[SubjectRef, str, str]:
        """Whose, of which month, and its name: there is one of each."""
        return self.subject, self.month, self.name


def figure_departments(access: Access) -> frozenset[int] | None:
    """Departments whose figures the asker keeps: where they record entries or assign duties. None: the whole unit."""
    first, second = access.departments(Action.RECORD_ENTRIES), access.departments(Action.ASSIGN_DUTIES)
    return None if first is None or second is None else first | second


def own_departments(period: Period, scope: frozenset[int] | None) -> list[Department]:
    """The departments of the period that a scope holds; none where the scheme does not assess departments."""
    if period.part.departments is None:
        return []
    found = departments_assessed(period)
    return list(found if scope is None else found.filter(pk__in=scope))


@transaction.atomic
def set_figure(
    *,
    actor: User,
    period: Period,
    about: Someone,
    name: str,
    value: Decimal | str | None,
    month: str = "",
) -> Figure | None:
    """Set one figure of a person or department in the period (or a month of it); None (or "") takes it away.

    Raises ValidationError when the scheme has no such figure, the value does not fit it, the subject is not in the
    period or it takes no facts; PermissionDenied outside of the actor's departments.
    """
    number = read_score(value) if isinstance(value, str) else value
    set_figures(actor=actor, period=period, rows=[FigureRow(about, name, number, month)])
    columns = SubjectRef.to(about).columns
    return Figure.objects.filter(period=period, name=name, month=month, **columns).first()


@again_if_raced
@transaction.atomic
def set_figures(*, actor: User, period: Period, rows: Collection[FigureRow]) -> int:
    """Set many figures, all or none; how many changed. The number of statements does not grow with the rows."""
    rows = list(rows)
    period = lock_for_facts(period.pk)
    places = places_in(period, {row.subject.kind for row in rows})
    _refuse_elsewhere(actor, period, rows, places)
    columns = _columns(period, {(row.subject.kind, row.month) for row in rows})
    for row in rows:
        if row.subject not in places:
            raise ValidationError(_("%(name)s is not in this period.") % {"name": row.about.name})
        column = columns[row.subject.kind, row.month].get(row.name)
        if column is None:
            raise ValidationError(_("The scheme has no figure “%(name)s”.") % {"name": row.name})
        check_value(column, row.value)
    return _write(actor, period, rows)


def _refuse_elsewhere(
    actor: User, period: Period, rows: Collection[FigureRow], places: dict[SubjectRef, int]
) -> None:
    """PermissionDenied unless all of these belong to the departments whose figures the actor keeps."""
    scope = figure_departments(access_to(actor, period.unit))
    for row in rows:
        is_strange = isinstance(row.about, Department) and row.about.unit_id != period.unit_id
        place = row.about.pk if isinstance(row.about, Department) else places.get(row.subject)
        if is_strange or (scope is not None and place is not None and place not in scope):
            raise PermissionDenied


def _columns(
    period: Period, asked: set[tuple[SubjectKind, str]]
) -> dict[tuple[SubjectKind, str], dict[str, FigureColumn]]:
    """The figures there are, by kind and month; ValidationError for a month that is none of the period."""
    found = {}
    for kind, month in sorted(asked):
        if month and month not in months_of(period, kind):
            raise ValidationError(_("%(month)s is no month of this period.") % {"month": month})
        found[kind, month] = {column.name: column for column in figure_columns(period, month, kind)}
    return found


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
    there = Figure.objects.filter(among({row.subject for row in rows}), period=period)
    known = {(figure.subject, figure.month, figure.name): figure for figure in there}
    made, changed, gone = [], [], []
    for place, row in {row.place: row for row in rows}.items():
        figure = known.get(place)
        if figure is None and row.value is not None:
            new = {"name": row.name, "month": row.month, "value": row.value}
            made.append(Figure(period=period, entered_by=actor, **row.subject.columns, **new))
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
