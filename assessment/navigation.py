"""The room's pages in the navigation, each shown to those who may open it."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from assessment.data_entry.ratings import navigation_checks
from assessment.ledger.decide_proposals import proposals_of
from assessment.policy import Action
from organization.models import Role
from organization.navigation import NavItem, register
from organization.policy import Access


def _may(action: str) -> Callable[[Access], bool]:
    return lambda access: access.can(action)


register(NavItem(_("Exports"), "exports", _may(Action.EXPORT), 55))
register(NavItem(_("Given scores"), "scores", navigation_checks.has_scores_to_give, 20))
register(NavItem(_("Rating tasks"), "duties", navigation_checks.assigns_duties, 22))
register(NavItem(_("Figures"), "figures", navigation_checks.keeps_figures, 24))
register(
    NavItem(
        _("Periods"),
        "periods",
        lambda access: access.can(Action.RUN_PERIODS) or access.can(Action.VIEW_RESULTS),
        40,
        frozenset({Role.ASSESSMENT_OFFICE}),
    )
)
register(NavItem(_("Review"), "reviews", _may(Action.DECIDE), 42, frozenset({Role.LEADING_GROUP})))
register(NavItem(_("Appeals"), "appeals", _may(Action.VIEW_APPEALS), 45))
register(NavItem(_("Publication"), "publications", _may(Action.READ_PUBLICATIONS), 50))
register(NavItem(_("My assessment"), "mine", _may(Action.OWN_RESULTS), 35))
register(NavItem(_("Enter"), "enter", _may(Action.RECORD_ENTRIES), 10))
register(NavItem(_("Import"), "import", _may(Action.RECORD_ENTRIES), 12))
register(NavItem(_("Entries"), "entries", _may(Action.VIEW_ENTRIES), 14))
register(NavItem(_("Proposed entries"), "proposals", lambda access: proposals_of(access).exists(), 16))
register(NavItem(_("Schemes"), "schemes", _may(Action.VIEW_SCHEMES), 58))
register(
    NavItem(
        _("Workshop"),
        "workshop",
        lambda access: access.can(Action.DRAFT_SCHEMES) or access.can(Action.APPROVE_SCHEMES),
        59,
    )
)
register(NavItem(_("Insight"), "insight", _may(Action.VIEW_INSIGHT), 57))
register(NavItem(_("Board"), "board", _may(Action.VIEW_BOARD), 30))
