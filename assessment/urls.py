"""Addresses of the assessment room: each use case brings its own, under ``/u/<unit_code>/``; the API under ``/api/v1/``."""

from django.urls import include, path

unit_patterns = [
    path("", include("assessment.data_entry.entries.urls")),
    path("", include("assessment.data_entry.ratings.urls")),
    path("", include("assessment.office.board.urls")),
    path("", include("assessment.mine.urls")),
    path("", include("assessment.appeals.urls")),
    path("", include("assessment.office.periods.urls")),
    path("", include("assessment.office.decisions.urls")),
    path("", include("assessment.office.proposals.urls")),
    path("", include("assessment.office.exports.urls")),
    path("", include("assessment.schemes.urls")),
    path("", include("assessment.workshop.urls")),
    path("", include("assessment.office.insight.urls")),
]

urlpatterns = [
    path("u/<slug:unit_code>/", include(unit_patterns)),
    path("api/v1/", include("assessment.api.urls")),
]
