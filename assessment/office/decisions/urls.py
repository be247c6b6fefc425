"""Addresses."""

from django.urls import path

from assessment.office.decisions import views

urlpatterns = [
    path("reviews/", views.review_list, name="reviews"),
    path("reviews/<int:pk>/", views.review_page, name="review"),
    path("reviews/<int:pk>/decide/", views.decide_matter, name="review_decide"),
    path("decisions/<int:pk>/revoke/", views.revoke_decision, name="decision_revoke"),
    path("decisions/<int:pk>/minutes/", views.minutes, name="decision_minutes"),
]
