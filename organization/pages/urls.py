"""Pages about departments, posts, staff, roster, roles, the calendar and the log."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
