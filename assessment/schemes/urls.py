"""Addresses."""

from django.urls import path

from assessment.schemes import views

urlpatterns = [
    path("schemes/", views.schemes_page, name="schemes"),
    path("schemes/<int:version_id>/", views.scheme_page, name="scheme"),
    path("schemes/<int:version_id>/word/", views.scheme_word, name="scheme_word"),
    path("schemes/<int:version_id>/end/", views.scheme_end, name="scheme_end"),
]
