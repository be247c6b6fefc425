"""Addresses."""

from django.urls import path

from assessment.schemes import views

urlpatterns = [
    path("schemes/", views.schemes_page, name="schemes"),
    path("schemes/<int:version_id>/", views.scheme_page, name="scheme"),
]
