"""Registrations at start: pages of the navigation, kinds of jobs, logins in the log."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from organization.models import Role, User
from organization.navigation import NavItem, register
from organization.policy import Access, Action, units_of
from organization.roster import apply_uploads  # noqa: F401 - registers its kind of job
from organization.write_audit import log_act


def _may(action: str) -> Callable[[Access], bool]:
    return lambda access: access.can(action)


# The rooms above come first: their places are below 60.
register(NavItem(_("People"), "people", _may(Action.VIEW_ROSTER), 60, frozenset({Role.HR})))
register(NavItem(_("Departments and posts"), "departments", _may(Action.VIEW_ROSTER), 62))
register(NavItem(_("Working days"), "calendar", _may(Action.EDIT_CALENDAR), 64))
register(NavItem(_("Roles"), "roles", _may(Action.MANAGE_GRANTS), 70))
register(NavItem(_("Logins"), "accounts", _may(Action.MANAGE_ACCOUNTS), 72))
register(NavItem(_("Log"), "audit", _may(Action.READ_AUDIT), 74))


@receiver(user_logged_in)
def log_login(user: User, **_signal: Any) -> None:
    """A line in the log of the unit whose roster or roles the login belongs to."""
    units = units_of(user)
    log_act(actor=user, unit=units[0] if units else None, action="account.login", target=user.username)
