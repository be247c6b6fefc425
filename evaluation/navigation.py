"""The room's page in the navigation."""

from django.utils.translation import gettext_lazy as _

from evaluation.selectors import runs_evaluations
from organization.navigation import NavItem, register

register(NavItem(_("Evaluation"), "evaluations", runs_evaluations, 26))
