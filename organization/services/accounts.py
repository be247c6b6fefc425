"""Logins: made, given a new password, closed and opened by the unit's system administrator."""

import secrets

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.authtoken.models import Token

from organization.models import Role, RoleGrant, StaffMember, Unit, User
from organization.policy import Action, in_force, require, units_of
from organization.services.base import keep
from organization.write_audit import log_act

CHECKING = (Role.SECURITY_ADMIN, Role.AUDITOR)  # separated powers: they watch over who keeps the logins
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that reads like another letter


def logins_of(unit: Unit) -> QuerySet[User]:
    """The logins a unit has to do with: of its people, kept by it, or holding a role in it. Superusers are left out."""
    holds = RoleGrant.objects.filter(user=OuterRef("pk"), unit=unit)
    return User.objects.filter(
        Q(staff_member__unit=unit) | Q(home_unit=unit) | Exists(holds), is_superuser=False, is_staff=False
    )


def kept_by(unit: Unit) -> QuerySet[User]:
    """The logins that the unit's system administrator may change: its own people's, and outsiders' of this unit only."""
    elsewhere = RoleGrant.objects.filter(user=OuterRef("pk")).exclude(unit=unit)
    outsiders = Q(staff_member__isnull=True) & (
        Q(home_unit=unit) | (Q(home_unit__isnull=True) & ~Exists(elsewhere))
    )
    return logins_of(unit).filter(Q(staff_member__unit=unit) | outsiders)


@transaction.atomic
def create_login(
    *,
    actor: User | None,
    unit: Unit,
    username: str,
    staff: StaffMember | None = None,
    display_name: str = "",
) -> tuple[User, str]:
    """A login for a person of the roster, or for somebody on no roster; the first password is shown once."""
    require(actor, unit, Action.MANAGE_ACCOUNTS)
    if staff is not None:
        staff = StaffMember.objects.select_for_update().get(pk=staff.pk, unit=unit)
        if staff.user_id is not None:
            raise ValidationError({"staff": _("This person has a login already.")})
    elif not display_name.strip():
        raise ValidationError({"display_name": _("Name the person whose login this is.")})
    password = first_password()
    user = User(
        username=username.strip(),
        display_name=staff.name if staff else display_name.strip(),
        home_unit=None if staff else unit,
        must_change_password=True,
    )
    UnicodeUsernameValidator()(user.username)
    user.set_password(password)
    keep(user, actor=actor)
    if staff is not None:
        staff.user = user
        keep(staff, actor=actor)
    _log(actor, unit, user, "account.create")
    return user, password


@transaction.atomic
def reset_password(*, actor: User | None, unit: Unit, user: User) -> str:
    """A new password, shown once and to be changed at the next login; sessions and tokens of the old one end.

    Raises ValidationError for logins that check on the system administrator or that another unit trusts: whoever could
    set their password could act as them. Those are reset by whoever runs the installation (``changepassword``).
    """
    user = _locked(actor, unit, user)
    _refuse_takeover(unit, user)
    password = first_password()
    user.set_password(password)
    user.must_change_password = True
    keep(user, actor=actor)
    Token.objects.filter(user=user).delete()
    _log(actor, unit, user, "account.reset_password")
    return password


@transaction.atomic
def deactivate_login(*, actor: User | None, unit: Unit, user: User) -> None:
    """Close a login: no way in from the next request on. The person stays on the roster."""
    user = _locked(actor, unit, user)
    user.is_active = False
    keep(user, actor=actor)
    Token.objects.filter(user=user).delete()
    _log(actor, unit, user, "account.deactivate")


@transaction.atomic
def activate_login(*, actor: User | None, unit: Unit, user: User) -> None:
    """Open a closed login again."""
    user = _locked(actor, unit, user)
    user.is_active = True
    keep(user, actor=actor)
    _log(actor, unit, user, "account.activate")


def set_language(*, user: User, language: str) -> None:
    """The language in which a login reads its pages; one of ``settings.LANGUAGES``."""
    User.objects.filter(pk=user.pk).update(language=language)


@transaction.atomic
def finish_password_change(*, user: User) -> None:
    """After a login chose a password of its own: it is free to work, tokens made with the old one end."""
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    Token.objects.filter(user=user).delete()
    log_act(actor=user, unit=None, action="account.change_password", target=user.username)


def give_token(*, user: User) -> str:
    """The login's token for the interface, the same until it is revoked; made the first time, which is logged."""
    token, created = Token.objects.get_or_create(user=user)
    if created:
        _log_token(user, "token.create")
    return str(token.key)


def revoke_token(*, user: User) -> None:
    """End the login's token at once, for every program that uses it."""
    done, _by_table = Token.objects.filter(user=user).delete()
    if done:
        _log_token(user, "token.revoke")


def first_password() -> str:
    """Twelve letters and digits that can be read out: three groups of four."""
    return "-".join("".join(secrets.choice(ALPHABET) for _place in range(4)) for _group in range(3))


def _locked(actor: User | None, unit: Unit, user: User) -> User:
    require(actor, unit, Action.MANAGE_ACCOUNTS)
    if actor is not None and actor.pk == user.pk:
        raise ValidationError(
            _("Change your own password on the page for it; nobody closes their own login.")
        )
    if not kept_by(unit).filter(pk=user.pk).exists():
        raise ValidationError(_("This login is kept by another unit."))
    return User.objects.select_for_update().get(pk=user.pk)


def _refuse_takeover(unit: Unit, user: User) -> None:
    held = RoleGrant.objects.filter(in_force(timezone.localdate()), user=user)
    if held.filter(role__in=CHECKING).exists():
        raise ValidationError(
            _(
                "This login checks on the system administrator. Whoever runs the installation resets its password."
            )
        )
    if held.exclude(unit=unit).exists():
        raise ValidationError(
            _(
                "This login holds a role in another unit too. Whoever runs the installation resets its password."
            )
        )


def _log(actor: User | None, unit: Unit, user: User, action: str) -> None:
    target = f"{user.username} {user}"
    log_act(actor=actor, unit=unit, action=action, target=target, after={"is_active": user.is_active})


def _log_token(user: User, action: str) -> None:
    """As logging in is logged: in the login's first unit. Never the token itself."""
    units = units_of(user)
    log_act(actor=user, unit=units[0] if units else None, action=action, target=user.username)
