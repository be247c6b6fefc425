"""Addresses of the worklog room."""

from django.urls import include, path

from worklog.views import own, review

unit_patterns = [
    path("weeks/", own.weeks, name="weeks"),
    path("weeks/review/", review.weeks_review, name="weeks_review"),
    path("weeks/review/<int:journal_id>/", review.week_review, name="week_review"),
    path("weeks/<slug:week>/save/", own.week_save, name="week_save"),
    path("weeks/<slug:week>/mark/<int:staff_id>/", review.week_mark, name="week_mark"),
]
urlpatterns = [path("u/<slug:unit_code>/", include(unit_patterns))]
