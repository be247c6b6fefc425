"""Application configuration."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Parts without a domain: sheets, uploads, translations, template tags."""

    name = "foundation"
