"""The room's pages in the navigation, each shown to those who may open it."""

from django.utils.translation import gettext_lazy as _

from assessment.policy import Action
from organization.navigation import NavItem, register
from organization.policy import Access


def _may(action: str):  # type: ignore[no-untyped-def]  # Callable[[Access], bool]
    return lambda access: access.can(action)
