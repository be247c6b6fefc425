"""Addresses of single results."""

from django.urls import path

from assessment.results import pages

urlpatterns = [
    path("department-results/<int:pk>/", pages.department_result, name="department_result"),
]
