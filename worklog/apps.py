"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorklogConfig(AppConfig):
    """Weekly journals."""

    name = "worklog"
    verbose_name = _("Work journals")

    def ready(self) -> None:
        """Offer the journals to the close; register actions, acts and pages."""
        from assessment.facade import register_journals
        from organization.policy import register_actions
        from worklog import audit_actions, navigation  # noqa: F401 - registered by import
        from worklog.policy import ACTIONS
        from worklog.providers import journals_of

        register_actions(ACTIONS)
        register_journals("worklog", journals_of)
