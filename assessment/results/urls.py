"""Addresses of single results."""

from django.urls import path

from assessment.results import views

urlpatterns = [
    path("department-results/<int:pk>/", views.department_result, name="department_result"),
]
