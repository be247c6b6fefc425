"""Addresses, below ``workshop/drafts/<draft_id>/``."""

from django.urls import URLPattern, path

from assessment.workshop.publication import documents, views

urlpatterns: list[URLPattern] = [
    path("publish/", views.publish_page, name="draft_publish"),
    path("publish/propose/", views.propose_draft, name="draft_propose"),
    path("publish/approve/", views.approve_draft, name="draft_approve"),
    path("publish/return/", views.return_draft_page, name="draft_return"),
    path("publish/take-back/", views.take_draft_back, name="draft_take_back"),
    path("document/", documents.draft_document, name="draft_document"),
    path("document/word/", documents.draft_word, name="draft_word"),
]
