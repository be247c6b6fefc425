"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    """Schemes, ledger, periods, closing, results, decisions and exports."""

    name = "assessment"
    verbose_name = _("Assessment")

    def ready(self) -> None:
        """Register actions, pages of the navigation and kinds of jobs with the organization room."""
        from assessment import audit_actions, jobs, navigation  # noqa: F401 - registered by import
        from assessment.policy import ACTIONS
        from assessment.schemes.categories import categories_in_use
        from organization.categories import register_categories
        from organization.policy import register_actions

        register_actions(ACTIONS)
        register_categories(categories_in_use)
