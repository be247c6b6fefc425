"""Addresses."""

from django.urls import path

from assessment.office.exports import views

urlpatterns = [
    path("exports/", views.exports_page, name="exports"),
    path("exports/<int:period_id>/forms/", views.period_forms, name="period_forms"),
    path("exports/<int:period_id>/<slug:kind>/", views.make_export, name="make_export"),
    path("results/<int:result_id>/form/", views.result_form, name="result_form"),
]
