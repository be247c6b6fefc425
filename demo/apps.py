"""The demo: invented units with a past, built through the services of real work. Above all rooms, known by none."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """No tables, one command."""

    name = "demo"
    verbose_name = "demo"
