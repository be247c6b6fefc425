"""Celery application: used when a broker is configured; see organization.jobs for the broker-less way."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("efficiency")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["organization", "assessment"])
