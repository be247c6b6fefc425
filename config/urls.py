"""Addresses: each room brings its own."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("organization.urls")),
    path("", include("assessment.urls")),
    path("", include("evaluation.urls")),
    path("", include("worklog.urls")),
    path("admin/", admin.site.urls),
]
if settings.DEBUG:
    urlpatterns.append(path("gallery/", include("foundation.urls")))
