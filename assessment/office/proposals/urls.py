"""Addresses."""

from django.urls import path

from assessment.office.proposals import views

urlpatterns = [
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/confirm/", views.confirm, name="proposals_confirm"),
    path("proposals/dismiss/", views.dismiss, name="proposals_dismiss"),
    path("proposals/<int:proposal_id>/recall/", views.settle_recall, name="proposal_recall"),
]
