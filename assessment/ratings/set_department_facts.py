"""The figures of departments, and the scores that are given on them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import DepartmentFigure, DepartmentRating, Period
from assessment.periods.lock_periods import lock_for_facts
from assessment.policy import Action
from assessment.ratings.assign_duties import after_new_tasks
from assessment.ratings.give_scores import refuse_handed_in
from assessment.ratings.rated_items import department_columns, department_items
from assessment.ratings.set_figures import check_value, figure_departments
from foundation.retry_on_conflict import retry_on_conflict
from organization.models import Department, StaffMember, User
from organization.policy import access_to, require_whole_unit
from organization.services.base import sign

CENT = Decimal("0.01")


@dataclass(frozen=True)
class DepartmentFigureRow:
    """One figure of a department to be set; ``value`` None takes it away, so that the scheme's default counts."""

    department: Department
    name: str
    value: Decimal | None


@retry_on_conflict
@transaction.atomic
def set_department_figures(*, actor: User, period: Period, rows: Collection[DepartmentFigureRow]) -> int:
    """Set figures of departments, all or none; how many changed.

    Raises ValidationError for a figure that the scheme does not have of departments, a value that does not fit or a
    period that takes no facts; PermissionDenied outside of the actor's departments.
    """
    period = lock_for_facts(period.pk)
    scope = figure_departments(access_to(actor, period.unit))
    columns = {column.name: column for column in department_columns(period)}
    for row in rows:
        if row.department.unit_id != period.unit_id or (scope is not None and row.department.pk not in scope):
            raise PermissionDenied
        if row.name not in columns:
            raise ValidationError(_("The scheme has no figure “%(name)s”.") % {"name": row.name})
        check_value(columns[row.name], row.value)
    found = DepartmentFigure.objects.filter(period=period, department__in={row.department for row in rows})
    known = {(figure.department_id, figure.name): figure for figure in found}
    return sum(_set(actor, period, row, known.get((row.department.pk, row.name))) for row in rows)


def _set(actor: User, period: Period, row: DepartmentFigureRow, known: DepartmentFigure | None) -> bool:
    figure = known or DepartmentFigure(period=period, department=row.department, name=row.name)
    if figure.value == row.value:
        return False
    sign(figure, actor=actor)
    if row.value is None:
        figure.delete()
        return True
    figure.value, figure.entered_by = row.value, actor
    figure.full_clean()
    figure.save()
    return True


@retry_on_conflict
@transaction.atomic
def set_department_raters(
    *, actor: User, period: Period, item: str, raters: Collection[StaffMember]
) -> tuple[int, int]:
    """Let these people score every department on an item; how many tasks were made and taken away.

    Raises ValidationError for another item, a stranger, or a rater who leaves and has scored already; PermissionDenied
    unless the actor assigns duties in the whole unit.
    """
    period = lock_for_facts(period.pk)
    require_whole_unit(actor, period.unit, Action.ASSIGN_DUTIES)
    if item not in department_items(period):
        raise ValidationError(_("Departments are not scored on “%(item)s”.") % {"item": item})
    if any(rater.unit_id != period.unit_id for rater in raters):
        raise ValidationError(_("Only people of the unit score its departments."))
    tasks = DepartmentRating.objects.filter(period=period, item=item)
    leaving = list(tasks.exclude(rater__in=raters).select_related("rater"))
    if scored := sorted({task.rater.name for task in leaving if task.score is not None}):
        raise ValidationError(
            _("They have given scores already and stay: %(names)s.") % {"names": "、".join(scored)}
        )
    for task in leaving:
        sign(task, actor=actor)
        task.delete()
    known = set(tasks.values_list("department_id", "rater_id"))
    made = []
    for department in Department.objects.filter(unit=period.unit_id, is_active=True):
        for rater in raters:
            if (department.pk, rater.pk) not in known:
                task = DepartmentRating(period=period, department=department, item=item, rater=rater)
                sign(task, actor=actor)
                task.save()
                made.append(task)
    if made:
        after_new_tasks(actor, period, made)
    return len(made), len(leaving)


@transaction.atomic
def give_department_scores(
    *, actor: User, period: Period, rater: StaffMember, scores: Mapping[int, Decimal | None]
) -> list[DepartmentRating]:
    """Give (or with None take back) one rater's scores on departments, by task id, all or none.

    Raises PermissionDenied unless the actor is the rater of all of them; ValidationError for a score below 0, over the
    maximum or of more than two decimals, when the sheet is handed in, or the period takes no facts.
    """
    period = lock_for_facts(period.pk)
    if rater.user_id is None or rater.user_id != actor.pk:
        raise PermissionDenied
    refuse_handed_in(period, rater)
    tasks = list(DepartmentRating.objects.filter(period=period, rater=rater, pk__in=scores))
    part = period.part.departments
    if len(tasks) != len(scores):
        raise PermissionDenied
    for task in tasks:
        score = scores[task.pk]
        if part is None or task.item not in part.rating_items:
            raise ValidationError(_("Departments are not scored on “%(item)s”.") % {"item": task.item})
        if score is not None and (score < 0 or score != score.quantize(CENT)):
            raise ValidationError(_("A score from 0 with at most two decimals is expected."))
        if score is not None and part.over_maximum(task.item, score, []):
            maximum = part.maximum(task.item, [])
            raise ValidationError(_("At most %(maximum)s.") % {"maximum": maximum}, code="maximum")
        if score != task.score:
            task.score = score
            task.given_at, task.given_by = (timezone.now(), actor) if score is not None else (None, None)
            sign(task, actor=actor)
            task.full_clean()
            task.save()
    return tasks
