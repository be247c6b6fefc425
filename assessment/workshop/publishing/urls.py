"""Addresses, below ``workshop/drafts/<draft_id>/``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
