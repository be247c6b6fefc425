"""Duties and panels of a period: who scores whom on what, before any score is given."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from assessment.facts.scope import out_of_scope
from assessment.models import Period, RatingSheet, RatingTask
from assessment.periods.lock_periods import lock_for_facts
from assessment.periods.membership import departments_assessed, members, places_in
from assessment.policy import Action
from assessment.ratings.rated_items import column_key, duty_items, panel_items, scored_items
from foundation.retry_on_conflict import retry_on_conflict
from organization.models import StaffMember, User
from organization.policy import access_to, require, require_whole_unit
from organization.services.base import sign
from organization.subjects import KINDS, Someone, SubjectKind, SubjectRef, among, code_of, of_kind
from organization.write_audit import log_act


@dataclass(frozen=True)
class DutyRow:
    """One duty of a person or department to be assigned; ``round`` and ``role`` where the item is voted on."""

    about: Someone
    item: str
    rater: StaffMember
    title: str = ""
    round: int = 0
    role: str = ""

    @property
    def subject(self) -> SubjectRef:
        """Whose duty it is."""
        return SubjectRef.to(self.about)


@dataclass(frozen=True)
class CarriedDuties:
    """What came of carrying duties over: tasks made, and those left behind because somebody is not in the period."""

    source: Period
    made: int
    left_behind: int


@transaction.atomic
def assign_duty(
    *, actor: User, period: Period, about: Someone, item: str, rater: StaffMember, title: str = ""
) -> RatingTask:
    """Give a person or department a duty in the period, scored by one rater; the same again changes only its title.

    Raises ValidationError for an item that is no duty of the scheme, somebody who is not in the period, oneself as
    rater, or a period that takes no facts; PermissionDenied outside of the actor's departments.
    """
    assign_duties(actor=actor, period=period, rows=[DutyRow(about, item, rater, title)])
    columns = SubjectRef.to(about).columns
    return RatingTask.objects.get(period=period, item=item, rater=rater, **columns)


@retry_on_conflict
@transaction.atomic
def assign_duties(*, actor: User, period: Period, rows: Collection[DutyRow]) -> int:
    """Give several duties, all or none; how many are new. The number of statements does not grow with the rows.

    Who scores departments is named by those who assign duties in the whole unit. A rater who has handed in and gets
    one more subject to score has the sheet back.
    """
    rows = list(rows)
    period = lock_for_facts(period.pk)
    places = places_in(period, {row.subject.kind for row in rows})
    may_assign(actor, period, rows, places)
    faults = row_faults(period, rows, places)
    if faults:
        raise ValidationError([text for _row, text in sorted(faults.items())])
    wanted = {(row.subject, row.item, row.rater.pk): row for row in rows}
    tasks = RatingTask.objects.filter(among({row.subject for row in rows}), period=period)
    known = {(task.subject, task.item, task.rater_id): task for task in tasks}
    for key in wanted.keys() & known.keys():
        task, title = known[key], wanted[key].title.strip()
        if title and task.title != title:
            task.title = title
            sign(task, actor=actor)
            task.full_clean()
            task.save()
    return create_tasks(actor, period, [row for key, row in wanted.items() if key not in known])


def row_faults(
    period: Period, rows: Collection[DutyRow], in_period: Collection[SubjectRef]
) -> dict[int, str]:
    """What is wrong with rows, by their place in the list."""
    duties = {kind: duty_items(period, kind) for kind in {row.subject.kind for row in rows}}
    faults = {}
    for place, row in enumerate(rows):
        if row.item not in duties[row.subject.kind]:
            faults[place] = _("“%(item)s” is not a duty of this scheme.") % {"item": row.item}
        elif row.subject not in in_period:
            faults[place] = _("%(name)s is not in this period.") % {"name": row.about.name}
        elif row.rater.unit_id != period.unit_id:
            faults[place] = _("%(name)s does not belong to this unit.") % {"name": row.rater.name}
        elif row.about == row.rater:
            faults[place] = _("%(name)s cannot score themselves.") % {"name": row.about.name}
        elif len(row.title) > 80:
            faults[place] = _("The name of a duty has at most 80 characters.")
    return faults


def may_assign(
    actor: User, period: Period, rows: Iterable[DutyRow | RatingTask], places: dict[SubjectRef, int]
) -> None:
    """PermissionDenied unless the actor assigns duties to all of these; to departments only in the whole unit."""
    subjects = {row.subject for row in rows}
    if any(each.is_department for each in subjects):
        require_whole_unit(actor, period.unit, Action.ASSIGN_DUTIES)
    departments = {places[each] for each in subjects if each in places}
    require(actor, period.unit, Action.ASSIGN_DUTIES, *departments)


def create_tasks(actor: User | None, period: Period, rows: Collection[DutyRow]) -> int:
    """Create tasks without scores, with their history; give handed-in sheets back to their raters."""
    tasks = [
        RatingTask(
            period=period,
            item=row.item,
            rater=row.rater,
            title=row.title.strip(),
            round=row.round,
            role=row.role,
            **row.subject.columns,
        )
        for row in rows
    ]
    if not tasks:
        return 0
    bulk_create_with_history(tasks, RatingTask, batch_size=500, default_user=actor)
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
    return len(tasks)


@transaction.atomic
def remove_duty(*, actor: User, task: RatingTask) -> None:
    """Take a duty away again. Raises ValidationError once a score has been given on it."""
    period = lock_for_facts(task.period_id)
    may_assign(actor, period, [task], places_in(period, {task.subject.kind}))
    rows = RatingTask.objects.select_for_update(of=("self",))
    task = rows.select_related("staff", "department", "rater").get(pk=task.pk)
    if task.is_given:
        raise ValidationError(
            _(
                "%(rater)s has already scored %(name)s on this duty. "
                "It can be removed after the score has been taken back."
            )
            % {"rater": task.rater.name, "name": task.about.name},
            code="scored",
        )
    log_act(
        actor=actor,
        unit=period.unit,
        action="ratings.remove",
        target=f"{period.key} {code_of(task.about)} {task.item}",
        before={"rater": task.rater.number, "title": task.title},
    )
    sign(task, actor=actor)
    task.delete()


@retry_on_conflict
@transaction.atomic
def carry_over(*, actor: User, period: Period) -> CarriedDuties:
    """Copy duties and raters (no scores) of the latest earlier period of the scheme that has any.

    Only within the actor's departments, those who score departments only for the whole unit; subjects and raters that
    are not in the new period are left behind. What is there already stays. Raises ValidationError when no earlier
    period has duties.
    """
    period = lock_for_facts(period.pk)
    require(actor, period.unit, Action.ASSIGN_DUTIES)
    scope = access_to(actor, period.unit).departments(Action.ASSIGN_DUTIES)
    source = latest_with_duties(period, whole_unit=scope is None)
    if source is None:
        raise ValidationError(_("No earlier period of this scheme has duties to carry over."))
    present = places_in(period)
    mine = {
        each
        for each, place in present.items()
        if scope is None or (place in scope and not each.is_department)
    }
    columns = {(item.kind, item.key) for kind in KINDS for item in scored_items(period, kind)}
    places = ("staff_id", "department_id", "item", "rater_id", "round", "role")
    known = set(RatingTask.objects.filter(period=period).values_list(*places))
    rows, left_behind = [], 0
    for task in source.rating_tasks.select_related("staff", "department", "rater"):
        subject = task.subject
        is_known = (subject.kind, column_key(task.item, task.round)) in columns
        if not is_known or (
            scope is not None and (subject.is_department or subject in present.keys() - mine)
        ):
            continue
        if subject not in mine or SubjectRef.staff(task.rater_id) not in present:
            left_behind += scope is None or subject in mine
        elif tuple(getattr(task, place) for place in places) not in known:
            rows.append(DutyRow(task.about, task.item, task.rater, task.title, task.round, task.role))
    return CarriedDuties(source, create_tasks(actor, period, rows), left_behind)


def latest_with_duties(period: Period, *, whole_unit: bool = True) -> Period | None:
    """The latest earlier period of the same unit and scheme that has anybody to be scored; departments count, too, for
    those who assign duties in the whole unit.
    """
    earlier = Period.objects.filter(
        unit=period.unit_id, scheme=period.scheme_id, cadence=period.cadence, ends_on__lt=period.starts_on
    )
    some = {"rating_tasks__isnull": False} if whole_unit else {"rating_tasks__staff__isnull": False}
    return earlier.filter(**some).order_by("-starts_on").first()


@retry_on_conflict
@transaction.atomic
def set_panel(
    *,
    actor: User,
    period: Period,
    item: str,
    raters: Collection[StaffMember],
    kind: SubjectKind = "staff",
) -> tuple[int, int]:
    """Let these people score everyone in scope on a panel item; how many tasks were made and taken away.

    ``kind`` says whether people are scored or departments. Nobody scores themselves. Call it again when somebody
    joined: only what lacks is made. Raises ValidationError for another item, or when somebody who leaves the panel has
    given scores already; PermissionDenied unless the actor assigns duties in the whole unit.
    """
    period = lock_for_facts(period.pk)
    require_whole_unit(actor, period.unit, Action.ASSIGN_DUTIES)
    if item not in panel_items(period, kind):
        raise ValidationError(_("On “%(item)s” no panel scores.") % {"item": item})
    refuse_strangers(period, raters)
    return set_raters(actor, period, kind, item, raters)


def set_raters(
    actor: User,
    period: Period,
    kind: SubjectKind,
    item: str,
    raters: Collection[StaffMember],
    *,
    round: int = 0,
    role: str = "",
) -> tuple[int, int]:
    """Let exactly these people score (or vote on) everyone of a kind in scope; how many tasks were made and removed.

    The caller has locked the period and asked for permission. Raises ValidationError when somebody who is no longer
    named has answered already.
    """
    tasks = RatingTask.objects.filter(of_kind(kind), period=period, item=item, round=round, role=role)
    leaving = list(tasks.exclude(rater__in=raters).select_related("rater"))
    answered = sorted({task.rater.name for task in leaving if task.is_given})
    if answered:
        raise ValidationError(
            _("They have given scores already and stay: %(names)s.") % {"names": "、".join(answered)},
            code="scored",
        )
    for task in leaving:
        sign(task, actor=actor)
        task.delete()
    known = set(tasks.all().values_list(f"{kind}_id", "rater_id"))
    outside = out_of_scope(period)
    rows = [
        DutyRow(someone, item, rater, round=round, role=role)
        for someone in _everyone(period, kind)
        for rater in raters
        if SubjectRef.to(someone) not in outside and someone != rater and (someone.pk, rater.pk) not in known
    ]
    return create_tasks(actor, period, rows), len(leaving)


def _everyone(period: Period, kind: SubjectKind) -> Iterable[Someone]:
    if kind == "department":
        return departments_assessed(period)
    return [place.staff for place in members(period)]


def refuse_strangers(period: Period, raters: Collection[StaffMember]) -> None:
    """ValidationError naming those who do not belong to the unit."""
    strangers = [rater.name for rater in raters if rater.unit_id != period.unit_id]
    if strangers:
        raise ValidationError(_("%(name)s does not belong to this unit.") % {"name": "、".join(strangers)})
