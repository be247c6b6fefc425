"""Who may judge an appeal: nobody judges what they entered, closed, decided or filed, or what is about their department."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from assessment.appeals.file_appeal import may_appeal_for
from assessment.decisions.selectors import decisions_passing
from assessment.models import Appeal, Decision
from assessment.periods.membership import assignments_in
from assessment.policy import ACTIONS, Action
from organization.models import RoleGrant, User
from organization.policy import in_force


@dataclass(frozen=True)
class Judge:
    """Somebody who holds a role that answers appeals; ``conflict`` says why not this one, empty when nothing does."""

    user: User
    conflict: str


def conflict_of(user: User, appeal: Appeal) -> str:
    """Why this login does not judge this appeal, in a sentence; empty when it may."""
    names = {"name": str(user)}
    if user.pk == appeal.filed_by_id or (appeal.staff is not None and user.pk == appeal.staff.user_id):
        return _("%(name)s filed this appeal and does not judge it.") % names
    if appeal.staff is None and may_appeal_for(user, appeal.subject, appeal.unit):
        return _("%(name)s heads this department and does not judge its appeal.") % names
    if appeal.staff is None and _works_in(user, appeal):
        return _("%(name)s works in this department and does not judge its appeal.") % names
    if appeal.entry is not None and appeal.entry.entered_by_id == user.pk:
        return _("%(name)s entered this entry and does not judge the appeal against it.") % names
    if appeal.result is None:
        return ""
    if appeal.result.close.started_by_id == user.pk:
        return _("%(name)s closed this result and does not judge the appeal against it.") % names
    if user.pk in _signers(appeal):
        return (
            _("%(name)s signed a decision on this result and does not judge the appeal against it.") % names
        )
    return ""


def _works_in(user: User, appeal: Appeal) -> bool:
    """Whether the person worked in the department that appeals, at any time of the period."""
    there = assignments_in(appeal.period).filter(staff__user=user, department=appeal.department_id)
    return there.exists()


def _signers(appeal: Appeal) -> set[int]:
    """Who signed a decision that gave the person the grade, or that passed the person over."""
    result = appeal.result
    assert result is not None
    gave = Decision.objects.filter(grades__result=result.pk, revoked_at__isnull=True)
    return {*gave.values_list("decided_by", flat=True), *(d.decided_by_id for d in decisions_passing(result))}


def refuse_partial(user: User, appeal: Appeal) -> None:
    """ValidationError with the reason when the login does not judge this appeal."""
    if why := conflict_of(user, appeal):
        raise ValidationError(why, code="partial")


def judges_of(appeal: Appeal, today: date) -> list[Judge]:
    """Everyone who holds a role that answers appeals for the whole unit, those without a conflict first."""
    grants = RoleGrant.objects.filter(
        in_force(today),
        unit=appeal.unit_id,
        role__in=ACTIONS[Action.HANDLE_APPEALS],
        departments__isnull=True,
    )
    users = User.objects.filter(Q(pk__in=grants.values("user")), is_active=True).order_by(
        "display_name", "pk"
    )
    found = [Judge(user, conflict_of(user, appeal)) for user in users]
    return sorted(found, key=lambda each: bool(each.conflict))
