"""The room's pages in the navigation."""

from django.utils.translation import gettext_lazy as _

from organization.navigation import NavItem, register
from worklog.selectors import keeps_journals, reviews_journals

register(NavItem(_("My weeks"), "weeks", keeps_journals, 21))
register(NavItem(_("Weeks to review"), "weeks_review", reviews_journals, 23))
