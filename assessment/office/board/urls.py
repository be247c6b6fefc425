"""Addresses."""

from django.urls import path

from assessment.office.board import views

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/<int:period_id>/overview/", views.board_overview, name="board_overview"),
]
