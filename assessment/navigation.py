"""The room's pages in the navigation, each shown to those who may open it."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from assessment.policy import Action
from organization.navigation import NavItem, register
from organization.policy import Access


def _may(action: str) -> Callable[[Access], bool]:
    return lambda access: access.can(action)


register(NavItem(_("Exports"), "exports", _may(Action.EXPORT), 55))
