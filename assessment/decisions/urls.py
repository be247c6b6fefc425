"""Addresses."""

from django.urls import path

from assessment.decisions.pages import review

urlpatterns = [
    path("reviews/", review.review_list, name="reviews"),
    path("reviews/<int:pk>/", review.review_page, name="review"),
    path("reviews/<int:pk>/decide/", review.decide_matter, name="review_decide"),
    path("decisions/<int:pk>/revoke/", review.revoke_decision, name="decision_revoke"),
    path("decisions/<int:pk>/minutes/", review.minutes, name="decision_minutes"),
]
