"""Who holds which role. Given and taken by the unit's security administrator, never to oneself."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from organization.models import Department, Role, RoleGrant, Unit, User
from organization.policy import ADMINISTRATORS, Action, require
from organization.services.base import keep, sign
from organization.write_audit import log_act

FOR_DEPARTMENTS = (Role.SECTION_CHIEF, Role.DEPUTY, Role.DEPARTMENT_ADMIN)


@transaction.atomic
def grant_role(
    *,
    actor: User | None,
    user: User,
    unit: Unit,
    role: str,
    departments: Iterable[Department] = (),
    valid_from: date,
    valid_to: date | None = None,
) -> RoleGrant:
    """Give a login a role, for the whole unit or for some departments and all below them."""
    require(actor, unit, Action.MANAGE_GRANTS)
    _refuse_self(actor, user)
    user = User.objects.select_for_update().get(pk=user.pk)
    departments = list(departments)
    _refuse_what_cannot_be(user, unit, role, departments, valid_from, valid_to)
    granted = RoleGrant(user=user, unit=unit, role=role, valid_from=valid_from, valid_to=valid_to)
    keep(granted, actor=actor)
    granted.departments.set(departments)
    _log(actor, granted, "role.grant", after=_values(granted))
    return granted


@transaction.atomic
def revoke_role(*, actor: User | None, grant: RoleGrant, last_day: date | None = None) -> None:
    """Take a role away at the end of ``last_day``; without one, at once.

    A grant ends on record. One that would end before it began never held: it is taken out and stays in history and log.
    """
    require(actor, grant.unit, Action.MANAGE_GRANTS)
    _refuse_self(actor, grant.user)
    grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=grant.pk)
    today = timezone.localdate()
    end = last_day or today - timedelta(days=1)
    if last_day is not None and last_day < today:
        raise ValidationError({"last_day": _("A role cannot be taken away for days that are over.")})
    if grant.valid_to is not None and grant.valid_to <= end:
        raise ValidationError(_("This role ends no later already."))
    before = _values(grant)
    if end < grant.valid_from:
        sign(grant, actor=actor)
        grant.delete()
        _log(actor, grant, "role.revoke", before=before, after=None)
        return
    grant.valid_to = end
    keep(grant, actor=actor)
    _log(actor, grant, "role.revoke", before=before, after=_values(grant))


def _refuse_self(actor: User | None, user: User) -> None:
    if actor is not None and actor.pk == user.pk:
        raise ValidationError(
            _("Nobody gives or takes a role for themselves. Ask another security administrator."),
            code="self",
        )


def _refuse_what_cannot_be(
    user: User,
    unit: Unit,
    role: str,
    departments: list[Department],
    valid_from: date,
    valid_to: date | None,
) -> None:
    if role not in Role.values or role == Role.STAFF:
        raise ValidationError({"role": _("This role comes with being on the roster.")})
    if any(department.unit_id != unit.pk for department in departments):
        raise ValidationError({"departments": _("The department belongs to another unit.")})
    if departments and role in ADMINISTRATORS:
        raise ValidationError({"departments": _("The three administrators serve the whole unit.")})
    if not departments and role in FOR_DEPARTMENTS:
        raise ValidationError({"departments": _("Say for which departments this role is held.")})
    if valid_to is not None and valid_to < valid_from:
        raise ValidationError({"valid_to": _("The last day lies before the first day.")})
    held = _overlapping(user, unit, valid_from, valid_to)
    if held.filter(role=role).exists():
        raise ValidationError(
            {"role": _("The login holds this role already in these days. Revoke it first.")}
        )
    others = set(held.values_list("role", flat=True))
    if others & ADMINISTRATORS or (others and role in ADMINISTRATORS):
        raise ValidationError(
            {"role": _("Separated powers: an administrator holds no other role in the same unit.")}
        )


def _overlapping(user: User, unit: Unit, valid_from: date, valid_to: date | None) -> QuerySet[RoleGrant]:
    held = RoleGrant.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from), user=user, unit=unit
    )
    return held.filter(valid_from__lte=valid_to) if valid_to else held


def _values(grant: RoleGrant) -> dict[str, Any]:
    return {
        "role": grant.role,
        "departments": [department.name for department in grant.departments.all()],
        "valid_from": grant.valid_from,
        "valid_to": grant.valid_to,
    }


def _log(actor: User | None, grant: RoleGrant, action: str, *, before: Any = None, after: Any = None) -> None:
    target = f"{grant.user.username} {grant.user}"
    log_act(actor=actor, unit=grant.unit, action=action, target=target, before=before, after=after)
