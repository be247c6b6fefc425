"""Duties and panels of a period: who scores whom on what, before any score is given."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from assessment.facts.scope import out_of_scope
from assessment.models import DepartmentRating, Period, RatingSheet, RatingTask
from assessment.periods.lock_periods import lock_for_facts
from assessment.periods.membership import members
from assessment.policy import Action
from assessment.ratings.rated_items import column_key, duty_items, panel_items, scored_items
from foundation.retry_on_conflict import retry_on_conflict
from organization.models import StaffMember, User
from organization.policy import access_to, require, require_whole_unit
from organization.services.base import sign
from organization.write_audit import log_act


@dataclass(frozen=True)
class DutyRow:
    """One duty to be assigned; ``round`` and ``role`` where the item is voted on."""

    staff: StaffMember
    item: str
    rater: StaffMember
    title: str = ""
    round: int = 0
    role: str = ""


@dataclass(frozen=True)
class CarriedOver:
    """What came of carrying duties over: tasks made, and those left behind because somebody is not in the period."""

    source: Period
    made: int
    left_behind: int


@transaction.atomic
def assign_duty(
    *, actor: User, period: Period, staff: StaffMember, item: str, rater: StaffMember, title: str = ""
) -> RatingTask:
    """Give a person a duty in the period, scored by one rater; the same again changes only its title.

    Raises ValidationError for an item that is no duty of the scheme, people who are not in the period, oneself as
    rater, or a period that takes no facts; PermissionDenied outside of the actor's departments.
    """
    assign_duties(actor=actor, period=period, rows=[DutyRow(staff, item, rater, title)])
    return RatingTask.objects.get(period=period, staff=staff, item=item, rater=rater)


@retry_on_conflict
@transaction.atomic
def assign_duties(*, actor: User, period: Period, rows: Collection[DutyRow]) -> int:
    """Give several duties, all or none; how many are new. The number of statements does not grow with the rows.

    A rater who has handed in and gets one more person to score has the sheet back.
    """
    rows = list(rows)
    period = lock_for_facts(period.pk)
    places = dict(members(period).values_list("staff_id", "department_id"))
    may_assign(actor, period, {places[row.staff.pk] for row in rows if row.staff.pk in places})
    faults = row_faults(period, rows, set(places))
    if faults:
        raise ValidationError([text for _row, text in sorted(faults.items())])
    wanted = {(row.staff.pk, row.item, row.rater.pk): row for row in rows}
    known = {
        (task.staff_id, task.item, task.rater_id): task
        for task in RatingTask.objects.filter(period=period, staff_id__in={row.staff.pk for row in rows})
    }
    for key in wanted.keys() & known.keys():
        task, title = known[key], wanted[key].title.strip()
        if title and task.title != title:
            task.title = title
            sign(task, actor=actor)
            task.full_clean()
            task.save()
    return create_tasks(actor, period, [row for key, row in wanted.items() if key not in known])


def row_faults(period: Period, rows: Collection[DutyRow], in_period: Collection[int]) -> dict[int, str]:
    """What is wrong with rows, by their place in the list."""
    duties = duty_items(period)
    faults = {}
    for place, row in enumerate(rows):
        if row.item not in duties:
            faults[place] = _("“%(item)s” is not a duty of this scheme.") % {"item": row.item}
        elif row.staff.pk not in in_period:
            faults[place] = _("%(name)s is not in this period.") % {"name": row.staff.name}
        elif row.rater.unit_id != period.unit_id:
            faults[place] = _("%(name)s does not belong to this unit.") % {"name": row.rater.name}
        elif row.rater.pk == row.staff.pk:
            faults[place] = _("%(name)s cannot score themselves.") % {"name": row.staff.name}
        elif len(row.title) > 80:
            faults[place] = _("The name of a duty has at most 80 characters.")
    return faults


def may_assign(actor: User, period: Period, departments: Collection[int]) -> None:
    """PermissionDenied unless the actor assigns duties in all of these departments."""
    require(actor, period.unit, Action.ASSIGN_DUTIES, *departments)


def create_tasks(actor: User | None, period: Period, rows: Collection[DutyRow]) -> int:
    """Create tasks without scores, with their history; give handed-in sheets back to their raters."""
    tasks = [
        RatingTask(
            period=period,
            staff=row.staff,
            item=row.item,
            rater=row.rater,
            title=row.title.strip(),
            round=row.round,
            role=row.role,
        )
        for row in rows
    ]
    if not tasks:
        return 0
    bulk_create_with_history(tasks, RatingTask, batch_size=500, default_user=actor)
    after_new_tasks(actor, period, tasks)
    return len(tasks)


def after_new_tasks(
    actor: User | None, period: Period, tasks: Sequence[RatingTask | DepartmentRating]
) -> None:
    """Give handed-in sheets back to the raters of new tasks, and log the assignment."""
    sheets = RatingSheet.objects.filter(
        period=period, rater_id__in={task.rater_id for task in tasks}, handed_in_at__isnull=False
    )
    for sheet in sheets:
        sheet.handed_in_at, sheet.handed_in_by = None, None
        sign(sheet, actor=actor)
        sheet.save()
    log_act(
        actor=actor,
        unit=period.unit,
        action="ratings.assign",
        target=f"{period.key}",
        after={"tasks": len(tasks)},
    )


@transaction.atomic
def remove_duty(*, actor: User, task: RatingTask) -> None:
    """Take a duty away again. Raises ValidationError once a score has been given on it."""
    period = lock_for_facts(task.period_id)
    place = members(period).filter(staff_id=task.staff_id).values_list("department_id", flat=True).first()
    may_assign(actor, period, [] if place is None else [place])
    task = RatingTask.objects.select_for_update().select_related("staff", "rater").get(pk=task.pk)
    if task.is_given:
        raise ValidationError(
            _(
                "%(rater)s has already scored %(name)s on this duty. "
                "It can be removed after the score has been taken back."
            )
            % {"rater": task.rater.name, "name": task.staff.name},
            code="scored",
        )
    log_act(
        actor=actor,
        unit=period.unit,
        action="ratings.remove",
        target=f"{period.key} {task.staff.number} {task.item}",
        before={"rater": task.rater.number, "title": task.title},
    )
    sign(task, actor=actor)
    task.delete()


@retry_on_conflict
@transaction.atomic
def carry_over(*, actor: User, period: Period) -> CarriedOver:
    """Copy duties and raters (no scores) of the latest earlier period of the scheme that has any.

    Only within the actor's departments; people and raters who are not in the new period are left behind. What is there
    already stays. Raises ValidationError when no earlier period has duties.
    """
    period = lock_for_facts(period.pk)
    may_assign(actor, period, ())
    source = latest_with_duties(period)
    if source is None:
        raise ValidationError(_("No earlier period of this scheme has duties to carry over."))
    scope = access_to(actor, period.unit).departments(Action.ASSIGN_DUTIES)
    present = set(members(period).values_list("staff_id", flat=True))
    mine = set(members(period, scope).values_list("staff_id", flat=True))
    columns = {item.key for item in scored_items(period)}
    places = ("staff_id", "item", "rater_id", "round", "role")
    known = set(RatingTask.objects.filter(period=period).values_list(*places))
    rows, left_behind = [], 0
    for task in source.rating_tasks.select_related("staff", "rater"):
        is_known = column_key(task.item, task.round) in columns
        if not is_known or (scope is not None and task.staff_id in present - mine):
            continue
        if task.staff_id not in mine or task.rater_id not in present:
            left_behind += scope is None or task.staff_id in mine
        elif tuple(getattr(task, place) for place in places) not in known:
            rows.append(DutyRow(task.staff, task.item, task.rater, task.title, task.round, task.role))
    return CarriedOver(source, create_tasks(actor, period, rows), left_behind)


def latest_with_duties(period: Period) -> Period | None:
    """The latest earlier period of the same unit and scheme that has anybody to be scored."""
    earlier = Period.objects.filter(
        unit=period.unit_id, scheme=period.scheme_id, cadence=period.cadence, ends_on__lt=period.starts_on
    )
    return earlier.filter(rating_tasks__isnull=False).order_by("-starts_on").first()


@retry_on_conflict
@transaction.atomic
def set_panel(*, actor: User, period: Period, item: str, raters: Collection[StaffMember]) -> tuple[int, int]:
    """Let these leaders score everyone in scope on a panel item; how many tasks were made and taken away.

    Nobody scores themselves. Call it again when people joined: only what lacks is made. Raises ValidationError for
    another item, or when somebody who leaves the panel has given scores already; PermissionDenied unless the actor
    assigns duties in the whole unit.
    """
    period = lock_for_facts(period.pk)
    require_whole_unit(actor, period.unit, Action.ASSIGN_DUTIES)
    _check_panel(period, item, raters)
    tasks = RatingTask.objects.filter(period=period, item=item).select_related("rater")
    leaving = tasks.exclude(rater__in=raters)
    scored = sorted({task.rater.name for task in leaving if task.score is not None})
    if scored:
        raise ValidationError(
            _("These leaders have given scores already and stay on the panel: %(names)s.")
            % {"names": "、".join(scored)},
            code="scored",
        )
    removed = 0
    for task in leaving:
        sign(task, actor=actor)
        task.delete()
        removed += 1
    known = set(tasks.values_list("staff_id", "rater_id"))
    everyone = {place.staff_id: place.staff for place in members(period)}
    outside = out_of_scope(period)
    rows = [
        DutyRow(staff, item, rater)
        for pk, staff in everyone.items()
        for rater in raters
        if pk not in outside and pk != rater.pk and (pk, rater.pk) not in known
    ]
    return create_tasks(actor, period, rows), removed


def _check_panel(period: Period, item: str, raters: Collection[StaffMember]) -> None:
    if item not in panel_items(period):
        raise ValidationError(_("On “%(item)s” no panel scores.") % {"item": item})
    strangers = [rater.name for rater in raters if rater.unit_id != period.unit_id]
    if strangers:
        raise ValidationError(_("%(name)s does not belong to this unit.") % {"name": "、".join(strangers)})
