"""Giving scores and handing the sheet in. Only the rater writes, and only while the period takes facts."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from assessment.facts.scope import out_of_scope
from assessment.models import Period, RatingSheet, RatingTask
from assessment.periods.lock_periods import lock_for_facts
from assessment.ratings.duties import duties_of
from assessment.ratings.rated_items import maximum_shown, scored_items
from assessment.rules import Part
from foundation.templatetags.figures import trimmed
from organization.models import StaffMember, User
from organization.services.base import sign
from organization.write_audit import log_act

Score = Decimal | str | int | None
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．。", "0123456789..")
_FIGURE = re.compile(r"-?(?:[0-9]{1,10}\.?[0-9]{0,6}|\.[0-9]{1,6})")


def read_score(text: str) -> Decimal | None:
    """A score as typed, full-width digits too; None for nothing. Raises ValidationError when it is no figure."""
    typed = text.strip().translate(_FULL_WIDTH)
    if not typed:
        return None
    if not _FIGURE.fullmatch(typed):
        raise ValidationError(_("Not a number."))
    return Decimal(typed)


@transaction.atomic
def give_score(*, actor: User, task: RatingTask, score: Score) -> RatingTask:
    """Give (or with None take back) the score of one task, on a person or a department.

    Raises PermissionDenied unless the actor is its rater; ValidationError when the score is below 0, over the maximum
    of the subject's duties or has more than two decimals, when the sheet is handed in, or the period takes no facts.
    """
    give_scores(actor=actor, period=task.period, rater=task.rater, scores={task.pk: score})
    return RatingTask.objects.select_related("staff", "department", "rater").get(pk=task.pk)


@transaction.atomic
def give_scores(
    *, actor: User, period: Period, rater: StaffMember, scores: Mapping[int, Score]
) -> list[RatingTask]:
    """Give several scores (or levels) of one rater, by task id, all or none; a fixed number of statements."""
    period = lock_for_facts(period.pk)
    if rater.user_id is None or rater.user_id != actor.pk:
        raise PermissionDenied
    refuse_handed_in(period, rater)
    tasks = list(
        RatingTask.objects.select_for_update(of=("self",))
        .filter(period=period, rater=rater, pk__in=scores)
        .select_related("staff", "department")
    )
    if len(tasks) != len(scores):
        raise PermissionDenied
    duties, now = duties_of(period, {task.subject for task in tasks}), timezone.now()
    changed = []
    for task in tasks:
        before = (task.score, task.level)
        _answer(period.part.of_kind(task.subject.kind), task, scores[task.pk], duties[task.subject])
        if (task.score, task.level) != before:
            task.given_at, task.given_by = (now, actor) if task.is_given else (None, None)
            changed.append(task)
    if len(changed) == 1:
        sign(changed[0], actor=actor)
        changed[0].full_clean()
        changed[0].save()
    elif changed:
        bulk_update_with_history(
            changed,
            RatingTask,
            ["score", "level", "given_at", "given_by"],
            batch_size=500,
            default_user=actor,
        )
    return tasks


def _answer(part: Part, task: RatingTask, given: Score, duties: list[str]) -> None:
    """Put what was given into the task: a level where the item is voted on, else a score."""
    if task.item in part.rounds_items:
        level = str(given or "")
        if level and level not in part.rounds_items[task.item].answers:
            raise ValidationError(_("There is no such level."))
        task.level = level
        return
    if task.item not in part.rating_items:
        raise ValidationError(_("Nobody is scored on “%(item)s” in this period.") % {"item": task.item})
    score = read_score(str(given)) if given is not None else None
    check_score(part, task, score, duties)
    task.score = score


def check_score(part: Part, task: RatingTask, score: Decimal | None, duties: list[str]) -> None:
    """ValidationError unless the score fits the task."""
    if score is None:
        return
    exponent = score.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        raise ValidationError(_("At most two decimals."))
    if score < 0:
        raise ValidationError(_("Not below 0."))
    if part.over_maximum(task.item, score, duties):
        highest = trimmed(maximum_shown(part, task.item, duties))
        raise ValidationError(_("At most %(maximum)s.") % {"maximum": highest}, code="maximum")


def refuse_handed_in(period: Period, rater: StaffMember) -> None:
    """ValidationError when the rater's sheet is handed in."""
    if RatingSheet.objects.filter(period=period, rater=rater, handed_in_at__isnull=False).exists():
        raise ValidationError(
            _("The sheet is handed in. Take it back before you change a score."), code="handed_in"
        )


@transaction.atomic
def hand_in_sheet(*, actor: User, period: Period, rater: StaffMember) -> RatingSheet:
    """Hand the rater's sheet in; from then on it is read-only.

    Raises ValidationError naming everyone in scope who has no score yet or one over the maximum, and departments whose
    score the scheme requires; PermissionDenied unless the actor is the rater. Handing in twice changes nothing.
    """
    period = lock_for_facts(period.pk)
    if rater.user_id is None or rater.user_id != actor.pk:
        raise PermissionDenied
    tasks = list(RatingTask.objects.filter(period=period, rater=rater).select_related("staff", "department"))
    if not tasks:
        raise ValidationError(_("There is nobody to score in this period."))
    _refuse_incomplete(period, tasks)
    sheet, _created = RatingSheet.objects.select_for_update().get_or_create(period=period, rater=rater)
    if sheet.handed_in_at is None:
        sheet.handed_in_at, sheet.handed_in_by = timezone.now(), actor
        sign(sheet, actor=actor)
        sheet.full_clean()
        sheet.save()
        _log(actor, period, rater, "ratings.hand_in")
    return sheet


def _refuse_incomplete(period: Period, tasks: list[RatingTask]) -> None:
    subjects = {task.subject for task in tasks}
    outside, duties = out_of_scope(period, subjects), duties_of(period, subjects)
    asked = [task for task in tasks if task.subject not in outside]
    required = required_of_departments(period)
    open_ = [
        task for task in asked if not task.is_given and (task.department_id is None or task.item in required)
    ]
    empty = _names(task.staff.name for task in open_ if task.staff is not None)
    waiting = _names(task.department.name for task in open_ if task.department is not None)
    over = _names(task.about.name for task in asked if is_over_maximum(period, task, duties[task.subject]))
    faults = []
    if empty:
        faults.append(_("Not scored yet: %(names)s.") % {"names": empty})
    if waiting:
        faults.append(_("Departments not scored yet: %(names)s.") % {"names": waiting})
    if over:
        faults.append(
            _("Their duties have changed, these scores are over the maximum now: %(names)s.")
            % {"names": over}
        )
    if faults:
        raise ValidationError(faults, code="incomplete")


def required_of_departments(period: Period) -> set[str]:
    """The items on which a department may not stay without a score; on people every score is given."""
    return {item.id for item in scored_items(period, "department") if item.required}


def is_over_maximum(period: Period, task: RatingTask, duties: list[str]) -> bool:
    """Whether the score that was given is over the maximum that these duties of the subject allow."""
    part = period.part.of_kind(task.subject.kind)
    return task.score is not None and part.over_maximum(task.item, task.score, duties)


def _names(found: Iterable[str]) -> str:
    names = list(dict.fromkeys(found))
    listed = "、".join(names[:10])
    return listed + (_(" and %(count)s more") % {"count": len(names) - 10} if len(names) > 10 else "")


@transaction.atomic
def withdraw_sheet(*, actor: User, period: Period, rater: StaffMember) -> RatingSheet | None:
    """Take a handed-in sheet back, as long as the period takes facts; None when it was not handed in."""
    period = lock_for_facts(period.pk)
    if rater.user_id is None or rater.user_id != actor.pk:
        raise PermissionDenied
    sheet = RatingSheet.objects.filter(period=period, rater=rater, handed_in_at__isnull=False).first()
    if sheet is None:
        return None
    sheet.handed_in_at, sheet.handed_in_by = None, None
    sign(sheet, actor=actor)
    sheet.save()
    _log(actor, period, rater, "ratings.withdraw")
    return sheet


def _log(actor: User, period: Period, rater: StaffMember, action: str) -> None:
    log_act(actor=actor, unit=period.unit, action=action, target=f"{period.key} {rater.number}")
