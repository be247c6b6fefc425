"""Addresses."""

from django.urls import path

from assessment.office.insight import views

urlpatterns = [
    path("insight/", views.distribution_page, name="insight"),
    path("insight/clauses/", views.clauses_page, name="insight_clauses"),
    path("insight/trends/", views.trends_page, name="insight_trends"),
    path("insight/raters/", views.raters_page, name="insight_raters"),
    path("insight/<int:period_id>/excel/", views.insight_sheet, name="insight_sheet"),
]
