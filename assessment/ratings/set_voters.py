"""Who votes by level on everyone, in which round and in which role."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Period, RatingTask
from assessment.periods.lock_periods import lock_for_facts
from assessment.policy import Action
from assessment.ratings.assign_duties import refuse_strangers, set_raters
from assessment.ratings.rated_items import part_of
from foundation.retry_on_conflict import again_if_raced
from organization.models import StaffMember, User
from organization.policy import require_whole_unit
from organization.subjects import SubjectKind, of_kind


@again_if_raced
@transaction.atomic
def set_voters(
    *,
    actor: User,
    period: Period,
    item: str,
    round: int,
    voters: Collection[StaffMember],
    role: str = "",
    kind: SubjectKind = "staff",
) -> tuple[int, int]:
    """Let these people vote on everyone in scope in a round, in a role where the item has roles; tasks made and removed.

    ``kind`` says whether on people or on departments. Nobody votes on themselves or in two roles of a round. Call it
    again when somebody joined: only what lacks is made. Raises ValidationError for another item, round or role, a
    stranger, or a voter who leaves and has voted already; PermissionDenied unless the actor assigns duties in the
    whole unit.
    """
    period = lock_for_facts(period.pk)
    require_whole_unit(actor, period.unit, Action.ASSIGN_DUTIES)
    _check(period, kind, item, round, role)
    refuse_strangers(period, voters)
    tasks = RatingTask.objects.filter(of_kind(kind), period=period, item=item, round=round)
    elsewhere = tasks.exclude(role=role).filter(rater__in=voters).values_list("rater__name", flat=True)
    if names := sorted(set(elsewhere)):
        raise ValidationError(
            _("They vote in another role already: %(names)s.") % {"names": "、".join(names)}
        )
    return set_raters(actor, period, kind, item, voters, round=round, role=role)


def _check(period: Period, kind: SubjectKind, item: str, round: int, role: str) -> None:
    part = part_of(period, kind)
    found = None if part is None else part.rounds_items.get(item)
    if found is None or not 1 <= round <= found.rounds:
        raise ValidationError(_("There is no such vote in this period."))
    roles = [each.code for each in found.roles] or [""]
    if role not in roles:
        raise ValidationError(_("There is no such role in this vote."))
