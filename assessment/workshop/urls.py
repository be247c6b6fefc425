"""Addresses of the workshop, under ``/u/<unit_code>/workshop/``; those of one draft below ``drafts/<draft_id>/``."""

from django.urls import include, path

from assessment.workshop.pages import drafts, library

draft_patterns = [
    path("", drafts.draft_page, name="draft"),
    path("", include("assessment.workshop.trying.urls")),
    path("", include("assessment.workshop.publishing.urls")),
]

urlpatterns = [
    path("workshop/", library.library_page, name="workshop"),
    path("workshop/drafts/<int:draft_id>/", include(draft_patterns)),
]
