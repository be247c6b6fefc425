"""The style gallery, in development only."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
