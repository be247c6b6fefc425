"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationConfig(AppConfig):
    """Who works where, who may do what, which days are working days, what long work is under way."""

    name = "organization"
    verbose_name = _("Organization")

    def ready(self) -> None:
        """Register the room's pages and kinds of jobs."""
        from organization import registrations  # noqa: F401 - registered by import
