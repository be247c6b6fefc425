"""Addresses of the assessment room: each use case brings its own, under ``/u/<unit_code>/``; the API under ``/api/v1/``."""

from django.urls import include, path

unit_patterns = [
    path("", include("assessment.ledger.urls")),
    path("", include("assessment.ratings.urls")),
    path("", include("assessment.board.urls")),
    path("", include("assessment.mine.urls")),
    path("", include("assessment.appeals.urls")),
    path("", include("assessment.periods.urls")),
    path("", include("assessment.decisions.urls")),
    path("", include("assessment.exports.urls")),
    path("", include("assessment.results.urls")),
    path("", include("assessment.schemes.urls")),
    path("", include("assessment.workshop.urls")),
    path("", include("assessment.insight.urls")),
]

urlpatterns = [
    path("u/<slug:unit_code>/", include(unit_patterns)),
    path("api/v1/", include("assessment.api.urls")),
]
