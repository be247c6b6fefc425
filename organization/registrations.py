"""Registrations at start: pages of the navigation, kinds of jobs."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from organization.navigation import NavItem, register
from organization.policy import Access, Action
from organization.roster import applying  # noqa: F401 - registers its kind of job


def _may(action: str) -> Callable[[Access], bool]:
    return lambda access: access.can(action)


# The rooms above come first: their places are below 60.
register(NavItem(_("People"), "people", _may(Action.VIEW_ROSTER), 60))
register(NavItem(_("Departments and posts"), "departments", _may(Action.VIEW_ROSTER), 62))
register(NavItem(_("Working days"), "calendar", _may(Action.EDIT_CALENDAR), 64))
register(NavItem(_("Roles"), "roles", _may(Action.MANAGE_GRANTS), 70))
register(NavItem(_("Logins"), "accounts", _may(Action.MANAGE_ACCOUNTS), 72))
register(NavItem(_("Log"), "audit", _may(Action.READ_AUDIT), 74))
