"""Who votes by level on everyone, in which round and in which role."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from assessment.facts.scope import out_of_scope
from assessment.models import Period, RatingTask
from assessment.periods.lock_periods import lock_for_facts
from assessment.periods.membership import members
from assessment.policy import Action
from assessment.ratings.assign_duties import after_new_tasks
from foundation.retry_on_conflict import retry_on_conflict
from organization.models import StaffMember, User
from organization.policy import require_whole_unit
from organization.services.base import sign


@retry_on_conflict
@transaction.atomic
def set_voters(
    *,
    actor: User,
    period: Period,
    item: str,
    round: int,
    voters: Collection[StaffMember],
    role: str = "",
) -> tuple[int, int]:
    """Let these people vote on everyone in scope in a round, in a role where the item has roles; tasks made and removed.

    Nobody votes on themselves or in two roles of a round. Call it again when people joined: only what lacks is made.
    Raises ValidationError for another item, round or role, a stranger, or a voter who leaves and has voted already;
    PermissionDenied unless the actor assigns duties in the whole unit.
    """
    period = lock_for_facts(period.pk)
    require_whole_unit(actor, period.unit, Action.ASSIGN_DUTIES)
    _check(period, item, round, role, voters)
    tasks = RatingTask.objects.filter(period=period, item=item, round=round).select_related("rater")
    elsewhere = tasks.exclude(role=role).filter(rater__in=voters).values_list("rater__name", flat=True)
    if names := sorted(set(elsewhere)):
        raise ValidationError(
            _("They vote in another role already: %(names)s.") % {"names": "、".join(names)}
        )
    own = tasks.filter(role=role)
    removed = _remove(actor, list(own.exclude(rater__in=voters)))
    known = set(own.values_list("staff_id", "rater_id"))
    outside = out_of_scope(period)
    made = [
        RatingTask(period=period, staff=place.staff, item=item, round=round, role=role, rater=voter)
        for place in members(period)
        for voter in voters
        if place.staff_id not in outside
        and place.staff_id != voter.pk
        and (place.staff_id, voter.pk) not in known
    ]
    if made:
        bulk_create_with_history(made, RatingTask, batch_size=500, default_user=actor)
        after_new_tasks(actor, period, made)
    return len(made), removed


def _check(period: Period, item: str, round: int, role: str, voters: Collection[StaffMember]) -> None:
    found = period.part.rounds_items.get(item)
    if found is None or not 1 <= round <= found.rounds:
        raise ValidationError(_("There is no such vote in this period."))
    roles = [each.code for each in found.roles] or [""]
    if role not in roles:
        raise ValidationError(_("There is no such role in this vote."))
    strangers = [voter.name for voter in voters if voter.unit_id != period.unit_id]
    if strangers:
        raise ValidationError(_("%(name)s does not belong to this unit.") % {"name": "、".join(strangers)})


def _remove(actor: User, leaving: list[RatingTask]) -> int:
    voted = sorted({task.rater.name for task in leaving if task.is_given})
    if voted:
        raise ValidationError(
            _("They have voted already and stay: %(names)s.") % {"names": "、".join(voted)}, code="scored"
        )
    for task in leaving:
        sign(task, actor=actor)
        task.delete()
    return len(leaving)
